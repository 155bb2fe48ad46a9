package smalti.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file while it is being written, beside the one that it will replace. Only [#commit()] puts it in place, in one step;
/// a draft that is closed without it leaves everything as it was.
///
/// ```java
/// try (Draft draft = Draft.of(target)) {
///     Files.writeString(draft.path(), text);
///     draft.commit();
/// }
/// ```
public final class Draft implements Closeable {
    private final Path target;
    private final Path path;

    private Draft(Path target, Path path) {
        this.target = target;
        this.path = path;
    }

    /// A draft of `target`, an empty file in the same folder.
    public static Draft of(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(target + " names no file");
        }
        // Not createTempFile: its files are for the owner's eyes only, and the result is to look
        // like any other file.
        Path path =
                folder.resolve(
                        "."
                                + target.getFileName()
                                + "."
                                + ProcessHandle.current().pid()
                                + "-"
                                + Long.toHexString(System.nanoTime())
                                + ".part");
        return new Draft(target, Files.createFile(path));
    }

    /// Where to write.
    public Path path() {
        return path;
    }

    /// Puts what was written in the target's place.
    public void commit() throws IOException {
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Drops what was not committed.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
