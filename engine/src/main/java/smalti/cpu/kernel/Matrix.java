package smalti.cpu.kernel;

/// Where a kernel finds a matrix in an array: the element of `row` and `column` is at
/// `origin + row·rowStep + column·columnStep`. One of the steps is 1.
public record Matrix(float[] array, int origin, int rowStep, int columnStep) {
    /// The index of an element.
    public int at(int row, int column) {
        return origin + row * rowStep + column * columnStep;
    }

    /// The part that begins at an element.
    public Matrix from(int row, int column) {
        return new Matrix(array, at(row, column), rowStep, columnStep);
    }

    /// Whether the elements of a row lie together.
    public boolean byRows() {
        return columnStep == 1;
    }
}
