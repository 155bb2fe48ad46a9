package smalti.cuda.matrix;

/// Matrices of one size in memory of the GPU, in single precision.
///
/// @param address of the first element of the first matrix
/// @param step elements from the begin of a row, as rows are stored, to that of the next
/// @param apart elements from the begin of a matrix to that of the next; 0 if all are the same one
/// @param transposed whether what is stored as rows is multiplied as columns
public record Matrices(long address, long step, long apart, boolean transposed) {
    /// One matrix, used as it is stored.
    public static Matrices of(long address, long step) {
        return new Matrices(address, step, 0, false);
    }

    /// The same with so many elements from matrix to matrix.
    public Matrices apart(long elements) {
        return new Matrices(address, step, elements, transposed);
    }

    /// The same with rows and columns exchanged.
    public Matrices transpose() {
        return new Matrices(address, step, apart, !transposed);
    }
}
