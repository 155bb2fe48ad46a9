package smalti.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A sign beside a draft that somebody writes it: a file that is locked until the draft is closed, or its process ends,
/// however it does. Unlike a number of a process it also tells those of other machines and containers apart. Where a file
/// system has no locks nothing is ever taken for abandoned.
///
/// The draft itself could not be locked: some systems give up a process's locks on a file as soon as it closes that file
/// for the first time.
final class DraftLock implements Closeable {
    private static final String DRAFT = ".part";
    private static final String LOCK = ".lock";
    private static final Pattern LOCKS =
            Pattern.compile(
                    "(\\..+\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-[0-9a-f]+)\\.lock");

    /// In the names of this process's drafts. It must not look at its own locks: that could give them up.
    private static final String PROCESS = UUID.randomUUID().toString();

    private final Path draft;
    private final Path file;
    private final FileChannel channel;

    private DraftLock(Path draft, Path file, FileChannel channel) {
        this.draft = draft;
        this.file = file;
        this.channel = channel;
    }

    /// Locks the name of a new draft.
    ///
    /// @param target the name of what is drafted
    static DraftLock on(Path folder, String target) throws IOException {
        while (true) {
            String name = ".%s.%s-%x".formatted(target, PROCESS, System.nanoTime());
            Path file = folder.resolve(name + LOCK);
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (isHeld(channel, file)) {
                return new DraftLock(folder.resolve(name + DRAFT), file, channel);
            }
            channel.close();
        }
    }

    /// Locks a file that was just made. Somebody who sweeps may have found it before.
    private static boolean isHeld(FileChannel channel, Path file) {
        try {
            return channel.tryLock() != null && Files.exists(file);
        } catch (IOException noLocksHere) {
            return true;
        }
    }

    /// The file that may be written while this lock is held.
    Path draft() {
        return draft;
    }

    /// Gives the name up. The draft must be gone.
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }

    /// See [Draft#sweep(Path)].
    static void sweep(Path folder) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder, ".*" + LOCK)) {
            for (Path file : locks) {
                Matcher name = LOCKS.matcher(file.getFileName().toString());
                if (name.matches() && !name.group(2).equals(PROCESS)) {
                    deleteIfAbandoned(file, file.resolveSibling(name.group(1) + DRAFT));
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // Whoever writes there next is told so.
        }
    }

    private static void deleteIfAbandoned(Path file, Path draft) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(draft);
                Files.deleteIfExists(file);
            }
        } catch (IOException | OverlappingFileLockException notOurs) {
            // Gone, not ours to delete, without locks, or swept by another thread just now.
        }
    }
}
