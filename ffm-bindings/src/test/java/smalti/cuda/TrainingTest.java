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
import smalti.cuda.emulator.PtxDriver;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Workspace;
import smalti.grad.StepMemory;
import smalti.grad.Tape;
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

/// Networks that learn without leaving the GPU.
class TrainingTest {
    private static final int STEPS = 3;

    private static final CudaDevice GPU = new CudaDevice("cuda", new PtxDriver());

    private static final Device CPU = Devices.named("cpu");

    @TempDir private Path folder;

    static Stream<UpdateRule> rules() {
        return Stream.of(new Sgd(0, 0), new Sgd(0.9, 1e-2), Adam.standard(), Adam.decoupled(0.1));
    }

    private static Parameters expected(UpdateRule rule) {
        return onHeap(rule).learn(CPU, STEPS).parameters();
    }

    private static SmallStudent onHeap(UpdateRule rule) {
        return new SmallStudent(rule, UnaryOperator.identity());
    }

    private static SmallStudent in(Workspace workspace, UpdateRule rule) {
        return new SmallStudent(rule, scope -> scope.on(workspace));
    }

    @Test
    void stepsHandMemoryOfTheGpuOn() {
        UpdateRule rule = new Sgd(0.9, 1e-2);
        try (Workspace workspace = GPU.workspace()) {
            StepMemory memory = StepMemory.in(workspace);
            SmallStudent student = in(workspace, rule);
            List<Long> used = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                used.add(GPU.memoryUsed());
                student.learn(Tape.on(workspace, memory));
            }
            assertAlike(student.parameters(), expected(rule));
            // The first step makes what the others use.
            assertThat(used.get(1)).isGreaterThan(used.get(0));
            assertThat(used.get(2)).isEqualTo(used.get(1));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ofAStepOnlyTheBatchIsCopiedThereAndTheLossBack(UpdateRule rule) {
        var calls = new CallCounts();
        Device gpu = new CudaDevice("cuda", calls.over(new PtxDriver()));
        SmallStudent student = onHeap(rule);
        try (Workspace workspace = gpu.workspace();
                Placement _ = Placement.of(student.parameters(), student.optimizer(), workspace)) {
            StepMemory memory = StepMemory.in(workspace);
            for (int step = 0; step < STEPS; step++) {
                calls.take("copyToDevice", "copyToHost", "synchronize", "launch");
                student.learn(Tape.on(workspace, memory));
                if (step > 0) {
                    assertThat(calls.take("copyToDevice")).as("pictures and kinds").isEqualTo(2);
                    // The loss, and whether a kind was none.
                    assertThat(calls.take("copyToHost")).isEqualTo(2);
                    assertThat(calls.take("synchronize")).isEqualTo(1);
                    assertThat(calls.take("launch")).isGreaterThan(20);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersThatLieOnTheGpuLearnWhatThoseOnTheHeapDo(UpdateRule rule) {
        try (Workspace workspace = GPU.workspace()) {
            Parameters learnt = in(workspace, rule).learn(workspace, STEPS).parameters();
            assertThat(learnt.all())
                    .allMatch(each -> each.tensor().storage() instanceof Storage.OnDevice);
            assertAlike(learnt, expected(rule));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersOnTheHeapLearnByTheGpuToo(UpdateRule rule) {
        try (Workspace workspace = GPU.workspace()) {
            assertAlike(onHeap(rule).learn(workspace, STEPS).parameters(), expected(rule));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersStayOnTheGpuForAsLongAsWanted(UpdateRule rule) {
        SmallStudent student = onHeap(rule);
        List<float[]> homes = arrays(student.parameters());
        long before = GPU.memoryUsed();
        // The optimiser's memory comes home too, and follows again.
        for (int steps = 1; steps <= STEPS; steps++) {
            try (Workspace workspace = GPU.workspace();
                    Placement _ =
                            Placement.of(student.parameters(), student.optimizer(), workspace)) {
                assertThat(student.parameters().all())
                        .allMatch(each -> each.tensor().storage() instanceof Storage.OnDevice);
                student.learn(workspace, steps);
            }
            assertThat(GPU.memoryUsed()).isEqualTo(before);
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
        try (Workspace workspace = GPU.workspace()) {
            write(file, in(workspace, rule).learn(workspace, 1));
        }
        try (Workspace workspace = GPU.workspace()) {
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
        try (Workspace workspace = GPU.workspace()) {
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
        try (Workspace workspace = GPU.workspace()) {
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

    private static void assertAlike(Parameters actual, Parameters expected) {
        List<String> names = expected.all().stream().map(Parameter::name).toList();
        assertThat(names).hasSize(8);
        for (String name : names) {
            assertThat(Tensors.doubles(actual.named(name).tensor().onHeap()))
                    .as(name)
                    .containsExactly(Tensors.doubles(expected.named(name).tensor()), within(1e-4));
        }
    }
}
