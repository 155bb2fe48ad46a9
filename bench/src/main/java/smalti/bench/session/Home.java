package smalti.bench.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The checkout, where the build left class paths and the report is kept.
///
/// @param root the repository's root
public record Home(Path root) {
    /// The system property that the launcher sets.
    public static final String PROPERTY = "smalti.home";

    /// The checkout that the launcher names, or the working directory.
    public static Home current() {
        return new Home(Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize());
    }

    /// The class path of our own benchmarks.
    String classPath() {
        return classPath(root.resolve("bench"))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "bench/target/classpath is missing; build with mvn -Ppeers -fae -DskipTests package"));
    }

    /// The class path of a peer, empty if its module was not built.
    Optional<String> classPath(PeerFamily peer) {
        return classPath(root.resolve("bench/peers").resolve(peer.name()));
    }

    private static Optional<String> classPath(Path module) {
        Path listed = module.resolve("target/classpath");
        Path classes = module.resolve("target/classes");
        if (!Files.isRegularFile(listed) || !Files.isDirectory(classes)) {
            return Optional.empty();
        }
        try {
            return Optional.of(classes + ":" + Files.readString(listed).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + listed, unreadable);
        }
    }

    /// Where natives are unpacked to, kept from run to run.
    Path nativeCache(String contestant) {
        return root.resolve("bench/target/natives").resolve(contestant);
    }

    /// Where a worker writes what libraries have to say.
    Path log(String contestant) {
        return root.resolve("bench/target/logs").resolve(contestant + ".log");
    }

    public Path docs() {
        return root.resolve("docs");
    }

    /// Real photos beside the checkout.
    Path data() {
        return root.resolve("../shared/data").normalize();
    }
}
