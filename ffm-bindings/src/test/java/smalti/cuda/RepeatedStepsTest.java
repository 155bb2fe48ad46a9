package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import smalti.cuda.emulator.PtxDriver;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Workspace;
import smalti.error.ParameterException;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.op.Activation;
import smalti.op.Layout;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.plan.Plan;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

class RepeatedStepsTest {
    private static final Device GPU = EmulatedDevice.tested().device();

    private static final Op GATHER = new MoveOp.GatherRows();

    @Test
    void stepsAreDoneAgainOnWhatTheirTensorsHoldThen() {
        try (Workspace workspace = GPU.workspace()) {
            Tensor table = workspace.place(Tensors.random(1, 4, 3));
            Tensor rows = workspace.place(Tensor.of(new int[] {3, 0}, 2));
            Tensor found = workspace.place(Tensors.random(2, 2, 3));
            Runnable steps = () -> workspace.runInto(GATHER, List.of(table, rows), List.of(found));
            Runnable repeated = workspace.repeated(steps).orElseThrow();
            Tensor other = Tensors.random(5, 4, 3);
            workspace.runInto(new MoveOp.Concat(0), List.of(other), List.of(table));
            repeated.run();
            assertThat(workspace.fetch(found).at(0).get(1)).isEqualTo(other.at(3).get(1));
        }
    }

    @Test
    void aNumberThatMustNotBeUsedIsFoundInRepeatedStepsToo() {
        try (Workspace workspace = GPU.workspace()) {
            Tensor table = workspace.place(Tensors.random(1, 4, 3));
            Tensor rows = workspace.place(Tensor.of(new int[] {3, 0}, 2));
            Tensor found = workspace.place(Tensors.random(2, 2, 3));
            Runnable steps = () -> workspace.runInto(GATHER, List.of(table, rows), List.of(found));
            Runnable repeated = workspace.repeated(steps).orElseThrow();
            Op copy = new MoveOp.Concat(0);
            workspace.runInto(copy, List.of(Tensor.of(new int[] {1, 4}, 2)), List.of(rows));
            for (int i = 0; i < 2; i++) {
                repeated.run();
                assertThatThrownBy(() -> workspace.fetch(found))
                        .isInstanceOf(ParameterException.class)
                        .hasMessageContaining("row number 1");
            }
            workspace.runInto(copy, List.of(Tensor.of(new int[] {1, 2}, 2)), List.of(rows));
            repeated.run();
            assertThat(workspace.fetch(found).shape()).isEqualTo(Shape.of(2, 3));
        }
    }

    /// Their tables are copied to the GPU once.
    @Test
    void meansOfNeighboursAreRepeated() {
        Op pool = new WindowOp.AdaptiveAveragePool(Size.square(1));
        try (Workspace workspace = GPU.workspace()) {
            Tensor map = workspace.place(Tensors.random(1, 1, 8, 6, 3));
            Tensor mean = workspace.place(Tensors.random(2, 1, 1, 1, 3));
            Runnable steps = () -> workspace.runInto(pool, List.of(map), List.of(mean));
            Runnable repeated = workspace.repeated(steps).orElseThrow();
            Tensor other = Tensors.random(5, 1, 8, 6, 3);
            workspace.runInto(new MoveOp.Concat(0), List.of(other), List.of(map));
            repeated.run();
            Tensor expected = Devices.named("cpu").run(pool, List.of(other)).getFirst();
            assertThat(workspace.fetch(mean).floats())
                    .containsExactly(expected.floats(), within(1e-6f));
        }
    }

    /// The second fault is not told, and not blamed on later numbers either.
    @Test
    void ofSeveralFaultsTheOthersAreForgotten() {
        try (Workspace workspace = GPU.workspace()) {
            Tensor table = workspace.place(Tensors.random(1, 4, 3));
            Tensor rows = workspace.place(Tensor.of(new int[] {3, 0}, 2));
            Tensor found = workspace.place(Tensors.random(2, 2, 3));
            Runnable steps = () -> workspace.runInto(GATHER, List.of(table, rows), List.of(found));
            Runnable repeated = workspace.repeated(steps).orElseThrow();
            Op copy = new MoveOp.Concat(0);
            workspace.runInto(copy, List.of(Tensor.of(new int[] {1, 4}, 2)), List.of(rows));
            repeated.run();
            steps.run();
            assertThatThrownBy(() -> workspace.fetch(found)).isInstanceOf(ParameterException.class);
            workspace.runInto(copy, List.of(Tensor.of(new int[] {1, 2}, 2)), List.of(rows));
            // Into the slots of before, and one more.
            for (int i = 0; i < 3; i++) {
                steps.run();
            }
            assertThat(workspace.fetch(found).shape()).isEqualTo(Shape.of(2, 3));
        }
    }

    @Test
    void faultsThatNobodyWasToldEndWithTheirWorkspace() {
        try (Workspace workspace = GPU.workspace()) {
            Tensor table = workspace.place(Tensors.random(1, 4, 3));
            Tensor rows = workspace.place(Tensor.of(new int[] {3, 0}, 2));
            Tensor found = workspace.place(Tensors.random(2, 2, 3));
            Runnable steps = () -> workspace.runInto(GATHER, List.of(table, rows), List.of(found));
            Runnable repeated = workspace.repeated(steps).orElseThrow();
            Tensor wrong = Tensor.of(new int[] {1, 4}, 2);
            workspace.runInto(new MoveOp.Concat(0), List.of(wrong), List.of(rows));
            repeated.run();
            steps.run();
        }
        try (Workspace next = GPU.workspace()) {
            Tensor table = next.place(Tensors.random(1, 4, 3));
            Tensor found = next.run(GATHER, table, Tensor.of(new int[] {3, 0}, 2));
            assertThat(next.fetch(found).shape()).isEqualTo(Shape.of(2, 3));
        }
    }

