package smalti.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Where the driver library may lie, in the order in which it is looked for. It belongs to the driver and is never taken
/// from a CUDA toolkit or a Python wheel: those hold stubs of it.
///
/// @param libraries file paths, and bare names that the system's loader resolves
/// @param demanded whether the user named the one file, so that nothing else will do
record DriverLocations(List<String> libraries, boolean demanded) {
    /// The system property that names the driver library's file.
    static final String DRIVER_PROPERTY = "smalti.cuda.driver";

    /// The system property that names a folder to look into first.
    static final String FOLDER_PROPERTY = "smalti.cuda.dir";

    /// The environment variable that does the same.
    static final String FOLDER_VARIABLE = "SMALTI_CUDA_DIR";

    private static final List<String> LINUX_NAMES = List.of("libcuda.so.1", "libcuda.so");

    private static final List<String> WINDOWS_NAMES = List.of("nvcuda.dll");

    /// Folders of containers, Debian and Ubuntu, Fedora and Suse, the Windows Subsystem for Linux, and NixOS.
    private static final List<String> LINUX_FOLDERS =
            List.of(
                    "/usr/local/nvidia/lib64",
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/usr/lib64",
                    "/usr/lib/wsl/lib",
                    "/run/opengl-driver/lib");

    DriverLocations {
        libraries = List.copyOf(libraries);
    }

    /// The places on this machine.
    ///
    /// @param property looks up a system property
    /// @param variable looks up an environment variable
    static DriverLocations of(
            Function<String, Optional<String>> property,
            Function<String, Optional<String>> variable) {
        Optional<String> file = property.apply(DRIVER_PROPERTY);
        if (file.isPresent()) {
            return new DriverLocations(List.of(file.get()), true);
        }
        String system = property.apply("os.name").orElse("").toLowerCase(Locale.ROOT);
        boolean linux = system.contains("linux");
        List<String> names =
                linux ? LINUX_NAMES : system.contains("windows") ? WINDOWS_NAMES : List.of();
        List<String> libraries = new ArrayList<>();
        property.apply(FOLDER_PROPERTY)
                .or(() -> variable.apply(FOLDER_VARIABLE))
                .ifPresent(folder -> addAll(libraries, folder, names));
        libraries.addAll(names);
        if (linux) {
            LINUX_FOLDERS.forEach(folder -> libraries.add(folder + "/" + LINUX_NAMES.getFirst()));
        }
        return new DriverLocations(libraries, false);
    }

    private static void addAll(List<String> libraries, String folder, List<String> names) {
        names.forEach(name -> libraries.add(folder + "/" + name));
    }
}
