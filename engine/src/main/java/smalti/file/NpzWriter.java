package smalti.file;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Writes a `.npz` archive of arrays that `numpy.load` reads, one after the other, each whole or part by part. Equal
/// arrays give equal bytes. The file appears, or replaces an older one, when it is committed; closed without that it
/// leaves nothing behind.
public final class NpzWriter implements Closeable {
    /// Archives tell the time of their entries; a fixed one (NumPy's) keeps equal contents equal.
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Draft draft;
    private final ZipOutputStream archive;
    private final WritableByteChannel channel;
    private final Set<String> names = new HashSet<>();
    private @Nullable NpyEncoder current;

    private NpzWriter(Draft draft) throws IOException {
        this.draft = draft;
        this.archive =
                new ZipOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(draft.path()), 1 << 16));
        // Features are noise to a compressor. Deflated without compression an entry needs no length
        // beforehand.
        archive.setLevel(Deflater.NO_COMPRESSION);
        this.channel = Channels.newChannel(archive);
    }

    /// Starts an archive.
    public static NpzWriter create(Path file) throws IOException {
        Draft draft = Draft.of(file);
        try {
            return new NpzWriter(draft);
        } catch (IOException failed) {
            draft.close();
            throw failed;
        }
    }

    /// Starts an array whose parts follow by [#write(Tensor)].
    ///
    /// @param name its name, without `.npy`
    /// @throws ParameterException if there is already one of that name
    /// @throws ShapeException if parts of the array before it are missing
    /// @throws smalti.error.UnsupportedOpException for [DType#BF16], which NumPy does not know
    public void start(String name, DType type, Shape shape) throws IOException {
        finishCurrent();
        if (!names.add(name)) {
            throw new ParameterException("the name of an array", "used once in an archive", name);
        }
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(EPOCH);
        archive.putNextEntry(entry);
        current = new NpyEncoder(type, shape, channel);
    }

    /// Writes the next part, along the first dimension, of the array started last.
    ///
    /// @throws ShapeException if it is of another type or inner shape, or more than what is missing
    /// @throws IllegalStateException if none was started
    public void write(Tensor part) throws IOException {
        if (current == null) {
            throw new IllegalStateException("no array was started");
        }
        current.write(part);
    }

    /// Writes a whole array.
    ///
    /// @throws ParameterException if there is already one of that name
    /// @throws smalti.error.UnsupportedOpException for [DType#BF16], which NumPy does not know
    public void write(String name, Tensor array) throws IOException {
        start(name, array.dtype(), array.shape());
        write(array);
    }

    private void finishCurrent() throws IOException {
        if (current != null) {
            current.checkWhole();
            current = null;
            archive.closeEntry();
        }
    }

    /// Puts the file in its place.
    ///
    /// @throws ShapeException if parts of the last array are missing
    public void commit() throws IOException {
        finishCurrent();
        archive.close();
        draft.commit();
    }

    @Override
    public void close() throws IOException {
        try {
            archive.close();
        } finally {
            draft.close();
        }
    }
}
