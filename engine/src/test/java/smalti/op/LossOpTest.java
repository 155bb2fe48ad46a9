package smalti.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import smalti.cpu.CpuDevice;
import smalti.error.ParameterException;
import smalti.tensor.Tensor;

class LossOpTest {
    private static final CpuDevice CPU = CpuDevice.shared();

    @Test
    void scoresThatSayNothingCostTheLogarithmOfTheClasses() {
        var op = new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false);
        Tensor scores = Tensor.of(new float[] {2, 2, 2, 2, -7, -7, -7, -7}, 2, 4);
        List<Tensor> outputs = CPU.run(op, List.of(scores, Tensor.of(new int[] {0, 3}, 2)));
        assertThat(outputs.get(0).get(0)).isCloseTo(Math.log(4), within(1e-6));
        assertThat(outputs.get(1).floats()).containsOnly(0.25f);
    }

    @Test
    void rowsThatAreIgnoredDoNotCountAndNothingIsALossOfNought() {
        var op = new LossOp.SoftmaxCrossEntropy(OptionalInt.of(255), false);
        Tensor scores = Tensor.of(new float[] {3, 1, 100, -100}, 2, 2);
        Tensor one = CPU.run(op, scores, Tensor.of(new int[] {0, 255}, 2));
        assertThat(one.get(0)).isCloseTo(Math.log1p(Math.exp(-2)), within(1e-6));
        assertThat(CPU.run(op, scores, Tensor.of(new int[] {255, 255}, 2)).get(0)).isZero();
    }

    @Test
    void weightsAreThoseOfTheTargets() {
        var op = new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), true);
        Tensor scores = Tensor.of(new float[] {0, 0, 0, 1}, 2, 2);
        Tensor weights = Tensor.of(new float[] {3, 1}, 2);
        double first = Math.log(2);
        double second = Math.log1p(Math.exp(-1));
        assertThat(CPU.run(op, scores, Tensor.of(new int[] {0, 1}, 2), weights).get(0))
                .isCloseTo((3 * first + second) / 4, within(1e-6));
    }

    @Test
    void aTargetThatIsNoClassIsNamed() {
        Tensor scores = Tensor.of(new float[6], 2, 3);
        Tensor targets = Tensor.of(new int[] {0, 7}, 2);
        assertThatThrownBy(() ->
                        CPU.run(
                                new LossOp.SoftmaxCrossEntropy(OptionalInt.of(255), false),
                                scores,
                                targets))
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "target 1 must be from 0 to below 3 classes, or 255 to be ignored, not 7");
        assertThatThrownBy(() ->
                        CPU.run(
                                new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false),
                                scores,
                                Tensor.of(new int[] {-1, 0}, 2)))
                .hasMessage("target 0 must be from 0 to below 3 classes, not -1");
    }

    @Test
    void largeScoresDoNotOverflow() {
        Tensor scores = Tensor.of(new float[] {3e38f, -3e38f, 500, -500}, 4);
        Tensor right = Tensor.of(new float[] {1, 0, 1, 0}, 4);
        assertThat(CPU.run(new LossOp.BinaryCrossEntropy(), scores, right).get(0)).isZero();
    }
}
