package smalti.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file while it is being written, beside the one that it will replace. Only [#commit()] puts it in place, in one step;
/// a draft that is closed without it leaves everything as it was, and so does the end of the process.
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
    private final Thread cleaner;

    private Draft(Path target, Path path) {
        this.target = target;
        this.path = path;
        this.cleaner = new Thread(this::delete);
    }

    /// A draft of `target`, an empty file in the same folder. Where `target` is a symbolic link, of the file that it leads
    /// to.
    ///
    /// @throws IOException if the folder is not there or cannot be written to; it names folder or target, not the draft
    public static Draft of(Path target) throws IOException {
        Path file =
                Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target;
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(target + " names no file");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(String.valueOf(file.getParent()));
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(target.toString(), null, "is a folder");
        }
        // Not createTempFile: its files are for the owner's eyes only, and the result is to look
        // like any other file.
        Path path =
                folder.resolve(
                        "."
                                + file.getFileName()
                                + "."
                                + ProcessHandle.current().pid()
                                + "-"
                                + Long.toHexString(System.nanoTime())
                                + ".part");
        Draft draft = new Draft(file, path);
        Runtime.getRuntime().addShutdownHook(draft.cleaner);
        try {
            Files.createFile(path);
        } catch (AccessDeniedException denied) {
            draft.release();
            throw new AccessDeniedException(target.toString());
        } catch (FileSystemException failed) {
            draft.release();
            throw new FileSystemException(target.toString(), null, failed.getReason());
        }
        return draft;
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
        release();
        Files.deleteIfExists(path);
    }

    private void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            // The process ends, and nobody is left to be told.
        }
    }

    private void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException endingAlready) {
            // The cleaner runs by itself now.
        }
    }
}
