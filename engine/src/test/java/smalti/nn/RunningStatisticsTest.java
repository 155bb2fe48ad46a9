package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import smalti.device.Devices;
import smalti.grad.Eager;
import smalti.tensor.Tensor;

/// What batch normalisations remember of the batches that they have seen, for a channel and by hand.
class RunningStatisticsTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-5);

    private final Eager flow = new Eager(Devices.named("cpu"));
    private final Parameters parameters = new Parameters();
    private final BatchNormalization norm =
            new BatchNormalization(Scope.of(parameters, new SplittableRandom(1)), 1);

    @Test
    void whileLearningTheyFollowBatchesByATenth() {
        see(new Mode.Learning(), 1, 3);
        assertThat(mean()).isCloseTo(0.2, CLOSE);
        assertThat(variance()).isCloseTo(0.9 + 0.2, CLOSE);
    }

    /// Their means are 2 and 7, and their variances 2 and 8: the variance of all is the mean of these, and 2.5² between.
    @Test
    void measuredOverBatchesTheyAreThoseOfAllValues() {
        see(new Mode.Measuring(0), 1, 3);
        assertThat(mean()).isCloseTo(2, CLOSE);
        assertThat(variance()).isCloseTo(2, CLOSE);
        see(new Mode.Measuring(1), 5, 9);
        assertThat(mean()).isCloseTo(4.5, CLOSE);
        assertThat(variance()).isCloseTo(5 + 6.25, CLOSE);
        see(new Mode.Measuring(2), 4, 5);
        assertThat(mean()).isCloseTo(4.5, CLOSE);
        assertThat(variance()).isCloseTo((2 + 8 + 0.5) / 3 + 2 * 6.25 / 3, CLOSE);
    }

    @Test
    void whatTheyWereBeforeIsForgotten() {
        see(new Mode.Learning(), 1e7f, -1e7f);
        see(new Mode.Measuring(0), 1, 3);
        assertThat(mean()).isEqualTo(2);
        assertThat(variance()).isEqualTo(2);
    }

    @Test
    void answersLeaveThemAlone() {
        see(new Mode.Answering(), 1, 3);
        assertThat(mean()).isZero();
        assertThat(variance()).isEqualTo(1);
    }

    @Test
    void nothingIsDroppedOutOfWhatIsMeasured() {
        Pass pass = Pass.measuring(flow, 1, 0);
        Tensor ones = Tensor.of(new float[] {1, 1, 1, 1}, 4, 1);
        assertThat(new Dropout(0.5, 1).forward(pass, flow.constant(ones)).tensor().floats())
                .containsExactly(1, 1, 1, 1);
    }

    private void see(Mode mode, float... values) {
        Pass pass = new Pass(flow, mode, Parameter::learnt, 1);
        norm.forward(pass, flow.constant(Tensor.of(values, values.length, 1)));
    }

    private double mean() {
        return parameters.named("running_mean").tensor().get(0);
    }

    private double variance() {
        return parameters.named("running_var").tensor().get(0);
    }
}
