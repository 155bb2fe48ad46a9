package smalti.op;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// The shape rule of [NormOp].
final class NormRule {
    private NormRule() {}

    static List<TensorType> outputs(NormOp op, List<TensorType> inputs) {
        return switch (op) {
            case NormOp.BatchNorm _ -> {
                Expect.count(op, inputs, 3);
                TensorType x = inputs.getFirst();
                TensorType channels = channels(op, x);
                expectSomeRows(op, x);
                expectChannels(op, inputs, 1, channels);
                yield List.of(x, channels, channels);
            }
            case NormOp.BatchNormGradient _ -> {
                Expect.count(op, inputs, 5);
                TensorType x = inputs.get(1);
                TensorType channels = channels(op, x);
                expectSomeRows(op, x);
                Expect.like(op, "upstream", inputs.getFirst(), x);
                expectChannels(op, inputs, 2, channels);
                yield List.of(x, channels, channels);
            }
            case NormOp.Normalize _ -> {
                Expect.count(op, inputs, 5);
                TensorType x = inputs.getFirst();
                expectChannels(op, inputs, 1, channels(op, x));
                yield List.of(x);
            }
            case NormOp.L2Normalize _, NormOp.Softmax _, NormOp.LogSoftmax _ -> {
                Expect.count(op, inputs, 1);
                channels(op, inputs.getFirst());
                yield inputs;
            }
            case NormOp.L2NormalizeGradient _,
                    NormOp.SoftmaxGradient _,
                    NormOp.LogSoftmaxGradient _ -> {
                Expect.count(op, inputs, 2);
                TensorType upstream = inputs.getFirst();
                channels(op, upstream);
                Expect.like(op, "a second tensor", inputs.get(1), upstream);
                yield List.of(upstream);
            }
        };
    }

    /// The type of what has one value a channel.
    private static TensorType channels(Op op, TensorType x) {
        Expect.floating(op, x);
        if (x.shape().rank() == 0) {
            throw new ShapeException(op.name(), "x [..,C]", x);
        }
        return new TensorType(x.dtype(), Shape.of(x.shape().size(-1)));
    }

    private static void expectSomeRows(Op op, TensorType x) {
        if (x.shape().elements() == 0 && x.shape().size(-1) > 0) {
            throw new ShapeException(op.name(), "at least one row", x);
        }
    }

    private static void expectChannels(
            Op op, List<TensorType> inputs, int from, TensorType channels) {
        for (TensorType each : inputs.subList(from, inputs.size())) {
            Expect.like(op, "a value a channel", each, channels);
        }
    }
}
