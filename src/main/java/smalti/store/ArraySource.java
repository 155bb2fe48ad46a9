package smalti.store;

import java.io.Closeable;
import java.io.IOException;
import smalti.file.ElementType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// An array in a file, read in parts along its first dimension. Not safe for use by several threads at once.
public interface ArraySource extends Closeable {
    /// What the user knows it by.
    String name();

    Shape shape();

    ElementType type();

    /// Part of the array along its first dimension. Whole numbers become any type, those of floating point any such type;
    /// values are rounded to nearest.
    ///
    /// @return `[count, …]`
    /// @throws smalti.error.FormatException if a whole number does not fit [DType#I32], if an array of floating point is to
    ///     become whole numbers, if the part is larger than a heap array or than the heap, or if the file is damaged
    Tensor read(int first, int count, DType type) throws IOException;

    @Override
    void close() throws IOException;
}
