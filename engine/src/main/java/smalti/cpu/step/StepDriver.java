package smalti.cpu.step;

import java.util.List;
import smalti.cpu.kernel.Span;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.StepOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Computes [StepOp] on the CPU, in the memory of its outputs, which may be that of the inputs that they replace. Inputs and
/// outputs have been checked.
public final class StepDriver {
    /// Behind weights, gradient and scale comes what is remembered.
    private static final int FIRST_MEMORY = 3;

    private final Workers workers;

    public StepDriver(Workers workers) {
        this.workers = workers;
    }

    /// Computes an operator into its outputs.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(StepOp op, List<Tensor> inputs, List<Tensor> outputs) {
        Tensor weights = outputs.getFirst();
        if (weights.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + weights.dtype(), "convert the inputs to F32");
        }
        fill(inputs.getFirst(), weights);
        for (int i = 1; i < outputs.size(); i++) {
            fill(inputs.get(FIRST_MEMORY + i - 1), outputs.get(i));
        }
        Span w = span(weights);
        Span g = span(inputs.get(1));
        float scale = inputs.get(2).floats()[inputs.get(2).offset()];
        Span first = outputs.size() > 1 ? span(outputs.get(1)) : w;
        Span second = outputs.size() > 2 ? span(outputs.get(2)) : w;
        Portions.share(
                workers,
                (int) weights.elements(),
                1,
                (from, to) -> {
                    switch (op) {
                        case StepOp.SgdStep step when step.hasVelocity() ->
                                withMomentum(step, w, g, scale, first, from, to);
                        case StepOp.SgdStep step -> plain(step, w, g, scale, from, to);
                        case StepOp.AdamStep step ->
                                adam(step, w, g, scale, first, second, from, to);
                    }
                });
    }

    private static Span span(Tensor tensor) {
        return new Span(tensor.floats(), tensor.offset());
    }

    private static void fill(Tensor input, Tensor output) {
        boolean same = input.floats() == output.floats() && input.offset() == output.offset();
        if (!same) {
            input.copyInto(output);
        }
    }

    private static void plain(
            StepOp.SgdStep op, Span weights, Span gradient, float scale, int first, int end) {
        float rate = (float) op.rate();
        float decay = (float) op.decay();
        float[] w = weights.array();
        float[] g = gradient.array();
        int at = weights.from() + first;
        int from = gradient.from() + first;
        for (int i = 0; i < end - first; i++) {
            w[at + i] -= rate * (scale * g[from + i] + decay * w[at + i]);
        }
    }

    private static void withMomentum(
            StepOp.SgdStep op,
            Span weights,
            Span gradient,
            float scale,
            Span velocities,
            int first,
            int end) {
        float rate = (float) op.rate();
        float decay = (float) op.decay();
        float momentum = (float) op.momentum();
        float[] w = weights.array();
        float[] g = gradient.array();
        float[] v = velocities.array();
        int at = weights.from() + first;
        int from = gradient.from() + first;
        int start = velocities.from() + first;
        for (int i = 0; i < end - first; i++) {
            float velocity = momentum * v[start + i] + (scale * g[from + i] + decay * w[at + i]);
            v[start + i] = velocity;
            w[at + i] -= rate * velocity;
        }
    }

    private static void adam(
            StepOp.AdamStep op,
            Span weights,
            Span gradient,
            float scale,
            Span means,
            Span squares,
            int first,
            int end) {
        float[] w = weights.array();
        float[] g = gradient.array();
        float[] mean = means.array();
        float[] square = squares.array();
        float keep = (float) op.beta1();
        float keepSquare = (float) op.beta2();
        float take = (float) (1 - op.beta1());
        float takeSquare = (float) (1 - op.beta2());
        float by = (float) op.rate();
        float correction = (float) op.correction();
        float least = (float) op.epsilon();
        float pull = (float) op.decay();
        float shrink = (float) op.shrink();
        int at = weights.from() + first;
        int from = gradient.from() + first;
        int ofMean = means.from() + first;
        int ofSquare = squares.from() + first;
        for (int i = 0; i < end - first; i++) {
            float slope = scale * g[from + i] + pull * w[at + i];
            float now = keep * mean[ofMean + i] + take * slope;
            float power = keepSquare * square[ofSquare + i] + takeSquare * slope * slope;
            mean[ofMean + i] = now;
            square[ofSquare + i] = power;
            w[at + i] =
                    shrink * w[at + i] - by * now / ((float) Math.sqrt(power) * correction + least);
        }
    }
}
