package smalti.cpu.matrix;

import java.util.List;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.MatrixOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Computes [MatrixOp] on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class MatrixDriver {
    private final Workers workers;
    private final MatrixMultiplier multiplier;

    public MatrixDriver(MatrixMultiplier multiplier, Workers workers) {
        this.workers = workers;
        this.multiplier = multiplier;
    }

    /// Computes an operator into `output`.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(MatrixOp op, List<Tensor> inputs, Tensor output) {
        if (output.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + output.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case MatrixOp.MatMul product -> multiply(product, inputs.get(0), inputs.get(1), output);
            case MatrixOp.SquaredDistances _ ->
                    new Distances(multiplier, workers).run(inputs.get(0), inputs.get(1), output);
        }
    }

    private void multiply(MatrixOp.MatMul op, Tensor left, Tensor right, Tensor output) {
        int rows = output.shape().size(-2);
        int columns = output.shape().size(-1);
        int depth = left.shape().size(op.transposed().ofLeft() ? -2 : -1);
        if (output.elements() == 0) {
            return;
        }
        int batch = (int) (output.elements() / ((long) rows * columns));
        boolean shared = right.shape().rank() == 2;
        if (shared && !op.transposed().ofLeft()) {
            // The batch is one tall matrix.
            rows *= batch;
            batch = 1;
        }
        if (batch == 1) {
            multiplyOne(op, left, right, output, 0, rows, columns, depth);
            return;
        }
        int high = rows;
        workers.run(
                batch, each -> multiplyOne(op, left, right, output, each, high, columns, depth));
    }

    /// Multiplies one pair of a batch: alone if the team is at work on the others.
    private void multiplyOne(
            MatrixOp.MatMul op,
            Tensor left,
            Tensor right,
            Tensor output,
            int each,
            int rows,
            int columns,
            int depth) {
        boolean shared = right.shape().rank() == 2;
        multiplier.multiply(
                matrix(left, each, rows, depth, op.transposed().ofLeft()),
                matrix(right, shared ? 0 : each, depth, columns, op.transposed().ofRight()),
                matrix(output, each, rows, columns, false),
                rows,
                columns,
                depth,
                false);
    }

    private static Matrix matrix(
            Tensor tensor, int each, int rows, int columns, boolean transposed) {
        int origin = tensor.offset() + each * rows * columns;
        return transposed
                ? new Matrix(tensor.floats(), origin, 1, rows)
                : new Matrix(tensor.floats(), origin, columns, 1);
    }
}
