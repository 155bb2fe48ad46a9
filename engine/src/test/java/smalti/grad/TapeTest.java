package smalti.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import smalti.cpu.CpuDevice;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.op.Arithmetic;
import smalti.op.MatrixOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.Transposition;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

class TapeTest {
    private static final Op ADD = new PointOp.Binary(Arithmetic.ADD);
    private static final Op MULTIPLY = new PointOp.Binary(Arithmetic.MULTIPLY);
    private static final Op PRODUCT = new MatrixOp.MatMul(Transposition.NONE);

    private final Tape tape = Tape.on(CpuDevice.shared());

    @Test
    void theGradientOfAProductIsTheOtherFactor() {
        Tensor x = Tensor.of(new float[] {3}, 1);
        Tensor y = Tensor.of(new float[] {5}, 1);
        Gradients gradients = tape.gradients(tape.run(MULTIPLY, tape.watch(x), tape.watch(y)));
        assertThat(gradients.of(x).floats()).containsExactly(5);
        assertThat(gradients.of(y).floats()).containsExactly(3);
    }

    @Test
    void gradientsOfAllUsesAreAddedUp() {
        Tensor x = Tensor.of(new float[] {3}, 1);
        Variable leaf = tape.watch(x);
        Variable square = tape.run(MULTIPLY, leaf, leaf);
        Variable cube = tape.run(MULTIPLY, square, leaf);
        assertThat(tape.gradients(tape.run(ADD, cube, leaf)).of(x).floats()).containsExactly(28);
    }

    @Test
    void aChainOfAHundredThousandStepsIsWelcome() {
        Tensor x = Tensor.of(new float[] {1}, 1);
        Tensor one = Tensor.of(new float[] {1}, 1);
        Variable value = tape.watch(x);
        for (int i = 0; i < 100_000; i++) {
            value = tape.run(MULTIPLY, value, tape.constant(one));
        }
        assertThat(tape.steps()).isEqualTo(100_000);
        assertThat(tape.gradients(value).of(x).floats()).containsExactly(1);
        assertThat(tape.steps()).isZero();
    }

    @Test
    void whatIsNotWatchedIsNotRecorded() {
        Variable frozen = tape.constant(Tensors.random(1, 4, 4));
        Variable output = tape.run(PRODUCT, frozen, frozen);
        assertThat(tape.steps()).isZero();
        Tensor x = Tensors.random(2, 4, 4);
        tape.run(PRODUCT, output, tape.watch(x));
        assertThat(tape.steps()).isEqualTo(1);
    }

    @Test
    void theGradientOfWhatDoesNotMatterIsNothing() {
        Tensor x = Tensor.of(new float[] {1, 2}, 2);
        Tensor y = Tensor.of(new float[] {1}, 1);
        tape.watch(x);
        Gradients gradients = tape.gradients(tape.run(MULTIPLY, tape.watch(y), tape.watch(y)));
        assertThat(gradients.reach(x)).isFalse();
        assertThat(gradients.of(x).floats()).containsExactly(0, 0);
    }

    @Test
    void derivativesCanBeDifferentiatedAgain() {
        Tensor x = Tensor.of(new float[] {2, 3}, 2);
        Variable leaf = tape.watch(x);
        Variable cube = tape.run(MULTIPLY, tape.run(MULTIPLY, leaf, leaf), leaf);
        Variable first = tape.derivatives(cube, List.of(leaf)).getFirst();
        Variable second = tape.derivatives(first, List.of(leaf)).getFirst();
        Variable third = tape.derivatives(second, List.of(leaf)).getFirst();
        assertThat(first.tensor().floats()).containsExactly(12, 27);
        assertThat(second.tensor().floats()).containsExactly(12, 18);
        assertThat(third.tensor().floats()).containsExactly(6, 6);
    }

    /// `Σ w·prelu(x)` with a slope `a` of one element: its derivative in `a` is `Σ w·min(x, 0)`.
    @Test
    void theSlopesOfRectifiersHaveMixedDerivatives() {
        Variable x = tape.watch(Tensor.of(new float[] {-2, 3}, 2));
        Variable w = tape.watch(Tensor.of(new float[] {5, 7}, 2));
        Variable a = tape.watch(Tensor.of(new float[] {0.5f}, 1));
        Variable y = tape.run(MULTIPLY, tape.run(new PointOp.Prelu(), x, a), w);
        Variable inSlope = tape.derivatives(y, List.of(a)).getFirst();
        List<Variable> mixed = tape.derivatives(inSlope, List.of(x, w, a));
        assertThat(inSlope.tensor().floats()).containsExactly(-10);
        assertThat(mixed.get(0).tensor().floats()).containsExactly(5, 0);
        assertThat(mixed.get(1).tensor().floats()).containsExactly(-2, 0);
        assertThat(mixed.get(2).tensor().floats()).containsExactly(0);
    }

