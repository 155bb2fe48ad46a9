package smalti.op;

import java.util.List;
import java.util.stream.IntStream;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// The shape rule of [AxisOp].
public final class AxisRule {
    private AxisRule() {}

    static List<TensorType> outputs(AxisOp op, List<TensorType> inputs) {
        return switch (op) {
            case AxisOp.Sum(List<Integer> axes, boolean keep) -> {
                Expect.count(op, inputs, 1);
                yield List.of(reduced(op, axes, keep, inputs.getFirst()));
            }
            case AxisOp.Mean(List<Integer> axes, boolean keep) -> {
                Expect.count(op, inputs, 1);
                yield List.of(reducedSome(op, axes, keep, inputs.getFirst()));
            }
            case AxisOp.Max(List<Integer> axes, boolean keep) -> {
                Expect.count(op, inputs, 1);
                yield List.of(reducedSome(op, axes, keep, inputs.getFirst()));
            }
            case AxisOp.MaxGradient(List<Integer> axes, boolean keep) -> {
                Expect.count(op, inputs, 3);
                TensorType input = inputs.get(1);
                TensorType output = reducedSome(op, axes, keep, input);
                Expect.like(op, "upstream", inputs.get(0), output);
                Expect.like(op, "the maximum", inputs.get(2), output);
                yield List.of(input);
            }
            case AxisOp.SumTo(Shape shape) -> {
                Expect.count(op, inputs, 1);
                Expect.floating(op, inputs.getFirst());
                expectBroadcast(op, shape, inputs.getFirst().shape());
                yield List.of(new TensorType(inputs.getFirst().dtype(), shape));
            }
            case AxisOp.BroadcastTo(Shape shape) -> {
                Expect.count(op, inputs, 1);
                expectBroadcast(op, inputs.getFirst().shape(), shape);
                yield List.of(new TensorType(inputs.getFirst().dtype(), shape));
            }
        };
    }

    private static void expectBroadcast(Op op, Shape small, Shape large) {
        boolean fits = small.rank() <= large.rank();
        for (int fromLast = 1; fits && fromLast <= small.rank(); fromLast++) {
            int size = small.size(-fromLast);
            fits = size == 1 || size == large.size(-fromLast);
        }
        if (!fits) {
            throw new ShapeException(op.name(), "a shape that broadcasts to " + large, small);
        }
    }

    /// Which dimensions of a shape some axes name.
    ///
    /// @throws ShapeException if it does not have them, or one is named twice
    public static boolean[] named(Op op, List<Integer> axes, Shape shape) {
        boolean[] named = new boolean[shape.rank()];
        for (int axis : axes) {
            int positive = axis < 0 ? axis + named.length : axis;
            if (positive < 0 || positive >= named.length || named[positive]) {
                throw new ShapeException(
                        op.name(), "a tensor that has axes %s, each once".formatted(axes), shape);
            }
            named[positive] = true;
        }
        return named;
    }

    private static TensorType reduced(Op op, List<Integer> axes, boolean keep, TensorType input) {
        Expect.floating(op, input);
        boolean[] named = named(op, axes, input.shape());
        int[] sizes =
                IntStream.range(0, named.length)
                        .filter(i -> keep || !named[i])
                        .map(i -> named[i] ? 1 : input.shape().size(i))
                        .toArray();
        return new TensorType(input.dtype(), Shape.of(sizes));
    }

    private static TensorType reducedSome(
            Op op, List<Integer> axes, boolean keep, TensorType input) {
        TensorType output = reduced(op, axes, keep, input);
        if (input.shape().elements() == 0 && output.shape().elements() > 0) {
            throw new ShapeException(op.name(), "axes of at least 1 element", input);
        }
        return output;
    }
}
