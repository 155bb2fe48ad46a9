package smalti.op;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// The shape rule of [PointOp].
final class PointRule {
    private PointRule() {}

    static List<TensorType> outputs(PointOp op, List<TensorType> inputs) {
        return switch (op) {
            case PointOp.Activate _, PointOp.Scale _, PointOp.Unary _, PointOp.Dropout _ -> {
                Expect.count(op, inputs, 1);
                Expect.floating(op, inputs.getFirst());
                yield inputs;
            }
            case PointOp.ActivateGradient _ -> {
                Expect.count(op, inputs, 2);
                TensorType upstream = inputs.getFirst();
                Expect.floating(op, upstream);
                Expect.like(op, "the activation's output", inputs.get(1), upstream);
                yield List.of(upstream);
            }
            case PointOp.Prelu _ -> {
                Expect.count(op, inputs, 2);
                expectSlopes(op, inputs.get(0), inputs.get(1));
                yield List.of(inputs.getFirst());
            }
            case PointOp.PreluGradient _ -> {
                Expect.count(op, inputs, 3);
                Expect.like(op, "x", inputs.get(1), inputs.get(0));
                expectSlopes(op, inputs.get(1), inputs.get(2));
                yield List.of(inputs.get(1), inputs.get(2));
            }
            case PointOp.Binary binary -> List.of(joined(binary, inputs));
        };
    }

    private static void expectSlopes(Op op, TensorType x, TensorType slopes) {
        Expect.floating(op, x);
        if (x.shape().rank() == 0) {
            throw new ShapeException(op.name(), "x [..,C]", x);
        }
        int channels = x.shape().size(-1);
        boolean fits =
                slopes.shape().equals(Shape.of(channels)) || slopes.shape().equals(Shape.of(1));
        if (!fits || slopes.dtype() != x.dtype()) {
            throw new ShapeException(
                    op.name(), "slopes %s [%d] or [1]".formatted(x.dtype(), channels), slopes);
        }
    }

    private static TensorType joined(PointOp.Binary op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        TensorType left = inputs.get(0);
        TensorType right = inputs.get(1);
        Expect.floating(op, left);
        int rank = Math.max(left.shape().rank(), right.shape().rank());
        int[] sizes = new int[rank];
        boolean fits = left.dtype() == right.dtype();
        for (int dimension = 1; dimension <= rank; dimension++) {
            int ours = size(left.shape(), dimension);
            int theirs = size(right.shape(), dimension);
            fits &= ours == theirs || ours == 1 || theirs == 1;
            sizes[rank - dimension] = ours == 1 ? theirs : ours;
        }
        if (!fits) {
            throw new ShapeException(
                    op.name(), "a right tensor that broadcasts with " + left, right);
        }
        return new TensorType(left.dtype(), Shape.of(sizes));
    }

    /// A size counted from the last dimension, 1 for those that are missing.
    private static int size(Shape shape, int fromLast) {
        return fromLast > shape.rank() ? 1 : shape.size(-fromLast);
    }
}
