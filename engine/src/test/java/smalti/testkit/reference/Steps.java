package smalti.testkit.reference;

import java.util.ArrayList;
import java.util.List;
import smalti.op.ShapeRule;
import smalti.op.StepOp;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// Steps of optimisers, weight by weight.
final class Steps {
    private final List<double[]> values = new ArrayList<>();
    private final List<double[]> slack = new ArrayList<>();

    private Steps(List<TensorType> types) {
        for (TensorType type : types) {
            values.add(new double[(int) type.shape().elements()]);
            slack.add(new double[(int) type.shape().elements()]);
        }
    }

    static List<Expected> outputs(StepOp op, List<Tensor> inputs) {
        List<TensorType> types = ShapeRule.outputs(op, inputs);
        var steps = new Steps(types);
        for (int at = 0; at < inputs.getFirst().elements(); at++) {
            double w = inputs.get(0).get(at);
            double slope = inputs.get(2).get(0) * inputs.get(1).get(at);
            switch (op) {
                case StepOp.SgdStep step -> steps.descend(step, inputs, at, w, slope);
                case StepOp.AdamStep step -> steps.adapt(step, inputs, at, w, slope);
            }
        }
        List<Expected> expected = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            expected.add(new Expected(types.get(i), steps.values.get(i), steps.slack.get(i)));
        }
        return expected;
    }

    private void descend(StepOp.SgdStep op, List<Tensor> inputs, int at, double w, double slope) {
        double before = op.hasVelocity() ? op.momentum() * inputs.get(3).get(at) : 0;
        double pull = op.decay() * w;
        double velocity = before + slope + pull;
        double terms = Math.abs(before) + Math.abs(slope) + Math.abs(pull);
        set(inputs, 0, at, w - op.rate() * velocity, Math.abs(w) + op.rate() * terms);
        if (op.hasVelocity()) {
            set(inputs, 1, at, velocity, terms);
        }
    }

    private void adapt(StepOp.AdamStep op, List<Tensor> inputs, int at, double w, double slope) {
        double pull = op.decay() * w;
        double u = slope + pull;
        double ofU = Math.abs(slope) + Math.abs(pull);
        double mean = op.beta1() * inputs.get(3).get(at);
        double square = op.beta2() * inputs.get(4).get(at);
        double now = mean + (1 - op.beta1()) * u;
        double ofNow = Math.abs(mean) + (1 - op.beta1()) * ofU;
        double power = square + (1 - op.beta2()) * u * u;
        double ofPower = square + (1 - op.beta2()) * ofU * ofU;
        double divisor = op.correction() * Math.sqrt(power) + op.epsilon();
        double ofDivisor = op.correction() * Math.sqrt(ofPower) + op.epsilon();
        double step = op.rate() * now / divisor;
        double terms =
                Math.abs(op.shrink() * w)
                        + op.rate()
                                * ofNow
                                / divisor
                                * (ofDivisor / divisor)
                                * (ofDivisor / divisor);
        set(inputs, 0, at, op.shrink() * w - step, terms);
        set(inputs, 1, at, now, ofNow);
        set(inputs, 2, at, power, ofPower);
    }

    /// @param terms the sum of the magnitudes of what the value is the sum of
    private void set(List<Tensor> inputs, int output, int at, double value, double terms) {
        values.get(output)[at] = value;
        slack.get(output)[at] =
                2 * Rounding.elementwise(inputs.getFirst().dtype(), terms) + Rounding.TINY;
    }
}