    @Test
    void derivativesInWhatWasComputedAreThereToo() {
        Tensor x = Tensor.of(new float[] {2}, 1);
        Variable leaf = tape.watch(x);
        Variable square = tape.run(MULTIPLY, leaf, leaf);
        Variable fourth = tape.run(MULTIPLY, square, square);
        List<Variable> derivatives = tape.derivatives(fourth, List.of(square, leaf));
        assertThat(derivatives.get(0).tensor().floats()).containsExactly(8);
        assertThat(derivatives.get(1).tensor().floats()).containsExactly(32);
    }

    @Test
    void aRecomputedBlockHasTheGradientsOfTheRecordedOne() {
        Tensor x = Tensors.random(1, 5, 5);
        Tensor w = Tensors.random(2, 5, 5);
        Block block =
                (flow, inputs) -> {
                    Variable product = flow.run(PRODUCT, inputs.getFirst(), flow.watch(w));
                    return List.of(flow.run(PRODUCT, product, flow.watch(w)));
                };
        Tape recorded = Tape.on(CpuDevice.shared());
        Variable expected = block.apply(recorded, List.of(recorded.watch(x))).getFirst();
        Tensor upstream = Tensors.random(3, 5, 5);
        Gradients wanted = recorded.gradients(expected, upstream);
        Variable output = tape.recompute(block, List.of(tape.watch(x))).getFirst();
        assertThat(tape.steps()).isEqualTo(1);
        assertThat(output.tensor().floats()).containsExactly(expected.tensor().floats());
        Gradients gradients = tape.gradients(output, upstream);
        assertThat(gradients.of(x).floats()).containsExactly(wanted.of(x).floats());
        assertThat(gradients.of(w).floats()).containsExactly(wanted.of(w).floats());
    }

    @Test
    void aRecomputedBlockKnowsThatItRepeats() {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger again = new AtomicInteger();
        Tensor x = Tensor.of(new float[] {2}, 1);
        Block block =
                (flow, inputs) -> {
                    (flow.repeats() ? again : first).incrementAndGet();
                    return List.of(flow.run(MULTIPLY, inputs.getFirst(), inputs.getFirst()));
                };
        Variable output = tape.recompute(block, List.of(tape.watch(x))).getFirst();
        assertThat(tape.gradients(output).of(x).floats()).containsExactly(4);
        assertThat(first).hasValue(1);
        assertThat(again).hasValue(1);
    }

    @Test
    void aRecomputedBlockIsNotDifferentiatedTwice() {
        Variable leaf = tape.watch(Tensor.of(new float[] {2}, 1));
        Variable output =
                tape.recompute(
                                (flow, inputs) ->
                                        List.of(
                                                flow.run(
                                                        MULTIPLY,
                                                        inputs.getFirst(),
                                                        inputs.getFirst())),
                                List.of(leaf))
                        .getFirst();
        assertThatThrownBy(() -> tape.derivatives(output, List.of(leaf)))
                .isInstanceOf(UnsupportedOpException.class)
                .hasMessageContaining("recomputed");
    }

    @Test
    void gradientsGoThroughReshaping() {
        Tensor x = Tensors.random(1, 2, 3);
        Variable flat = tape.reshape(tape.watch(x), Shape.of(6));
        Gradients gradients = tape.gradients(flat, Tensors.random(2, 6));
        assertThat(gradients.of(x).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(gradients.of(x).floats()).containsExactly(Tensors.random(2, 6).floats());
    }

    @Test
    void onlyAScalarHasGradientsByItself() {
        Variable many =
                tape.run(ADD, tape.watch(Tensors.random(1, 2)), tape.watch(Tensors.random(2, 2)));
        assertThatThrownBy(() -> tape.gradients(many))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[2]");
        assertThatThrownBy(() -> tape.gradients(many, Tensors.random(1, 3)))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void aVariableStaysOnItsTape() {
        Variable other = Tape.on(CpuDevice.shared()).watch(Tensors.random(1, 2));
        assertThatThrownBy(() -> tape.run(ADD, other, other))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("tape");
    }

    @Test
    void integersAreNotWatched() {
        assertThatThrownBy(() -> tape.watch(Tensor.of(new int[] {1}, 1)))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("I32");
    }
}
