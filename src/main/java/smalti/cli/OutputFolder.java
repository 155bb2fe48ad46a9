package smalti.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import smalti.file.Draft;

/// Where a command writes files of its own naming.
final class OutputFolder {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (the current folder).")
    private Path folder = Path.of("");

    /// Makes the folder where it is missing, and deletes what killed runs left half-written in it.
    void prepare() throws IOException {
        Files.createDirectories(folder);
        Draft.sweep(folder);
    }

    Path folder() {
        return folder;
    }

    /// A file in it.
    Path file(String name) {
        return folder.resolve(name);
    }
}
