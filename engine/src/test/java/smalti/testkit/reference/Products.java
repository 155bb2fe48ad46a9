package smalti.testkit.reference;

import java.util.List;
import smalti.op.MatrixOp;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// Products of matrices, element by element.
final class Products {
    private Products() {}

    static List<Expected> outputs(MatrixOp op, List<Tensor> inputs) {
        return switch (op) {
            case MatrixOp.MatMul product -> List.of(matMul(product, inputs.get(0), inputs.get(1)));
            case MatrixOp.SquaredDistances _ ->
                    List.of(distances(op, inputs.get(0), inputs.get(1)));
        };
    }

    private static Expected matMul(MatrixOp.MatMul op, Tensor left, Tensor right) {
        TensorType type = ShapeRule.outputs(op, List.of(left, right)).getFirst();
        boolean turnedLeft = op.transposed().ofLeft();
        boolean turnedRight = op.transposed().ofRight();
        int rows = type.shape().size(-2);
        int columns = type.shape().size(-1);
        int depth = left.shape().size(turnedLeft ? -2 : -1);
        boolean shared = right.shape().rank() == 2;
        double[] values = new double[type.shape().arrayLength("expected values")];
        double[] slack = new double[values.length];
        for (int at = 0; at < values.length; at++) {
            int column = at % columns;
            int row = at / columns % rows;
            int image = at / columns / rows;
            int fromLeft = image * rows * depth;
            int fromRight = shared ? 0 : image * depth * columns;
            double magnitude = 0;
            for (int k = 0; k < depth; k++) {
                double term =
                        left.get(fromLeft + (turnedLeft ? k * rows + row : row * depth + k))
                                * right.get(
                                        fromRight
                                                + (turnedRight
                                                        ? column * depth + k
                                                        : k * columns + column));
                values[at] += term;
                magnitude += Math.abs(term);
            }
            slack[at] = slack(type, depth, magnitude);
        }
        return new Expected(type, values, slack);
    }

    /// Rounding of each addition, and of terms too small for their type.
    private static double slack(TensorType type, int depth, double magnitude) {
        if (!Expected.exact(type.dtype())
                && magnitude > Float.MAX_VALUE
                && magnitude < Double.POSITIVE_INFINITY) {
            // On the way to a sum that fits, another may not.
            return Expected.NOTHING_PROMISED;
        }
        return depth * (Rounding.working(type.dtype()) * magnitude + Float.MIN_VALUE);
    }

    private static Expected distances(MatrixOp op, Tensor left, Tensor right) {
        TensorType type = ShapeRule.outputs(op, List.of(left, right)).getFirst();
        int depth = left.shape().size(1);
        double[] values = new double[type.shape().arrayLength("expected values")];
        double[] slack = new double[values.length];
        for (int at = 0; at < values.length; at++) {
            int row = at / type.shape().size(1) * depth;
            int other = at % type.shape().size(1) * depth;
            double ofLeft = 0;
            double ofRight = 0;
            double product = 0;
            for (int k = 0; k < depth; k++) {
                double a = left.get(row + k);
                double b = right.get(other + k);
                ofLeft += a * a;
                ofRight += b * b;
                product += a * b;
            }
            double distance = ofLeft + ofRight - 2 * product;
            values[at] = distance < 0 ? 0 : distance;
            slack[at] =
                    (2 * depth + 8)
                            * (Rounding.working(type.dtype()) * (ofLeft + ofRight)
                                    + Float.MIN_VALUE);
        }
        return new Expected(type, values, slack);
    }
}
