package smalti.cpu.matrix;

import smalti.cpu.kernel.Matrix;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.tensor.Tensor;

/// Squared distances of rows, from one product of matrices.
final class Distances {
    private final MatrixMultiplier multiplier;
    private final Workers workers;

    Distances(MatrixMultiplier multiplier, Workers workers) {
        this.multiplier = multiplier;
        this.workers = workers;
    }

    void run(Tensor left, Tensor right, Tensor output) {
        int rows = left.shape().size(0);
        int columns = right.shape().size(0);
        int depth = left.shape().size(1);
        if (output.elements() == 0) {
            return;
        }
        float[] out = output.floats();
        multiplier.multiply(
                new Matrix(left.floats(), left.offset(), depth, 1),
                new Matrix(right.floats(), right.offset(), 1, depth),
                new Matrix(out, output.offset(), columns, 1),
                rows,
                columns,
                depth,
                false);
        double[] ofRight = new double[columns];
        for (int column = 0; column < columns; column++) {
            ofRight[column] = squares(right, column, depth);
        }
        Portions.share(
                workers,
                rows,
                Math.max(columns, depth),
                (first, end) -> {
                    for (int row = first; row < end; row++) {
                        int at = output.offset() + row * columns;
                        finish(out, at, squares(left, row, depth), ofRight);
                    }
                });
    }

    private static double squares(Tensor matrix, int row, int depth) {
        float[] x = matrix.floats();
        int from = matrix.offset() + row * depth;
        double sum = 0;
        for (int at = from; at < from + depth; at++) {
            sum += (double) x[at] * x[at];
        }
        return sum;
    }

    private static void finish(float[] products, int from, double squares, double[] others) {
        for (int column = 0; column < others.length; column++) {
            double distance = squares + others[column] - 2.0 * products[from + column];
            // Not Math.max: NaN must stay.
            products[from + column] = (float) (distance < 0 ? 0 : distance);
        }
    }
}
