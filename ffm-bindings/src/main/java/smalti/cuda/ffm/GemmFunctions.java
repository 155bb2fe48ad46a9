package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static smalti.cuda.ffm.CublasFunction.GEMM;
import static smalti.cuda.ffm.CublasFunction.GEMM_64;
import static smalti.cuda.ffm.CublasFunction.GEMM_BATCHED;
import static smalti.cuda.ffm.CublasFunction.GEMM_BATCHED_64;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import smalti.cuda.ffm.BlasProduct.Matrix;
import smalti.tensor.DType;

/// Matrix products. cuBLAS counts along columns first: what it takes for the matrices' transposes are our rows, so that it
/// is given right before left, and columns before rows.
final class GemmFunctions {
    /// Source: `CUBLAS_GEMM_DEFAULT`; the library chooses.
    private static final int ALGORITHM = -1;

    private final CublasLibrary library;
    private final MethodHandle single;
    private final MethodHandle single64;
    private final MethodHandle batched;
    private final MethodHandle batched64;

    GemmFunctions(CublasLibrary library) {
        this.library = library;
        single = library.bind(GEMM);
        single64 = library.bind(GEMM_64);
        batched = library.bind(GEMM_BATCHED);
        batched64 = library.bind(GEMM_BATCHED_64);
    }

    /// Multiplies.
    ///
    /// @param compute the library's number for a [ComputeType]
    void multiply(long handle, BlasProduct product, int compute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment factor = arena.allocateFrom(JAVA_FLOAT, product.factor());
            MemorySegment keep = arena.allocateFrom(JAVA_FLOAT, product.keep());
            if (product.batch() == 1) {
                single(handle, product, factor, keep, compute);
            } else {
                batched(handle, product, factor, keep, compute);
            }
        }
    }

    private void single(
            long handle,
            BlasProduct product,
            MemorySegment factor,
            MemorySegment keep,
            int compute) {
        Matrix left = product.left();
        Matrix right = product.right();
        Matrix result = product.result();
        if (product.isSmall()) {
            library.run(
                    GEMM,
                    () ->
                            (int)
                                    single.invokeExact(
                                            handle,
                                            operation(right),
                                            operation(left),
                                            (int) product.columns(),
                                            (int) product.rows(),
                                            (int) product.inner(),
                                            factor,
                                            right.address(),
                                            type(right),
                                            (int) right.rowStride(),
                                            left.address(),
                                            type(left),
                                            (int) left.rowStride(),
                                            keep,
                                            result.address(),
                                            type(result),
                                            (int) result.rowStride(),
                                            compute,
                                            ALGORITHM));
        } else {
            library.run(
                    GEMM_64,
                    () ->
                            (int)
                                    single64.invokeExact(
                                            handle,
                                            operation(right),
                                            operation(left),
                                            product.columns(),
                                            product.rows(),
                                            product.inner(),
                                            factor,
                                            right.address(),
                                            type(right),
                                            right.rowStride(),
                                            left.address(),
                                            type(left),
                                            left.rowStride(),
                                            keep,
                                            result.address(),
                                            type(result),
                                            result.rowStride(),
                                            compute,
                                            ALGORITHM));
        }
    }

    private void batched(
            long handle,
            BlasProduct product,
            MemorySegment factor,
            MemorySegment keep,
            int compute) {
        Matrix left = product.left();
        Matrix right = product.right();
        Matrix result = product.result();
        if (product.isSmall()) {
            library.run(
                    GEMM_BATCHED,
                    () ->
                            (int)
                                    batched.invokeExact(
                                            handle,
                                            operation(right),
                                            operation(left),
                                            (int) product.columns(),
                                            (int) product.rows(),
                                            (int) product.inner(),
                                            factor,
                                            right.address(),
                                            type(right),
                                            (int) right.rowStride(),
                                            right.batchStride(),
                                            left.address(),
                                            type(left),
                                            (int) left.rowStride(),
                                            left.batchStride(),
                                            keep,
                                            result.address(),
                                            type(result),
                                            (int) result.rowStride(),
                                            result.batchStride(),
                                            (int) product.batch(),
                                            compute,
                                            ALGORITHM));
        } else {
            library.run(
                    GEMM_BATCHED_64,
                    () ->
                            (int)
                                    batched64.invokeExact(
                                            handle,
                                            operation(right),
                                            operation(left),
                                            product.columns(),
                                            product.rows(),
                                            product.inner(),
                                            factor,
                                            right.address(),
                                            type(right),
                                            right.rowStride(),
                                            right.batchStride(),
                                            left.address(),
                                            type(left),
                                            left.rowStride(),
                                            left.batchStride(),
                                            keep,
                                            result.address(),
                                            type(result),
                                            result.rowStride(),
                                            result.batchStride(),
                                            product.batch(),
                                            compute,
                                            ALGORITHM));
        }
    }

    /// Source: `cublasOperation_t`.
    private static int operation(Matrix matrix) {
        return matrix.transposed() ? 1 : 0;
    }

    /// Source: `cudaDataType_t`.
    private static int type(Matrix matrix) {
        return switch (matrix.type()) {
            case F32 -> 0;
            case F16 -> 2;
            case BF16 -> 14;
            case DType other -> throw new IllegalStateException(other + " matrices");
        };
    }
}
