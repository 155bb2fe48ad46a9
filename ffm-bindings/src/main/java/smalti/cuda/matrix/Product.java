package smalti.cuda.matrix;

import smalti.error.ParameterException;

/// A batch of products of matrices: `out = alpha·left·right + beta·out`, for each of the batch.
///
/// @param rows of the left and the resulting matrices
/// @param columns of the right and the resulting matrices
/// @param depth columns of the left and rows of the right matrices; with 0, `left·right` is 0
/// @param batch how many products
/// @param left `[rows,depth]`, or stored `[depth,rows]` if it is transposed
/// @param right `[depth,columns]`, or stored `[columns,depth]` if it is transposed
/// @param out `[rows,columns]`, not transposed; overlaps no factor
/// @param beta with 0, `out` is not read
public record Product(
        int rows,
        int columns,
        int depth,
        int batch,
        Matrices left,
        Matrices right,
        Matrices out,
        float alpha,
        float beta) {
    public Product {
        if (rows < 0 || columns < 0 || depth < 0 || batch < 0) {
            throw new ParameterException(
                    "a product of matrices",
                    "sizes of at least 0",
                    "%dx%dx%d, %d of them".formatted(rows, columns, depth, batch));
        }
        if (out.transposed()) {
            throw new ParameterException("a product of matrices", "a result in rows", out);
        }
    }

    /// One product, which overwrites `out`.
    public static Product of(
            int rows, int columns, int depth, Matrices left, Matrices right, Matrices out) {
        return new Product(rows, columns, depth, 1, left, right, out, 1, 0);
    }

    /// The same for each of a batch.
    public Product batch(int count) {
        return new Product(rows, columns, depth, count, left, right, out, alpha, beta);
    }

    /// The same, added to what `out` holds.
    public Product added() {
        return new Product(rows, columns, depth, batch, left, right, out, alpha, 1);
    }

    /// Whether nothing is to be written.
    public boolean isEmpty() {
        return rows == 0 || columns == 0 || batch == 0;
    }
}
