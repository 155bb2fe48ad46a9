package smalti.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.device.Device;
import smalti.error.UnsupportedOpException;
import smalti.op.Arithmetic;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.StepOp;
import smalti.op.TensorType;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;
import smalti.testkit.ValuePattern;
import smalti.testkit.reference.Reference;
import smalti.testkit.reference.ReferenceDevice;

/// Every operator's rule against central differences, and every second derivative that there is: in double, on the
/// reference, so that only the rules are on trial.
class RulesTest {
    private static final Device REFERENCE = new ReferenceDevice();
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 2e-5;
    private static final double NOISE = 1e-7;

    /// Slopes to both sides that are further apart, relative to the largest, have a kink between them.
    private static final double KINK = 1e-3;

    static Stream<OpCase> cases() {
        return Stream.of(Layout.values())
                .map(layout -> Scene.of(2, 3, 4, 3).with(layout))
                .flatMap(scene -> CaseTable.on(scene, DType.F64).stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreWhatDifferencesSay(OpCase subject) {
        List<Tensor> inputs = subject.inputs();
        for (int input : floating(inputs)) {
            Tape tape = Tape.on(REFERENCE);
            Variable output = apply(tape, subject, inputs, input);
            Tensor upstream = drawn(output.type(), 99);
            Gradients gradients;
            try {
                gradients = tape.gradients(output, upstream);
            } catch (UnsupportedOpException refused) {
                assertRefusalIsDue(subject, refused);
                continue;
            }
            double[] weights = Tensors.doubles(upstream);
            compare(
                    subject + " in input " + input,
                    gradients.of(inputs.get(input)),
                    inputs.get(input),
                    moved ->
                            dot(
                                    weights,
                                    Reference.outputs(subject.op(), with(inputs, input, moved))
                                            .getFirst()
                                            .values()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void secondDerivativesAreWhatDifferencesOfGradientsSay(OpCase subject) {
        List<Tensor> inputs = subject.inputs();
        for (int input : floating(inputs)) {
            if (inputs.get(input).dtype() != DType.F64) {
                continue;
            }
            try {
                checkSecondDerivative(subject, inputs, input);
            } catch (UnsupportedOpException refused) {
                assertThat(refused).hasMessageMatching(".*(derivative|the gradient of).*");
            }
        }
    }

    /// Segments without zeros, with one, two, and with nothing else.
    @ParameterizedTest
    @EnumSource
    void productsHaveSecondDerivativesWhereValuesAreZeroToo(Layout layout) {
        Tensor labels = Tensor.of(new int[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}, 1, 3, 4);
        var segments = SegmentMap.of(labels, Labelling.DENSE);
        Tensor leaf =
                Tensor.of(
                        new double[] {2, -1.5, 0.5, 0, 3, -2, 0, 4, 0, 0, 0, 0},
                        layout.shape(1, 3, 4, 1).sizes());
        var op = new SegmentOp.Reduce(segments, List.of(Reduction.PRODUCT), layout, false, 0);
        Tensor direction = drawn(TensorType.of(leaf), 7);
        Tape tape = Tape.on(REFERENCE);
        Gradients gradients = tape.gradients(slopeOfProducts(tape, op, leaf), direction);
        compare(
                "twice a product " + layout,
                gradients.of(leaf),
                leaf,
                moved ->
                        dot(
                                Tensors.doubles(direction),
                                Tensors.doubles(
                                        slopeOfProducts(Tape.on(REFERENCE), op, moved).tensor())));
    }

    @Test
    void productsHaveNoThirdDerivative() {
        var segments = SegmentMap.of(new int[] {0, 0, 0, 0}, 2, 2);
        Tensor leaf = Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2, 1);
        var op = new SegmentOp.Reduce(segments, List.of(Reduction.PRODUCT), Layout.NHWC, false, 0);
        Tape tape = Tape.on(REFERENCE);
        Variable slope = slopeOfProducts(tape, op, leaf);
        List<Variable> leaves = List.of(tape.watch(leaf));
        assertThatThrownBy(() -> tape.derivatives(slope, leaves))
                .isInstanceOf(UnsupportedOpException.class)
                .hasMessageContaining("the third derivative");
    }

    private static Variable slopeOfProducts(Tape tape, Op op, Tensor leaf) {
        Variable products = tape.run(op, tape.watch(leaf));
        Variable sum =
                tape.run(
                        new PointOp.Binary(Arithmetic.MULTIPLY),
                        products,
                        tape.constant(drawn(products.type(), 99)));
        return tape.derivatives(sum, List.of(tape.watch(leaf))).getFirst();
    }

    /// Every operator has a gradient, but for some gradients, and what has an epilogue.
    private static void assertRefusalIsDue(OpCase subject, UnsupportedOpException refused) {
        if (!subject.name().contains("gradient") && !(subject.op() instanceof StepOp)) {
            assertThat(refused).hasMessageContaining("with an epilogue");
        }
    }

    private static void checkSecondDerivative(OpCase subject, List<Tensor> inputs, int input) {
        Tensor leaf = inputs.get(input);
        double[] direction = Tensors.doubles(drawn(TensorType.of(leaf), 7));
        Tape tape = Tape.on(REFERENCE);
        Variable slope = slope(tape, subject, inputs, input);
        Variable along =
                tape.run(
                        new PointOp.Binary(Arithmetic.MULTIPLY),
                        slope,
                        tape.constant(Tensor.of(direction, leaf.shape().sizes())));
        Tensor second = tape.derivatives(along, List.of(tape.watch(leaf))).getFirst().tensor();
        compare(
                "twice " + subject + " in input " + input,
                second,
                leaf,
                moved -> {
                    Tape other = Tape.on(REFERENCE);
                    Variable there = slope(other, subject, with(inputs, input, moved), input);
                    return dot(direction, Tensors.doubles(there.tensor()));
                });
    }

    /// The derivative of `sum(upstream · f(x))`, on the tape.
    private static Variable slope(Tape tape, OpCase subject, List<Tensor> inputs, int input) {
        Variable output = apply(tape, subject, inputs, input);
        Variable sum =
                tape.run(
                        new PointOp.Binary(Arithmetic.MULTIPLY),
                        output,
                        tape.constant(drawn(output.type(), 99)));
        return tape.derivatives(sum, List.of(tape.watch(inputs.get(input)))).getFirst();
    }

    private static Variable apply(Tape tape, OpCase subject, List<Tensor> inputs, int watched) {
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            variables.add(i == watched ? tape.watch(inputs.get(i)) : tape.constant(inputs.get(i)));
        }
        return tape.apply(subject.op(), variables).getFirst();
    }

    private static List<Integer> floating(List<Tensor> tensors) {
        return IntStream.range(0, tensors.size())
                .filter(i -> tensors.get(i).dtype().isFloating())
                .boxed()
                .toList();
    }

    private static Tensor drawn(TensorType type, long seed) {
        return Tensors.random(ValuePattern.NORMAL, type.dtype(), type.shape(), 0, seed);
    }

    private static List<Tensor> with(List<Tensor> inputs, int index, Tensor other) {
        List<Tensor> all = new ArrayList<>(inputs);
        all.set(index, other);
        return all;
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    private static void compare(
            String what, Tensor actual, Tensor at, ToDoubleFunction<Tensor> function) {
        int elements = (int) at.elements();
        double[] expected = new double[elements];
        double[] kinks = new double[elements];
        double largest = 0;
        double here = function.applyAsDouble(at);
        for (int i = 0; i < elements; i++) {
            double up = function.applyAsDouble(moved(at, i, STEP)) - here;
            double down = here - function.applyAsDouble(moved(at, i, -STEP));
            expected[i] = (up + down) / (2 * STEP);
            kinks[i] = Math.abs(up - down) / (2 * STEP);
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        assertThat(actual.shape()).isEqualTo(at.shape());
        for (int i = 0; i < elements; i++) {
            if (kinks[i] <= KINK * largest + NOISE) {
                double difference = Math.abs(actual.get(i) - expected[i]);
                assertThat(difference)
                        .as("%s: element %d is %s, not %s", what, i, actual.get(i), expected[i])
                        .isLessThanOrEqualTo(TOLERANCE * largest + NOISE);
            }
        }
    }

    private static Tensor moved(Tensor tensor, int element, double by) {
        double[] values = Tensors.doubles(tensor);
        values[element] += by;
        return Tensor.of(values, tensor.shape().sizes());
    }
}