    @Test
    void stepsThatFailLeaveNothingBehind() {
        CudaDevice gpu = new CudaDevice("cuda", new PtxDriver());
        try (Workspace workspace = gpu.workspace()) {
            Tensor table = workspace.place(Tensors.random(1, 4, 3));
            Tensor rows = workspace.place(Tensor.of(new int[] {3, 0}, 2));
            Tensor found = workspace.place(Tensors.random(2, 2, 3));
            workspace.runInto(GATHER, List.of(table, rows), List.of(found));
            workspace.fetch(found);
            long before = gpu.memoryUsed();
            var runs = new AtomicInteger();
            Runnable failing =
                    () -> {
                        workspace.runInto(GATHER, List.of(table, rows), List.of(found));
                        if (runs.incrementAndGet() == 2) {
                            throw new IllegalStateException("in the second run");
                        }
                    };
            assertThatThrownBy(() -> workspace.repeated(failing))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(gpu.memoryUsed()).isEqualTo(before);
            workspace.runInto(GATHER, List.of(table, rows), List.of(found));
            assertThat(workspace.fetch(found).shape()).isEqualTo(Shape.of(2, 3));
        }
    }

    /// The next time it would be used after it was given back.
    @Test
    void stepsThatGiveUpMemoryAreNotRepeated() {
        CudaDevice gpu = new CudaDevice("cuda", new PtxDriver());
        try (Workspace workspace = gpu.workspace()) {
            Tensor table = workspace.place(Tensors.random(1, 4, 3));
            Tensor rows = workspace.place(Tensor.of(new int[] {3, 0}, 2));
            Tensor warm = workspace.place(Tensors.random(2, 2, 3));
            workspace.runInto(GATHER, List.of(table, rows), List.of(warm));
            workspace.fetch(warm);
            long before = gpu.memoryUsed();
            var found = new ArrayDeque<Tensor>();
            found.add(workspace.place(Tensors.random(2, 2, 3)));
            found.add(workspace.place(Tensors.random(3, 2, 3)));
            Runnable steps =
                    () -> {
                        workspace.runInto(GATHER, List.of(table, rows), List.of(found.element()));
                        workspace.release(found.remove());
                    };
            assertThat(workspace.repeated(steps)).isEmpty();
            assertThat(found).isEmpty();
            assertThat(gpu.memoryUsed()).isEqualTo(before);
        }
    }

    @Test
    void stepsThatNeedTheHostAreNotRepeated() {
        SegmentMap map = SegmentMap.of(new int[] {0, 1, 1, 0}, 2, 2);
        Op mean = new SegmentOp.Reduce(map, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
        try (Workspace workspace = GPU.workspace()) {
            Tensor features = workspace.place(Tensors.random(1, 1, 2, 2, 3));
            Tensor means = workspace.place(Tensors.random(2, 1, 2, 3));
            // Tables of label maps may make room for others between two runs.
            assertThat(
                            workspace.repeated(() ->
                                    workspace.runInto(mean, List.of(features), List.of(means))))
                    .isEmpty();
            Tensor heap = Tensors.random(2, 1, 2, 2, 3);
            Op copy = new MoveOp.Concat(0);
            assertThat(
                            workspace.repeated(() ->
                                    workspace.runInto(copy, List.of(heap), List.of(features))))
                    .isEmpty();
            workspace.runInto(mean, List.of(features), List.of(means));
            assertThat(workspace.fetch(means).shape()).isEqualTo(Shape.of(1, 2, 3));
        }
    }

    /// Pools by two and puts the values back where they were: its switches could be wrong for all that the device knows.
    private static final Layer HALVES =
            (pass, input) -> {
                Size size = new Size(input.shape().size(1), input.shape().size(2));
                var pooled =
                        pass.flow()
                                .apply(
                                        new WindowOp.MaxPool(Window.of(2).stride(2)),
                                        List.of(input));
                return pass.run(new WindowOp.MaxUnpool(size), pooled.get(0), pooled.get(1));
            };

    @Test
    void aPlanIsOneRepetition() {
        Scope scope = Scope.of(new Parameters(), new SplittableRandom(1));
        Layer relu = (pass, input) -> pass.run(new PointOp.Activate(new Activation.Relu()), input);
        Layer network =
                Convolution.biased(scope.in("c"), 3, 8, Window.of(3))
                        .then(relu)
                        .then(HALVES)
                        .then(Convolution.biased(scope.in("d"), 8, 5, Window.of(1)));
        Shape shape = Shape.of(2, 8, 10, 3);
        try (Plan gpu = Plan.of(network, shape, GPU);
                Plan cpu = Plan.of(network, shape, Devices.named("cpu"))) {
            for (int run = 0; run < 3; run++) {
                Tensor input = Tensors.random(run, 2, 8, 10, 3);
                float[] expected = cpu.run(input).floats();
                float[] actual = gpu.run(input).floats();
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
                }
            }
        }
    }
}
