package smalti.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Linear;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.PointOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.FarDevice;
import smalti.testkit.Tensors;

/// Running statistics that a [Trainer] takes anew.
class MeasuredStatisticsTest {
    private static final int STEPS = 12;
    private static final int ROWS = 8;

    static List<Device> devices() {
        return List.of(Devices.named("cpu"), new FarDevice(Devices.named("cpu")));
    }

    /// Inputs do not pass through what is learnt, so that all batches speak of the same values.
    @ParameterizedTest
    @MethodSource("devices")
    void atTheEndTheyAreThoseOfTheFirstBatches(Device device) throws IOException {
        var course = new Course(device);
        course.trainer().measuring(5).run(course::loss, STEPS);
        double sum = 0;
        for (int step = 0; step < 5; step++) {
            for (int row = 0; row < ROWS; row++) {
                sum += input(step).get(row);
            }
        }
        assertThat(course.mean()).isCloseTo(sum / (5 * ROWS), Offset.offset(1e-6));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void whoPausesSeesThemAndTrainingGoesOnAsIfNobodyHad(Device device) throws IOException {
        var alone = new Course(device);
        alone.trainer().run(alone::loss, STEPS);
        var watched = new Course(device);
        List<Double> means = new ArrayList<>();
        List<Long> pauses = new ArrayList<>();
        double afterwards =
                watched.run(
                        watched.trainer()
                                .measuring(5)
                                .pausing(
                                        4,
                                        taken -> {
                                            pauses.add(taken);
                                            means.add(watched.mean());
                                        }));
        assertThat(pauses).containsExactly(4L, 8L);
        assertThat(means).containsExactly(afterwards, afterwards);
        assertThat(watched.weights()).isEqualTo(alone.weights());
        assertThat(alone.mean()).isNotEqualTo(afterwards);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void withoutBatchesTheyFollowTheLastSteps(Device device) throws IOException {
        var plain = new Course(device);
        plain.trainer().run(plain::loss, STEPS);
        var paused = new Course(device);
        paused.trainer().pausing(3, _ -> {}).run(paused::loss, STEPS);
        assertThat(paused.mean()).isEqualTo(plain.mean());
    }

    private static Tensor input(long step) {
        return Tensors.random(step, ROWS, 1);
    }

    /// A normalised input, and a line behind it.
    private static final class Course {
        private final Parameters parameters = new Parameters();
        private final Device device;
        private final BatchNormalization norm;
        private final Linear line;

        Course(Device device) {
            this.device = device;
            Scope scope = Scope.of(parameters, new SplittableRandom(1));
            this.norm = new BatchNormalization(scope.in("norm"), 1);
            this.line = new Linear(scope.in("line"), 1, 1);
        }

        Trainer trainer() {
            return new Trainer(
                    parameters,
                    Optimizer.of(new Sgd(0.9, 0), 0.01),
                    device,
                    4711,
                    Parameter::learnt);
        }

        double run(Trainer trainer) throws IOException {
            trainer.run(this::loss, STEPS);
            return mean();
        }

        Variable loss(Pass pass, long step) {
            Variable normalized = norm.forward(pass, pass.flow().constant(input(step)));
            Variable output = line.forward(pass, normalized);
            Variable squares = pass.run(new PointOp.Binary(Arithmetic.MULTIPLY), output, output);
            return pass.run(new AxisOp.SumTo(Shape.of(1)), squares);
        }

        double mean() {
            return parameters.named("norm.running_mean").tensor().onHeap().get(0);
        }

        List<Double> weights() {
            return parameters.all().stream()
                    .filter(Parameter::learnt)
                    .map(each -> each.tensor().get(0))
                    .toList();
        }
    }
}
