package smalti.cuda.ffm;

import smalti.error.ParameterException;
import smalti.tensor.DType;

/// A product of matrices in row-major order, or a batch of such products: `result = factor * left * right + keep * result`.
///
/// @param rows of the result
/// @param columns of the result
/// @param inner what left's columns and right's rows are
/// @param left `[rows,inner]`, or `[inner,rows]` if it is stored transposed
/// @param right `[inner,columns]`, or `[columns,inner]` if it is stored transposed
/// @param result `[rows,columns]`, never transposed
/// @param batch how many products; the matrices of each follow at their [Matrix#batchStride]
/// @param factor of the product
/// @param keep of what the result held; where it is 0, that is not read
public record BlasProduct(
        long rows,
        long columns,
        long inner,
        Matrix left,
        Matrix right,
        Matrix result,
        long batch,
        float factor,
        float keep) {
    /// Where a matrix lies.
    ///
    /// @param address in the GPU's memory
    /// @param type F32, F16 or BF16
    /// @param transposed whether it is stored with rows and columns exchanged
    /// @param rowStride elements from one stored row to the next
    /// @param batchStride elements from one matrix of a batch to the next; 0 where all are the same
    public record Matrix(
            long address, DType type, boolean transposed, long rowStride, long batchStride) {
        public Matrix {
            if (type != DType.F32 && type != DType.F16 && type != DType.BF16) {
                throw new ParameterException("matrices on the GPU", "F32, F16 or BF16", type);
            }
        }
    }

    /// Whether there is nothing to compute.
    boolean isEmpty() {
        return rows == 0 || columns == 0 || batch == 0;
    }

    /// Whether all sizes are below 2^31.
    boolean isSmall() {
        long most = Math.max(Math.max(rows, columns), Math.max(inner, batch));
        long stride = Math.max(left.rowStride(), Math.max(right.rowStride(), result.rowStride()));
        return Math.max(most, stride) <= Integer.MAX_VALUE;
    }
}
