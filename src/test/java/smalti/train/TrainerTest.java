package smalti.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.error.SmaltiException;
import smalti.grad.Variable;
import smalti.nn.Adam;
import smalti.nn.Dropout;
import smalti.nn.Linear;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Schedule;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.PointOp;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.FarDevice;
import smalti.testkit.Tensors;

class TrainerTest {
    private static final long SEED = 4711;

    @TempDir private Path folder;

    @Test
    void aLineIsLearnt() throws IOException {
        Run run = new Run();
        List<Double> losses = new ArrayList<>();
        run.trainer(SEED).watchedBy(progress -> losses.add(progress.loss())).run(run::loss, 300);
        assertThat(losses).hasSize(300);
        assertThat(losses.getLast()).isLessThan(losses.getFirst() / 100);
    }

    @Test
    void theSameSeedHasTheSameBitsAndAnotherHasOthers() throws IOException {
        assertThat(trained(SEED, 20)).isEqualTo(trained(SEED, 20));
        assertThat(trained(SEED + 1, 20)).isNotEqualTo(trained(SEED, 20));
    }

    @Test
    void anInterruptedRunGoesOnToTheSameBits() throws IOException {
        Path file = folder.resolve("run.safetensors");
        Run first = new Run();
        first.trainer(SEED).checkpoints(file, 4).run(first::loss, 10);
        Run second = new Run();
        List<Long> steps = new ArrayList<>();
        second.trainer(SEED)
                .checkpoints(file, 4)
                .watchedBy(progress -> steps.add(progress.step()))
                .run(second::loss, 20);
        assertThat(steps).startsWith(11L).hasSize(10);
        assertThat(second.weights()).isEqualTo(trained(SEED, 20));
    }

    @Test
    void aRunKilledBetweenCheckpointsLosesOnlyTheStepsSince() throws IOException {
        Path file = folder.resolve("run.safetensors");
        Run first = new Run();
        Trainer killed =
                first.trainer(SEED)
                        .checkpoints(file, 4)
                        .watchedBy(progress -> {
                            if (progress.step() == 7) {
                                throw new IllegalStateException("killed");
                            }
                        });
        assertThatThrownBy(() -> killed.run(first::loss, 20)).hasMessage("killed");
        Run second = new Run();
        List<Long> steps = new ArrayList<>();
        second.trainer(SEED)
                .checkpoints(file, 4)
                .watchedBy(progress -> steps.add(progress.step()))
                .run(second::loss, 20);
        assertThat(steps.getFirst()).isEqualTo(5L);
        assertThat(second.weights()).isEqualTo(trained(SEED, 20));
    }

    @Test
    void aDeviceWithMemoryOfItsOwnIsGivenTheBatchAndGivesBackTheLoss() throws IOException {
        FarDevice few = new FarDevice(Devices.named("cpu"));
        FarDevice more = new FarDevice(Devices.named("cpu"));
        Run run = new Run(few);
        run.trainer(SEED).run(run::loss, 2);
        Run longer = new Run(more);
        longer.trainer(SEED).run(longer::loss, 5);
        // Inputs and answers.
        assertThat(more.copies().there() - few.copies().there()).isEqualTo(3 * 2);
        assertThat(more.copies().back() - few.copies().back()).isEqualTo(3);
        assertThat(longer.weights()).isEqualTo(trained(SEED, 5));
        // What was learnt is at home, and so is what the optimiser remembers.
        run.trainer(SEED).run(run::loss, 5);
        assertThat(run.parameters.all())
                .noneMatch(each -> each.tensor().storage() instanceof Storage.OnDevice);
    }

    @Test
    void aRunThatGoesOnElsewhereHasTheSameBits() throws IOException {
        Path file = folder.resolve("run.safetensors");
        Run first = new Run(new FarDevice(Devices.named("cpu")));
        first.trainer(SEED).checkpoints(file, 4).run(first::loss, 10);
        Run second = new Run();
        second.trainer(SEED).checkpoints(file, 4).run(second::loss, 15);
        Run third = new Run(new FarDevice(Devices.named("cpu")));
        Trainer trainer = third.trainer(SEED).checkpoints(file, 4);
        trainer.run(third::loss, 18);
        trainer.run(third::loss, 20);
        assertThat(third.weights()).isEqualTo(trained(SEED, 20));
    }

