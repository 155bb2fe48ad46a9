package smalti.op;

import java.util.Arrays;
import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// The shape rule of [MatrixOp].
final class MatrixRule {
    private MatrixRule() {}

    static List<TensorType> outputs(MatrixOp op, List<TensorType> inputs) {
        return switch (op) {
            case MatrixOp.MatMul product -> product(product, inputs);
            case MatrixOp.SquaredDistances _ -> distances(op, inputs);
        };
    }

    private static List<TensorType> product(MatrixOp.MatMul op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        TensorType left = inputs.get(0);
        TensorType right = inputs.get(1);
        boolean turnedLeft = op.transposed().ofLeft();
        boolean turnedRight = op.transposed().ofRight();
        if (left.shape().rank() < 2) {
            String matrix = turnedLeft ? "[..,K,M]" : "[..,M,K]";
            throw new ShapeException(op.name(), "a left matrix " + matrix, left.shape());
        }
        int depth = left.shape().size(turnedLeft ? -2 : -1);
        int[] sizes = left.shape().sizes();
        int[] batch = Arrays.copyOf(sizes, sizes.length - 2);
        if (!fits(right, batch, depth, turnedRight) || right.dtype() != left.dtype()) {
            String matrix = turnedRight ? "[N,%d]" : "[%d,N]";
            String shared = matrix.formatted(depth);
            String owned =
                    Arrays.toString(batch).replace(" ", "").replace("]", ",") + shared.substring(1);
            throw new ShapeException(
                    op.name(),
                    "a right matrix %s %s for the left %s"
                            .formatted(
                                    left.dtype(),
                                    batch.length == 0 ? shared : owned + " or " + shared,
                                    left.shape()),
                    right);
        }
        int[] product = sizes.clone();
        product[sizes.length - 2] = left.shape().size(turnedLeft ? -1 : -2);
        product[sizes.length - 1] = right.shape().size(turnedRight ? -2 : -1);
        return List.of(new TensorType(left.dtype(), Shape.of(product)));
    }

    private static List<TensorType> distances(MatrixOp op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        TensorType left = inputs.get(0);
        TensorType right = inputs.get(1);
        Expect.floating(op, left);
        if (left.shape().rank() != 2) {
            throw new ShapeException(op.name(), "a left matrix [M,K]", left);
        }
        int depth = left.shape().size(1);
        if (right.shape().rank() != 2
                || right.shape().size(1) != depth
                || right.dtype() != left.dtype()) {
            throw new ShapeException(
                    op.name(), "a right matrix %s [N,%d]".formatted(left.dtype(), depth), right);
        }
        return List.of(
                new TensorType(
                        left.dtype(), Shape.of(left.shape().size(0), right.shape().size(0))));
    }

    private static boolean fits(TensorType right, int[] batch, int depth, boolean turned) {
        int rank = right.shape().rank();
        if (rank < 2 || right.shape().size(turned ? -1 : -2) != depth) {
            return false;
        }
        int[] own = Arrays.copyOf(right.shape().sizes(), rank - 2);
        return own.length == 0 || Arrays.equals(own, batch);
    }
}
