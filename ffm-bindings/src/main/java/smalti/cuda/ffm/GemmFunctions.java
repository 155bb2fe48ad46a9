package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.explicitCastArguments;
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

    // Where the function of batches takes what that of one product does not: three strides and the
    // number of products.
    private static final int RIGHT_APART = 10;
    private static final int LEFT_APART = 14;
    private static final int RESULT_APART = 19;
    private static final int BATCH = 20;

    private final CublasLibrary library;
    private final Form single;
    private final Form single64;
    private final Form batched;
    private final Form batched64;

    /// One of the functions that multiply.
    ///
    /// @param handle takes the arguments of the widest of them, [CublasFunction#GEMM_BATCHED_64], and leaves out or narrows
    ///     what its own function does not take so
    private record Form(CublasFunction function, MethodHandle handle) {}

    GemmFunctions(CublasLibrary library) {
        this.library = library;
        MethodHandle widest = library.bind(GEMM_BATCHED_64);
        MethodHandle alone = ofOne(library.bind(GEMM_64));
        batched64 = new Form(GEMM_BATCHED_64, widest);
        single64 = new Form(GEMM_64, alone);
        batched =
                new Form(
                        GEMM_BATCHED,
                        explicitCastArguments(library.bind(GEMM_BATCHED), widest.type()));
        single = new Form(GEMM, explicitCastArguments(ofOne(library.bind(GEMM)), widest.type()));
    }

    /// Lets the function of one product take the arguments of that of batches.
    private static MethodHandle ofOne(MethodHandle function) {
        MethodHandle right = dropArguments(function, RIGHT_APART, long.class);
        MethodHandle both = dropArguments(right, LEFT_APART, long.class);
        MethodHandle all = dropArguments(both, RESULT_APART, long.class);
        return dropArguments(all, BATCH, long.class);
    }

    /// Multiplies.
    ///
    /// @param compute the library's number for a [ComputeType]
    void multiply(long handle, BlasProduct product, int compute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment factor = arena.allocateFrom(JAVA_FLOAT, product.factor());
            MemorySegment keep = arena.allocateFrom(JAVA_FLOAT, product.keep());
            Matrix left = product.left();
            Matrix right = product.right();
            Matrix result = product.result();
            Form form = form(product);
            MethodHandle function = form.handle();
            library.run(
                    form.function(),
                    () ->
                            (int)
                                    function.invokeExact(
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

    private Form form(BlasProduct product) {
        if (product.batch() == 1) {
            return product.isSmall() ? single : single64;
        }
        return product.isSmall() ? batched : batched64;
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
