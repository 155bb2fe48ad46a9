package smalti.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Writes a NumPy array, whole or part by part along its first dimension. The file appears, or replaces an older one,
/// when it is committed; closed without that it leaves nothing behind.
///
/// ```java
/// try (NpyWriter pooled = NpyWriter.create(path, DType.F32, Shape.of(images, 400, 64))) {
///     for (Tensor each : tables) {
///         pooled.write(each);
///     }
///     pooled.commit();
/// }
/// ```
public final class NpyWriter implements Closeable {
    private final Draft draft;
    private final FileChannel channel;
    private final NpyEncoder encoder;

    private NpyWriter(Draft draft, FileChannel channel, NpyEncoder encoder) {
        this.draft = draft;
        this.channel = channel;
        this.encoder = encoder;
    }

    /// Starts a `.npy` file.
    ///
    /// @param type [DType#F32], [DType#F64], [DType#F16] or [DType#I32]
    /// @param shape the whole array's
    /// @throws smalti.error.UnsupportedOpException for [DType#BF16], which NumPy does not know
    public static NpyWriter create(Path file, DType type, Shape shape) throws IOException {
        Draft draft = Draft.of(file);
        try {
            FileChannel channel = FileChannel.open(draft.path(), StandardOpenOption.WRITE);
            try {
                return new NpyWriter(draft, channel, new NpyEncoder(type, shape, channel));
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException | RuntimeException failed) {
            draft.close();
            throw failed;
        }
    }

    /// Writes a tensor as a whole `.npy` file.
    ///
    /// @throws smalti.error.UnsupportedOpException for [DType#BF16], which NumPy does not know
    public static void write(Path file, Tensor tensor) throws IOException {
        try (NpyWriter writer = create(file, tensor.dtype(), tensor.shape())) {
            writer.write(tensor);
            writer.commit();
        }
    }

    /// Writes the next part along the first dimension, or the whole array.
    ///
    /// @throws ShapeException if it is of another type or inner shape, or more than what is missing
    public void write(Tensor part) throws IOException {
        encoder.write(part);
    }

    /// Puts the file in its place.
    ///
    /// @throws ShapeException if parts are missing
    public void commit() throws IOException {
        encoder.checkWhole();
        channel.close();
        draft.commit();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        draft.close();
    }
}
