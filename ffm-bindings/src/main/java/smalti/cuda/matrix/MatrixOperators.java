package smalti.cuda.matrix;

import java.util.List;
import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.error.UnsupportedOpException;
import smalti.op.MatrixOp;
import smalti.tensor.DType;

/// Computes [MatrixOp] on a GPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class MatrixOperators {
    private static final int ROWS_OF_BLOCK = Queue.THREADS / 32;

    private final Gemm gemm;
    private final Kernels kernels;

    /// @param gemm what multiplies
    public MatrixOperators(GpuDriver driver, Gemm gemm) {
        this.gemm = gemm;
        this.kernels = new Kernels(driver, "distances");
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(
            MatrixOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor output = outputs.getFirst();
        if (output.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + output.dtype(), "convert the inputs to F32");
        }
        if (output.elements() == 0) {
            return;
        }
        inputs.forEach(each -> each.expectNumbered(op));
        outputs.forEach(each -> each.expectNumbered(op));
        switch (op) {
            case MatrixOp.MatMul product ->
                    multiply(product, inputs.get(0), inputs.get(1), output, queue);
            case MatrixOp.SquaredDistances _ ->
                    measure(inputs.get(0), inputs.get(1), output, queue);
        }
    }

    private void multiply(
            MatrixOp.MatMul op,
            DeviceTensor left,
            DeviceTensor right,
            DeviceTensor output,
            Queue queue) {
        boolean turned = op.transposed().ofLeft();
        int depth = left.shape().size(turned ? -2 : -1);
        int rows = output.shape().size(-2);
        int columns = output.shape().size(-1);
        int batch = Math.toIntExact(output.elements() / ((long) rows * columns));
        boolean shared = right.shape().rank() == 2;
        if (shared && !turned && (long) rows * batch <= Integer.MAX_VALUE) {
            // The batch is one tall matrix.
            rows *= batch;
            batch = 1;
        }
        var product =
                Product.of(
                        rows,
                        columns,
                        depth,
                        matrices(left, rows, depth, turned),
                        matrices(right, depth, columns, op.transposed().ofRight())
                                .apart(shared ? 0 : (long) depth * columns),
                        matrices(output, rows, columns, false));
        gemm.multiply(product.batch(batch), queue);
    }

    private static Matrices matrices(
            DeviceTensor tensor, int rows, int columns, boolean transposed) {
        return new Matrices(
                tensor.address(), transposed ? rows : columns, (long) rows * columns, transposed);
    }

    private void measure(DeviceTensor left, DeviceTensor right, DeviceTensor output, Queue queue) {
        int rows = output.shape().size(0);
        int columns = output.shape().size(1);
        int depth = left.shape().size(1);
        gemm.multiply(
                Product.of(
                        rows,
                        columns,
                        depth,
                        Matrices.of(left.address(), depth),
                        Matrices.of(right.address(), depth).transpose(),
                        Matrices.of(output.address(), columns)),
                queue);
        try (Scratch lefts = squares(left, rows, depth, queue);
                Scratch rights = squares(right, columns, depth, queue)) {
            queue.launch(
                    kernels.get("distances_f32"),
                    queue.over(output.elements()),
                    output,
                    lefts.address(),
                    rights.address(),
                    columns,
                    output.elements());
        }
    }

    /// The squared lengths of rows, in double precision.
    private Scratch squares(DeviceTensor matrix, int rows, int depth, Queue queue) {
        Scratch squares = queue.allocate(rows * (long) Double.BYTES);
        queue.launch(
                kernels.get("squares_f32"),
                Geometry.of(Math.ceilDiv(rows, ROWS_OF_BLOCK), Queue.THREADS),
                matrix,
                squares.address(),
                rows,
                depth);
        return squares;
    }
}
