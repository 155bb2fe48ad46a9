package smalti.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.grad.Eager;
import smalti.grad.Variable;
import smalti.nn.Adam;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Linear;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Schedule;
import smalti.nn.Scope;
import smalti.op.Activation;
import smalti.op.LossOp;
import smalti.op.MoveOp;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.photo.PhotoReader;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.RealData;

/// Cows, aeroplanes and cars: a small network learns to tell photos of them apart.
@Tag("data")
class RealTaskTest {
    private static final List<String> CLASSES = List.of("cow", "aeroplane", "car");
    private static final Device DEVICE = Devices.named("cpu");
    private static final int SIDE = 32;
    private static final int BATCH = 12;
    private static final int STEPS = 90;
    private static final long SEED = 2017;

    @TempDir private Path folder;

    @Test
    void threeClassesAreToldApartAndTheBitsAreTheSameAfterAPause() throws IOException {
        List<Example> lessons = examples("train");
        List<Example> exam = examples("val");
        Student straight = new Student(lessons);
        straight.trainer().run(straight::loss, STEPS);
        assertThat(exam).hasSizeGreaterThan(12);
        assertThat(straight.accuracy(exam)).isGreaterThanOrEqualTo(0.85);

        Path file = folder.resolve("student.safetensors");
        Student interrupted = new Student(lessons);
        interrupted.trainer().checkpoints(file, 20).run(interrupted::loss, 37);
        Student resumed = new Student(lessons);
        resumed.trainer().checkpoints(file, 20).run(resumed::loss, STEPS);
        for (Parameter parameter : straight.parameters.all()) {
            assertThat(resumed.parameters.named(parameter.name()).tensor().floats())
                    .as(parameter.name())
                    .isEqualTo(parameter.tensor().floats());
        }
    }

    private record Example(Tensor pixels, int label) {}

    /// Photos that show exactly one of the classes.
    private static List<Example> examples(String split) throws IOException {
        List<String> lines = Files.readAllLines(RealData.at("msrc/image_labels_obj.csv"));
        List<String> columns = List.of(lines.getFirst().split(",", -1));
        List<Example> examples = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = List.of(line.split(",", -1));
            List<Integer> shown = new ArrayList<>();
            for (int i = 0; i < CLASSES.size(); i++) {
                if (cells.get(columns.indexOf(CLASSES.get(i))).equals("1")) {
                    shown.add(i);
                }
            }
            if (cells.get(columns.indexOf("split")).equals(split) && shown.size() == 1) {
                Path photo =
                        RealData.at("msrc/images/" + cells.get(columns.indexOf("id")) + ".jpg");
                Tensor pixels = PhotoReader.usual().read(photo).pixels();
                Tensor small =
                        DEVICE.run(new WindowOp.AdaptiveAveragePool(Size.square(SIDE)), pixels);
                examples.add(
                        new Example(
                                DEVICE.run(new PointOp.Scale(1 / 64.0, -2), small),
                                shown.getFirst()));
            }
        }
        return examples;
    }

    private static final class Student {
        private final Parameters parameters = new Parameters();
        private final List<Example> lessons;
        private final Layer network;

        Student(List<Example> lessons) {
            this.lessons = lessons;
            Scope scope = Scope.of(parameters, new SplittableRandom(SEED));
            Layer features =
                    block(scope.in("first"), 3, 16)
                            .then(block(scope.in("second"), 16, 32))
                            .then(block(scope.in("third"), 32, 64));
            Linear head = new Linear(scope.in("head"), 64, CLASSES.size());
            this.network =
                    (pass, input) -> {
                        Variable mean =
                                pass.run(
                                        new WindowOp.AdaptiveAveragePool(Size.square(1)),
                                        features.forward(pass, input));
                        return head.forward(
                                pass,
                                pass.flow().reshape(mean, Shape.of(input.shape().size(0), 64)));
                    };
        }

        private static Layer block(Scope scope, int inputs, int outputs) {
            return Layer.sequence(
                    Convolution.plain(
                            scope.in("conv"), inputs, outputs, Window.of(3).stride(2).padding(1)),
                    new BatchNormalization(scope.in("norm"), outputs),
                    (pass, input) -> pass.run(new PointOp.Activate(new Activation.Relu()), input));
        }

        Trainer trainer() {
            Optimizer optimizer =
                    Optimizer.of(Adam.decoupled(0.01), 0.01).schedule(Schedule.cosine(STEPS));
            return new Trainer(parameters, optimizer, DEVICE, SEED, Parameter::learnt);
        }

        /// The loss of photos drawn from all, half of them mirrored.
        Variable loss(Pass pass, long step) {
            var random = new SplittableRandom(pass.seed());
            List<Variable> pixels = new ArrayList<>();
            int[] labels = new int[BATCH];
            for (int i = 0; i < BATCH; i++) {
                Example example = lessons.get(random.nextInt(lessons.size()));
                labels[i] = example.label();
                Variable photo = pass.flow().constant(example.pixels());
                pixels.add(random.nextBoolean() ? pass.run(new MoveOp.Flip(2), photo) : photo);
            }
            Variable batch = pass.flow().apply(new MoveOp.Concat(0), pixels).getFirst();
            return pass.run(
                    new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false),
                    network.forward(pass, batch),
                    pass.flow().constant(Tensor.of(labels, BATCH)));
        }

        double accuracy(List<Example> exam) {
            Eager flow = new Eager(DEVICE);
            int right = 0;
            for (Example example : exam) {
                Tensor scores =
                        network.forward(Pass.inference(flow), flow.constant(example.pixels()))
                                .tensor();
                int best = 0;
                for (int i = 1; i < CLASSES.size(); i++) {
                    best = scores.get(i) > scores.get(best) ? i : best;
                }
                right += best == example.label() ? 1 : 0;
            }
            return (double) right / exam.size();
        }
    }
}
