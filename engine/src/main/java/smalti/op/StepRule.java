package smalti.op;

import java.util.ArrayList;
import java.util.List;
import smalti.tensor.Shape;

/// The shape rule of [StepOp].
final class StepRule {
    /// Behind weights, gradient and scale comes what is remembered.
    private static final int FIRST_MEMORY = 3;

    private StepRule() {}

    static List<TensorType> outputs(StepOp op, List<TensorType> inputs) {
        return switch (op) {
            case StepOp.SgdStep step -> outputs(op, inputs, step.hasVelocity() ? 1 : 0);
            case StepOp.AdamStep _ -> outputs(op, inputs, 2);
        };
    }

    private static List<TensorType> outputs(StepOp op, List<TensorType> inputs, int memories) {
        Expect.count(op, inputs, FIRST_MEMORY + memories);
        TensorType weights = inputs.getFirst();
        Expect.floating(op, weights);
        Expect.like(op, "a gradient", inputs.get(1), weights);
        Expect.type(op, "a scale", inputs.get(2), weights.dtype(), Shape.of());
        List<TensorType> outputs = new ArrayList<>(1 + memories);
        outputs.add(weights);
        for (int i = 0; i < memories; i++) {
            Expect.like(op, "what is remembered", inputs.get(FIRST_MEMORY + i), weights);
            outputs.add(weights);
        }
        return outputs;
    }
}
