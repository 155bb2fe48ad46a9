package smalti.cuda.ptx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where sources and PTX lie in the checkout; Maven runs tests in the module's folder.
final class PtxFolder {
    static final Path SCRIPT = Path.of("build-ptx").toAbsolutePath();
    static final Path SOURCES = Path.of("src/main/cuda");
    static final Path COMMITTED = Path.of("src/main/resources/smalti/cuda/ptx");
    static final String RUN_THE_SCRIPT = ": run ffm-bindings/build-ptx and commit what it writes";

    private PtxFolder() {}

    /// The names of a folder's files that end so, in order.
    static List<String> names(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