    @Test
    void aRunIsNotContinuedWithAnotherSeed() throws IOException {
        Path file = folder.resolve("run.safetensors");
        Run run = new Run();
        run.trainer(SEED).checkpoints(file, 1).run(run::loss, 1);
        assertThatThrownBy(() -> run.trainer(1).checkpoints(file, 1).run(run::loss, 2))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void aLossThatIsNoNumberEndsTheRun() {
        Run run = new Run();
        float[] before = run.weights().clone();
        assertThatThrownBy(() ->
                        run.trainer(SEED)
                                .run(
                                        (pass, _) ->
                                                pass.flow()
                                                        .constant(
                                                                Tensor.of(
                                                                        new float[] {Float.NaN},
                                                                        1)),
                                        5))
                .isInstanceOf(SmaltiException.class)
                .hasMessageContaining("step 0")
                .hasMessageContaining("NaN");
        assertThat(run.weights()).isEqualTo(before);
    }

    @Test
    void frozenParametersStay() throws IOException {
        Run run = new Run();
        float[] before = run.weights().clone();
        new Trainer(
                        run.parameters,
                        Optimizer.of(new Sgd(0, 0), 0.1),
                        Devices.named("cpu"),
                        SEED,
                        each -> each.name().endsWith("bias"))
                .run(run::loss, 3);
        assertThat(run.weights()).isEqualTo(before);
        assertThat(run.parameters.named("line.bias").tensor().get(0)).isNotZero();
    }

    @Test
    void theLogHasALineAStepWhereverTheRunStopped() throws IOException {
        Path file = folder.resolve("log.csv");
        try (TrainingLog log = new TrainingLog(file)) {
            for (long step = 1; step <= 5; step++) {
                log.see(new Witness.Progress(step, 9, 0.5, 0.1, step, step, StepTimes.NONE));
            }
        }
        // The last checkpoint was that of step 3.
        try (TrainingLog log = new TrainingLog(file)) {
            for (long step = 4; step <= 6; step++) {
                log.see(new Witness.Progress(step, 9, 0.25, 0.1, step, step - 3, StepTimes.NONE));
            }
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(7).startsWith("step,loss,rate,seconds");
        assertThat(lines.get(3)).isEqualTo("3,0.500000000,0.100000000,3.000");
        assertThat(lines.get(4)).isEqualTo("4,0.250000000,0.100000000,4.000");
    }

    @Test
    void theLineTellsHowFarItIs() throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var line = new TrainingLine(new java.io.PrintStream(bytes), 16)) {
            line.see(new Witness.Progress(10, 40, 2, 0.1, 1, 10, StepTimes.NONE));
            line.see(new Witness.Progress(11, 40, 2, 0.1, 1.05, 11, StepTimes.NONE));
            line.see(new Witness.Progress(40, 40, 2, 0.1, 4, 40, StepTimes.NONE));
        }
        assertThat(bytes.toString(java.nio.charset.StandardCharsets.UTF_8))
                .contains("10/40  loss 2.000  rate 0.10  160.0 pictures/s  0:00:03 left")
                .doesNotContain("11/40")
                .contains("40/40")
                .endsWith("0:00:00 left" + System.lineSeparator());
    }

    @Test
    void theCurveIsDrawn() throws IOException {
        Path file = folder.resolve("loss.png");
        Run run = new Run();
        run.trainer(SEED).watchedBy(new TrainingCurve(file, 1000)).run(run::loss, 5);
        assertThat(smalti.photo.PhotoReader.usual().read(file).width()).isGreaterThan(800);
    }

    @Test
    void theTimesOfStepsAreToldByTheirParts() throws IOException {
        List<Witness.Progress> seen = new ArrayList<>();
        Run run = new Run();
        run.trainer(SEED).watchedBy(seen::add).run(run::loss, 3);
        assertThat(seen).hasSize(3);
        StepTimes before = StepTimes.NONE;
        for (Witness.Progress each : seen) {
            StepTimes now = each.times();
            assertThat(now.forward()).isGreaterThan(before.forward());
            assertThat(now.backward()).isGreaterThan(before.backward());
            assertThat(now.update()).isGreaterThan(before.update());
            assertThat(now.seconds()).isLessThanOrEqualTo(each.seconds());
            before = now;
        }
    }

    @Test
    void theTimeLeftFollowsThePace() {
        assertThat(new Witness.Progress(30, 100, 1, 1, 5, 10, StepTimes.NONE).secondsLeft())
                .isEqualTo(35);
        assertThat(new Witness.Progress(30, 100, 1, 1, 5, 0, StepTimes.NONE).secondsLeft())
                .isZero();
    }

    private static float[] trained(long seed, long steps) throws IOException {
        Run run = new Run();
        run.trainer(seed).run(run::loss, steps);
        return run.weights();
    }

    /// A line through drawn points: `y = 2·x - 1`, with some inputs dropped.
    private static final class Run {
        private final Parameters parameters = new Parameters();
        private final Linear line;
        private final Dropout dropout = new Dropout(0.01, 3);

        private final Device device;

        Run() {
            this(Devices.named("cpu"));
        }

        Run(Device device) {
            this.device = device;
            Scope scope = Scope.of(parameters, new SplittableRandom(1)).in("line");
            this.line = new Linear(scope, 3, 1);
        }

        Trainer trainer(long seed) {
            Optimizer optimizer =
                    Optimizer.of(Adam.standard(), 0.05).schedule(Schedule.steps(100, 0.3));
            return new Trainer(parameters, optimizer, device, seed, Parameter::learnt);
        }

        Variable loss(Pass pass, long step) {
            Tensor x = Tensors.random(pass.seed(), 16, 3);
            float[] y = new float[16];
            for (int i = 0; i < y.length; i++) {
                y[i] = 2 * (float) x.get(3 * i) - 1;
            }
            Variable input = dropout.forward(pass, pass.flow().constant(x));
            Variable off =
                    pass.run(
                            new PointOp.Binary(Arithmetic.SUBTRACT),
                            line.forward(pass, input),
                            pass.flow().constant(Tensor.of(y, 16, 1)));
            Variable squares = pass.run(new PointOp.Binary(Arithmetic.MULTIPLY), off, off);
            return pass.run(new AxisOp.SumTo(Shape.of(1)), squares);
        }

        float[] weights() {
            return parameters.named("line.weight").tensor().floats();
        }
    }
}
