package smalti.store;

import java.io.Closeable;
import java.io.IOException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A file of named arrays that are written at the same time, image by image. It appears, or replaces an older one, when
/// it is committed; closed without that it leaves nothing behind.
public interface ArraySink extends Closeable {
    /// Announces an array, before anything is written.
    ///
    /// @throws smalti.error.ParameterException if there is already one of that name
    void declare(String array, DType type, Shape shape) throws IOException;

    /// Writes the next entries of an array along its first dimension.
    ///
    /// @throws smalti.error.ShapeException if they are of another type or inner shape, or more than are missing
    void write(String array, Tensor part) throws IOException;

    /// Puts the file in its place.
    ///
    /// @throws smalti.error.ShapeException if an array is not whole
    void commit() throws IOException;

    @Override
    void close() throws IOException;
}
