package smalti.op;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// The shape rule of [LossOp].
final class LossRule {
    private LossRule() {}

    static List<TensorType> outputs(LossOp op, List<TensorType> inputs) {
        return switch (op) {
            case LossOp.SoftmaxCrossEntropy(_, boolean weighted) -> {
                Expect.count(op, inputs, weighted ? 3 : 2);
                TensorType scores = inputs.getFirst();
                expectTargets(op, scores, inputs.get(1));
                if (weighted) {
                    expectWeights(op, scores, inputs.get(2));
                }
                yield List.of(loss(scores), scores);
            }
            case LossOp.SoftmaxCrossEntropyGradient(_, boolean weighted) -> {
                Expect.count(op, inputs, weighted ? 4 : 3);
                TensorType softmax = inputs.get(1);
                expectTargets(op, softmax, inputs.get(2));
                Expect.like(op, "upstream", inputs.getFirst(), loss(softmax));
                if (weighted) {
                    expectWeights(op, softmax, inputs.get(3));
                }
                yield List.of(softmax);
            }
            case LossOp.BinaryCrossEntropy _ -> {
                Expect.count(op, inputs, 2);
                Expect.floating(op, inputs.getFirst());
                Expect.like(op, "targets", inputs.get(1), inputs.getFirst());
                yield List.of(loss(inputs.getFirst()));
            }
            case LossOp.BinaryCrossEntropyGradient _ -> {
                Expect.count(op, inputs, 3);
                TensorType scores = inputs.get(1);
                Expect.floating(op, scores);
                Expect.like(op, "upstream", inputs.getFirst(), loss(scores));
                Expect.like(op, "targets", inputs.get(2), scores);
                yield List.of(scores);
            }
        };
    }

    private static TensorType loss(TensorType scores) {
        return new TensorType(scores.dtype(), Shape.of());
    }

    private static void expectTargets(Op op, TensorType scores, TensorType targets) {
        Expect.floating(op, scores);
        if (scores.shape().rank() != 2) {
            throw new ShapeException(op.name(), "scores [N,C]", scores);
        }
        Expect.type(op, "targets", targets, DType.I32, Shape.of(scores.shape().size(0)));
    }

    private static void expectWeights(Op op, TensorType scores, TensorType weights) {
        Expect.type(op, "weights", weights, scores.dtype(), Shape.of(scores.shape().size(1)));
    }
}
