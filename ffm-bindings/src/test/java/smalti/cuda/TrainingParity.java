package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Workspace;
import smalti.nn.Adam;
import smalti.nn.Checkpoint;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Placement;
import smalti.nn.Sgd;
import smalti.nn.UpdateRule;
import smalti.nn.WeightFile;
import smalti.tensor.Storage;
import smalti.testkit.Tensors;

/// Networks learn on a GPU what they learn on the CPU, without leaving it.
public abstract class TrainingParity {
    static final int STEPS = 3;

    private static final Device CPU = Devices.named("cpu");

    /// Of steps that are repeated: those before.
    private static final int WARM = 3;

    private static final int ALL = 6;

    @TempDir private Path folder;

    /// The GPU.
    protected abstract Device gpu();

    static Stream<UpdateRule> rules() {
        return Stream.of(new Sgd(0, 0), new Sgd(0.9, 1e-2), Adam.standard(), Adam.decoupled(0.1));
    }

    static Parameters expected(UpdateRule rule) {
        return onHeap(rule).learn(CPU, STEPS).parameters();
    }

    static SmallStudent onHeap(UpdateRule rule) {
        return new SmallStudent(rule, UnaryOperator.identity());
    }

    static SmallStudent in(Workspace workspace, UpdateRule rule) {
        return new SmallStudent(rule, scope -> scope.on(workspace));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersThatLieOnTheGpuLearnWhatThoseOnTheHeapDo(UpdateRule rule) {
        try (Workspace workspace = gpu().workspace()) {
            Parameters learnt = in(workspace, rule).learn(workspace, STEPS).parameters();
            assertThat(learnt.all())
                    .allMatch(each -> each.tensor().storage() instanceof Storage.OnDevice);
            assertAlike(learnt, expected(rule));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersOnTheHeapLearnByTheGpuToo(UpdateRule rule) {
        try (Workspace workspace = gpu().workspace()) {
            assertAlike(onHeap(rule).learn(workspace, STEPS).parameters(), expected(rule));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersStayOnTheGpuForAsLongAsWanted(UpdateRule rule) {
        SmallStudent student = onHeap(rule);
        List<float[]> homes = arrays(student.parameters());
        // The optimiser's memory comes home too, and follows again.
        for (int steps = 1; steps <= STEPS; steps++) {
            try (Workspace workspace = gpu().workspace();
                    Placement _ =
                            Placement.of(student.parameters(), student.optimizer(), workspace)) {
                assertThat(student.parameters().all())
                        .allMatch(each -> each.tensor().storage() instanceof Storage.OnDevice);
                student.learn(workspace, steps);
            }
        }
        List<float[]> now = arrays(student.parameters());
        for (int i = 0; i < now.size(); i++) {
            assertThat(now.get(i)).isSameAs(homes.get(i));
        }
        assertAlike(student.parameters(), expected(rule));
    }

    private static List<float[]> arrays(Parameters parameters) {
        return parameters.all().stream().map(each -> each.tensor().floats()).toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRunGoesOnToTheSameBits(UpdateRule rule) throws IOException {
        Path file = folder.resolve("run.safetensors");
        try (Workspace workspace = gpu().workspace()) {
            write(file, in(workspace, rule).learn(workspace, 1));
        }
        try (Workspace workspace = gpu().workspace()) {
            SmallStudent resumed = in(workspace, rule);
            assertThat(read(file, resumed)).isEqualTo(new Checkpoint(1, 3));
            resumed.learn(workspace, STEPS);
            Parameters straight = in(workspace, rule).learn(workspace, STEPS).parameters();
            assertThat(bits(resumed.parameters()))
                    .usingRecursiveComparison()
                    .isEqualTo(bits(straight));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aCheckpointOfTheGpuIsReadOnTheCpuAndTheOtherWayRound(UpdateRule rule) throws IOException {
        Path ofGpu = folder.resolve("gpu.safetensors");
        Path ofCpu = folder.resolve("cpu.safetensors");
        try (Workspace workspace = gpu().workspace()) {
            write(ofGpu, in(workspace, rule).learn(workspace, 2));
            write(ofCpu, onHeap(rule).learn(CPU, 2));
            SmallStudent onCpu = onHeap(rule);
            read(ofGpu, onCpu);
            // Unchanged, it is kept as it was.
            Path again = folder.resolve("again.safetensors");
            write(again, onCpu);
            assertThat(again).hasSameBinaryContentAs(ofGpu);
            assertAlike(onCpu.learn(CPU, STEPS).parameters(), expected(rule));
            SmallStudent onGpu = in(workspace, rule);
            read(ofCpu, onGpu);
            assertAlike(onGpu.learn(workspace, STEPS).parameters(), expected(rule));
        }
    }

    @Test
    void weightsAreReadAndWrittenWhereverTheyLie() throws IOException {
        UpdateRule rule = new Sgd(0, 0);
        Path learnt = folder.resolve("learnt.safetensors");
        Path again = folder.resolve("again.safetensors");
        try (Workspace workspace = gpu().workspace()) {
            WeightFile.write(learnt, in(workspace, rule).learn(workspace, 1).parameters());
            SmallStudent other = in(workspace, rule);
            WeightFile.read(learnt, other.parameters());
            WeightFile.writeForOthers(again, other.parameters());
        }
        SmallStudent near = onHeap(rule);
        WeightFile.read(again, near.parameters());
        WeightFile.write(again, near.parameters());
        assertThat(again).hasSameBinaryContentAs(learnt);
    }

    private static void write(Path file, SmallStudent student) throws IOException {
        Checkpoint.write(file, student.parameters(), student.optimizer(), 3);
    }

    private static Checkpoint read(Path file, SmallStudent student) throws IOException {
        return Checkpoint.read(file, student.parameters(), student.optimizer());
    }

    private static List<float[]> bits(Parameters parameters) {
        return parameters.all().stream().map(each -> each.tensor().onHeap().floats()).toList();
    }

    static void assertAlike(Parameters actual, Parameters expected) {
        List<String> names = expected.all().stream().map(Parameter::name).toList();
        assertThat(names).hasSize(8);
        for (String name : names) {
            assertThat(Tensors.doubles(actual.named(name).tensor().onHeap()))
                    .as(name)
                    .containsExactly(Tensors.doubles(expected.named(name).tensor()), within(1e-4));
        }
    }

    @Test
    void stepsThatAGpuTakesByItselfAreLikeTheOthers() {
        try (Workspace near = CPU.workspace();
                Workspace far = gpu().workspace()) {
            var expected = new ResidualStudent(near);
            List<Double> losses = repeated(new ResidualStudent(far), far);
            List<Double> all = losses(expected, expected::step, 0, ALL);
            for (int i = 0; i < ALL; i++) {
                assertThat(losses.get(i)).as("step %d", i).isCloseTo(all.get(i), within(1e-4));
            }
        }
    }

    /// The losses of some steps that are started one by one, and of more that the GPU takes by itself.
    static List<Double> repeated(ResidualStudent student, Workspace workspace) {
        List<Double> losses = losses(student, student::step, 0, WARM);
        student.show(WARM);
        // Done once on the way, which is a step like the others.
        Runnable step = workspace.repeated(student::step).orElseThrow();
        losses.add(student.loss());
        losses.addAll(losses(student, step, WARM + 1, ALL));
        return losses;
    }

    private static List<Double> losses(
            ResidualStudent student, Runnable step, int first, int last) {
        List<Double> losses = new ArrayList<>();
        for (int i = first; i < last; i++) {
            student.show(i);
            step.run();
            losses.add(student.loss());
        }
        return losses;
    }
}
