package smalti.testkit;

import java.util.ArrayList;
import java.util.List;
import smalti.device.Device;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;
import smalti.testkit.OpCase.Source;
import smalti.testkit.reference.Reference;

/// Holds an operator's gradient to central differences of the reference, in double: `sum g·f(x)` must change by the
/// gradient when one element of `x` does.
public final class GradientCheck {
    private static final double STEP = 1e-5;

    /// What rounding makes of the difference of two equal values, divided by the step.
    private static final double NOISE = 1e-8;

    /// Differences to both sides that are further apart, relative to the largest, have a kink between them, as that of
    /// a maximum where another value takes over: there the gradient is not looked at.
    private static final double KINK = 1e-3;

    private final OpCase subject;
    private final Derivative.In derivative;
    private final Device device;
    private final double tolerance;

    private GradientCheck(
            OpCase subject, Derivative.In derivative, Device device, double tolerance) {
        this.subject = subject;
        this.derivative = derivative;
        this.device = device;
        this.tolerance = tolerance;
    }

    /// Checks the gradient that a device computes from its own forward results.
    ///
    /// @param tolerance of each element, relative to the largest of the gradient
    /// @throws AssertionError with the first element that is off
    public static void check(OpCase subject, Device device, double tolerance) {
        if (subject.variable() instanceof Derivative.In derivative) {
            new GradientCheck(subject, derivative, device, tolerance).run();
        }
    }

    private void run() {
        List<Tensor> inputs = subject.inputs();
        List<Tensor> outputs = device.run(subject.op(), inputs);
        Tensor upstream =
                subject.scene()
                        .withSeed(subject.scene().seed() + 99)
                        .table(subject.dtype(), outputs.getFirst().shape());
        Tensor gradient =
                device.run(derivative.gradient(), gradientInputs(upstream, inputs, outputs))
                        .get(derivative.output());
        double[] weights = Tensors.doubles(upstream);
        double[] expected = new double[(int) gradient.elements()];
        double[] kinks = new double[expected.length];
        double largest = 0;
        double here = expected.length == 0 ? 0 : moved(inputs, 0, 0, weights);
        for (int i = 0; i < expected.length; i++) {
            double up = moved(inputs, i, STEP, weights) - here;
            double down = here - moved(inputs, i, -STEP, weights);
            expected[i] = (up + down) / (2 * STEP);
            kinks[i] = Math.abs(up - down) / (2 * STEP);
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        for (int i = 0; i < expected.length; i++) {
            boolean smooth = kinks[i] <= KINK * largest + NOISE;
            if (smooth
                    && !(Math.abs(gradient.get(i) - expected[i]) <= tolerance * largest + NOISE)) {
                throw new AssertionError(
                        "%s in input %d: gradient %d is %s, differences say %s"
                                .formatted(
                                        subject,
                                        derivative.input(),
                                        i,
                                        gradient.get(i),
                                        expected[i]));
            }
        }
    }

    /// `sum g·f(x)` with one element of `x` moved.
    private double moved(List<Tensor> inputs, int element, double by, double[] weights) {
        List<Tensor> others = new ArrayList<>(inputs);
        Tensor input = inputs.get(derivative.input());
        double[] values = Tensors.doubles(input);
        values[element] += by;
        others.set(derivative.input(), Tensor.of(values, input.shape().sizes()));
        if (!(subject.op() instanceof SegmentOp)) {
            // Inputs are of one type.
            others.replaceAll(each -> each.dtype().isFloating() ? each.to(DType.F64) : each);
        }
        double[] outputs = Reference.outputs(subject.op(), others).getFirst().values();
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            sum += weights[i] * outputs[i];
        }
        return sum;
    }

    /// What the gradient operator takes, from what the operator took and gave.
    private List<Tensor> gradientInputs(
            Tensor upstream, List<Tensor> inputs, List<Tensor> outputs) {
        List<Tensor> taken = new ArrayList<>();
        for (Source source : derivative.taken()) {
            taken.add(
                    switch (source) {
                        case Source.Upstream() -> upstream;
                        case Source.Input(int index) -> inputs.get(index);
                        case Source.Output(int index) -> outputs.get(index);
                    });
        }
        return taken;
    }
}
