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
/// a draft that is closed without it leaves everything as it was, and so does the end of the process. A process that is
/// killed leaves its drafts behind, until [#sweep(Path)] finds them.
///
/// ```java
/// try (Draft draft = Draft.of(target)) {
///     Files.writeString(draft.path(), text);
///     draft.commit();
/// }
/// ```
public final class Draft implements Closeable {
    private final Path target;
    private final DraftLock lock;
    private final Path path;
    private final Thread cleaner;

    private Draft(Path target, DraftLock lock) {
        this.target = target;
        this.lock = lock;
        this.path = lock.draft();
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
        try {
            DraftLock lock = DraftLock.on(folder, file.getFileName().toString());
            Draft draft = new Draft(file, lock);
            Runtime.getRuntime().addShutdownHook(draft.cleaner);
            try {
                Files.createFile(draft.path);
                return draft;
            } catch (IOException failed) {
                draft.close();
                throw failed;
            }
        } catch (AccessDeniedException denied) {
            throw new AccessDeniedException(target.toString());
        } catch (FileSystemException failed) {
            throw new FileSystemException(target.toString(), null, failed.getReason());
        }
    }

    /// Deletes the drafts in a folder whose processes were killed. Those that somebody still writes stay, and so does what
    /// cannot be told or deleted.
    public static void sweep(Path folder) {
        DraftLock.sweep(folder);
    }

    /// Sweeps the folder that a file lies in or is to lie in.
    public static void sweepBeside(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            sweep(folder);
        }
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
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException endingAlready) {
            // The cleaner runs by itself now.
        }
        try (lock) {
            Files.deleteIfExists(path);
        }
    }

    private void delete() {
        try (lock) {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            // The process ends, and nobody is left to be told.
        }
    }
}
