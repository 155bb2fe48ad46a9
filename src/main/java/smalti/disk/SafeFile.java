package smalti.disk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/// Writes a file beside the one it replaces and moves it there when it is whole: whatever happens, the end of the process
/// included, a good file is never replaced by half a one, and nothing else is left behind.
public final class SafeFile {
    private SafeFile() {}

    /// Writes the content of a file to a stream.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Makes the file at a path that does not exist yet.
    @FunctionalInterface
    public interface Maker {
        void make(Path temporary) throws IOException;
    }

    /// Writes a file through a buffered stream.
    ///
    /// @throws IOException if it cannot be written; `target` is then as it was
    public static void write(Path target, Content content) throws IOException {
        make(
                target,
                temporary -> {
                    try (OutputStream out =
                            new BufferedOutputStream(
                                    Files.newOutputStream(
                                            temporary,
                                            StandardOpenOption.CREATE_NEW,
                                            StandardOpenOption.WRITE),
                                    1 << 16)) {
                        content.writeTo(out);
                    }
                });
    }

    /// Makes a file by path, for formats that are not written in one go.
    ///
    /// @throws IOException if it cannot be written; `target` is then as it was
    public static void make(Path target, Maker maker) throws IOException {
        // Through a link, so that the link stays and what it points to is replaced.
        Path file = Files.isSymbolicLink(target) ? target.toRealPath() : target;
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            // A pipe or a terminal cannot be replaced.
            maker.make(file);
            return;
        }
        Path temporary =
                file.resolveSibling(
                        ".%s.%08x.part"
                                .formatted(
                                        file.getFileName(), ThreadLocalRandom.current().nextInt()));
        Thread cleaner = new Thread(() -> delete(temporary));
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            maker.make(temporary);
            move(temporary, file);
        } finally {
            delete(temporary);
            release(cleaner);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException onThisFileSystem) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException stays) {
            // The error that led here is the one to tell.
        }
    }

    private static void release(Thread cleaner) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException endingAnyway) {
            // The hook runs by itself now.
        }
    }
}
