package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.cpu.CpuDevice;
import smalti.cpu.work.Workers;
import smalti.error.ParameterException;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

class OptimizerTest {
    /// The numbers are worked out by hand from PyTorch's documentation of its optimisers.
    @Test
    void momentumGathersSpeed() {
        Parameters parameters = Losses.single(1);
        Optimizer optimizer = Optimizer.of(new Sgd(0.5, 0.1), 0.1);
        step(parameters, optimizer, 2);
        // v = 2 + 0.1·1 = 2.1
        assertThat(value(parameters)).isCloseTo(1 - 0.21f, within(1e-6f));
        step(parameters, optimizer, 1);
        // v = 0.5·2.1 + 1 + 0.1·0.79 = 2.129
        assertThat(value(parameters)).isCloseTo(0.79f - 0.2129f, within(1e-6f));
    }

    @Test
    void withoutMomentumNothingIsRemembered() {
        Parameters parameters = Losses.single(1, -1);
        Optimizer optimizer = Optimizer.of(new Sgd(0, 0), 0.5);
        optimizer.step(parameters, Losses.slope(parameters.named("weight"), 1, 4));
        assertThat(Losses.values(parameters)).containsExactly(0.5f, -3f);
        assertThat(optimizer.memories()).isEmpty();
    }

    /// Large enough for several threads; the norm is far from the middle between two floats.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theBitsDoNotDependOnThreads(int threads) {
        int size = 150_001;
        for (UpdateRule rule : List.of(new Sgd(0.9, 0.1), new Sgd(0, 0.1), Adam.standard())) {
            Parameters parameters = Losses.single(Tensors.random(1, size).floats());
            Tensor weight = parameters.named("weight").tensor();
            Optimizer optimizer = Optimizer.of(rule, 0.1).clip(1);
            float[] expected = weight.floats().clone();
            List<Tensor> changed = new ArrayList<>(List.of(Tensor.of(expected, size)));
            rule.memories().forEach(_ -> changed.add(Tensor.of(new float[size], size)));
            for (int step = 1; step <= 2; step++) {
                float[] slopes = Tensors.random(step, size).floats();
                double squares = 0;
                for (float slope : slopes) {
                    squares += (double) slope * slope;
                }
                var device = new CpuDevice(new Workers(threads));
                optimizer.step(parameters, Losses.slope(device, weight, slopes));
                List<Tensor> taken = new ArrayList<>(changed);
                taken.add(1, Tensor.of(slopes, size));
                taken.add(2, Tensor.of(new float[] {(float) (1 / Math.sqrt(squares))}));
                CpuDevice.shared().runInto(rule.op(step, 0.1, 1), taken, changed);
            }
            assertThat(weight.floats()).as(rule.toString()).isEqualTo(expected);
        }
    }

    @Test
    void adamsFirstStepIsTheRateWhateverTheGradient() {
        for (float slope : new float[] {1e-3f, 1, 1e3f}) {
            Parameters parameters = Losses.single(1);
            step(parameters, Optimizer.of(Adam.standard(), 0.01), slope);
            assertThat(value(parameters)).isCloseTo(0.99f, within(2e-7f));
        }
    }

    @Test
    void adamsSecondStepIsThatOfThePaper() {
        Parameters parameters = Losses.single(1);
        Optimizer optimizer = Optimizer.of(Adam.standard(), 0.1);
        step(parameters, optimizer, 1);
        step(parameters, optimizer, -2);
        double mean = (0.9 * 0.1 - 0.1 * 2) / (1 - 0.81);
        double square = (0.999 * 0.001 + 0.001 * 4) / (1 - 0.999 * 0.999);
        assertThat((double) value(parameters))
                .isCloseTo(0.9 - 0.1 * mean / (Math.sqrt(square) + 1e-8), within(1e-6));
    }

    @Test
    void decoupledDecayDoesNotDependOnTheGradient() {
        Parameters parameters = Losses.single(2);
        step(parameters, Optimizer.of(Adam.decoupled(0.1), 0.01), 5);
        assertThat(value(parameters)).isCloseTo(2 * (1 - 0.001f) - 0.01f, within(1e-6f));
        Parameters coupled = Losses.single(2);
        step(coupled, Optimizer.of(new Adam(0.9, 0.999, 1e-8, 0.1, false), 0.01), 5);
        assertThat(value(coupled)).isCloseTo(1.99f, within(1e-6f));
    }

    @Test
    void groupsHaveTheirOwnPaceAndOthersAreLeftAlone() {
        Parameters parameters = Losses.single(1);
        step(
                parameters,
                Optimizer.of(new Sgd(0, 0), 0.1).groups(ParameterGroup.named("other", 1, 1)),
                1);
        assertThat(value(parameters)).isEqualTo(1);
        step(
                parameters,
                Optimizer.of(new Sgd(0, 0.5), 0.1).groups(ParameterGroup.named("wei", 10, 0)),
                0.5f);
        assertThat(value(parameters)).isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void longGradientsAreCutAndShortOnesAreNot() {
        Parameters parameters = Losses.single(0, 0);
        Optimizer optimizer = Optimizer.of(new Sgd(0, 0), 1).clip(1);
        optimizer.step(parameters, Losses.slope(parameters.named("weight"), 3, 4));
        assertThat(Losses.values(parameters)).containsExactly(-0.6f, -0.8f);
        optimizer.step(parameters, Losses.slope(parameters.named("weight"), 0.25f, 0));
        assertThat(Losses.values(parameters)).containsExactly(-0.85f, -0.8f);
    }

    @Test
    void whatGradientsDoNotReachStays() {
        Parameters parameters = Losses.single(1);
        Parameters other = Losses.single(1);
        Optimizer.of(new Sgd(0, 1), 1).step(parameters, Losses.slope(other.named("weight"), 1));
        assertThat(value(parameters)).isEqualTo(1);
    }

    @Test
    void theRateFollowsItsSchedule() {
        Parameters parameters = Losses.single(1);
        Optimizer optimizer = Optimizer.of(new Sgd(0, 0), 1).schedule(Schedule.steps(2, 0.1));
        List<Double> rates = new java.util.ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rates.add(optimizer.rate());
            step(parameters, optimizer, 0);
        }
        assertThat(rates).containsExactly(1.0, 1.0, 0.1, 0.1, 0.1 * 0.1);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new Sgd(1, 0)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new Sgd(0, -1)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new Adam(1, 0.9, 1e-8, 0, false))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Optimizer.of(new Sgd(0, 0), Double.NaN))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Optimizer.of(new Sgd(0, 0), 1).clip(0))
                .isInstanceOf(ParameterException.class);
    }

    private static void step(Parameters parameters, Optimizer optimizer, float slope) {
        optimizer.step(parameters, Losses.slope(parameters.named("weight"), slope));
    }

    private static float value(Parameters parameters) {
        return Losses.values(parameters).getFirst();
    }
}
