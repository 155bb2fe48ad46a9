package smalti.cuda.ffm;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What a process is told from outside.
///
/// @param property looks up a system property
/// @param variable looks up an environment variable
public record Surroundings(
        Function<String, Optional<String>> property, Function<String, Optional<String>> variable) {
    /// The system property that names a folder in which NVIDIA's libraries are looked for first.
    static final String FOLDER_PROPERTY = "smalti.cuda.dir";

    /// The environment variable that does the same.
    static final String FOLDER_VARIABLE = "SMALTI_CUDA_DIR";

    /// Those of this process.
    public static Surroundings real() {
        return new Surroundings(
                name -> Optional.ofNullable(System.getProperty(name)),
                name -> Optional.ofNullable(System.getenv(name)));
    }

    /// The folder that the user names.
    Optional<String> folder() {
        return property.apply(FOLDER_PROPERTY).or(() -> variable.apply(FOLDER_VARIABLE));
    }

    boolean isLinux() {
        return system().contains("linux");
    }

    boolean isWindows() {
        return system().contains("windows");
    }

    private String system() {
        return property.apply("os.name").orElse("").toLowerCase(Locale.ROOT);
    }
}
