package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.PtxOptions;
import smalti.cuda.emulator.PtxOptions.Failures;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Workspace;
import smalti.error.DeviceException;
import smalti.error.OutOfDeviceMemoryException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.TensorType;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

class CudaDeviceTest {
    /// What a stream keeps for itself: slots for what kernels find wrong.
    private static final long KEPT_A_STREAM = 1024;

    private static final SegmentMap MAP = SegmentMap.of(new int[] {0, 0, 1, 1, 2, 0}, 2, 3);

    private static final Op MEAN = reduce(MAP, Reduction.MEAN);

    private static final Op PAINT = new SegmentOp.Unpool(MAP, Layout.NHWC);

    private static Op reduce(SegmentMap map, Reduction reduction) {
        return new SegmentOp.Reduce(map, List.of(reduction), Layout.NHWC, false, 0);
    }

    private static CudaDevice gpu(PtxOptions options) {
        return new CudaDevice("cuda", new PtxDriver(options));
    }

    private static CudaDevice gpu() {
        return gpu(PtxOptions.DEFAULT);
    }

    private static Tensor features() {
        return Tensors.random(7, 1, 2, 3, 5);
    }

    @Test
    void tensorsStayInTheirWorkspaceUntilTheyAreFetched() {
        Device cpu = Devices.named("cpu");
        try (Workspace workspace = gpu().workspace()) {
            Tensor means = workspace.run(MEAN, features());
            assertThat(means.storage()).isInstanceOf(Storage.OnDevice.class);
            Tensor painted = workspace.fetch(workspace.run(PAINT, means));
            Tensor expected = cpu.run(PAINT, cpu.run(MEAN, features()));
            assertThat(Tensors.doubles(painted)).isEqualTo(Tensors.doubles(expected));
        }
    }

    @Test
    void whatIsPlacedIsReadAtItsOffset() {
        Tensor whole = Tensors.random(3, 2, 2, 3, 5);
        try (Workspace workspace = gpu().workspace()) {
            Tensor placed = workspace.place(whole);
            assertThat(workspace.place(placed)).isSameAs(placed);
            Tensor second = placed.at(1).reshape(1, 2, 3, 5);
            Tensor expected = gpu().run(MEAN, whole.at(1).reshape(1, 2, 3, 5));
            assertThat(Tensors.doubles(workspace.fetch(workspace.run(MEAN, second))))
                    .isEqualTo(Tensors.doubles(expected));
        }
    }

    @Test
    void largeTensorsAreCopiedInParts() {
        // More than two halves of what copies go by.
        int elements = 2_500_001;
        Tensor large = Tensors.random(5, elements);
        try (Workspace workspace = gpu().workspace()) {
            assertThat(workspace.fetch(workspace.place(large)).floats()).isEqualTo(large.floats());
        }
    }

    @Test
    void workspacesTakeEachOthersTensors() {
        CudaDevice gpu = gpu();
        try (Workspace one = gpu.workspace();
                Workspace other = gpu.workspace()) {
            Tensor means = one.run(MEAN, features());
            Tensor painted = other.run(PAINT, means);
            assertThat(other.fetch(painted).shape()).isEqualTo(features().shape());
        }
    }

    @Test
    void tensorsOfAnotherGpuAreRefused() {
        try (Workspace one = gpu().workspace();
                Workspace other = gpu().workspace()) {
            Tensor means = one.run(MEAN, features());
            assertThatThrownBy(() -> other.run(PAINT, means))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("another device");
        }
    }

    @Test
    void partsOfTensorsAreCopiedByThemselves() {
        try (Workspace workspace = gpu().workspace()) {
            Tensor whole = Tensors.random(1, 3, 5);
            Tensor there = workspace.place(whole);
            assertThat(there.at(1).onHeap().floats()).isEqualTo(whole.at(1).to(DType.F32).floats());
            Tensor.of(new int[] {1, 2, 3, 4, 5}, 5).copyInto(there.at(1));
            assertThat(workspace.fetch(there.at(1)).floats()).containsExactly(1, 2, 3, 4, 5);
            assertThat(there.at(2).to(DType.F64).get(4)).isEqualTo(whole.get(14));
        }
    }

    @Test
    void aNumberIsCopiedThereOnce() {
        CudaDevice gpu = gpu();
        Workspace workspace = gpu.workspace();
        Tensor half = workspace.scalar(0.5f);
        long used = gpu.memoryUsed();
        workspace.release(half);
        assertThat(workspace.scalar(0.5f)).isSameAs(half);
        assertThat(gpu.memoryUsed()).isEqualTo(used);
        assertThat(half.onHeap().floats()).containsExactly(0.5f);
        assertThat(workspace.scalar(-0.0f)).isNotSameAs(workspace.scalar(0));
        workspace.close();
        assertThat(gpu.memoryUsed()).isLessThan(used);
        assertThatThrownBy(half::onHeap).isInstanceOf(DeviceException.class);
        assertThatThrownBy(() -> workspace.scalar(1)).isInstanceOf(DeviceException.class);
    }

    @Test
    void aTensorEndsWithItsWorkspace() {
        Workspace workspace = gpu().workspace();
        Tensor means = workspace.run(MEAN, features());
        workspace.close();
        workspace.close();
        assertThatThrownBy(() -> workspace.fetch(means))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("after its workspace was closed");
        assertThatThrownBy(() -> workspace.run(MEAN, features()))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void memoryIsGivenBackWithTheWorkspaceOrBefore() {
        CudaDevice gpu = gpu();
        Workspace workspace = gpu.workspace();
        Tensor zeros = workspace.make(new TensorType(DType.F32, Shape.of(1000)));
        assertThat(gpu.memoryUsed()).isGreaterThanOrEqualTo(4000);
        workspace.release(zeros);
        assertThat(gpu.memoryUsed()).isZero();
        workspace.run(PAINT, workspace.run(MEAN, features()));
        workspace.close();
        assertThat(gpu.memoryUsed()).isLessThanOrEqualTo(KEPT_A_STREAM);
    }

    @Test
    void theTablesOfOldLabelMapsMakeRoomForNewOnes() {
        CudaDevice gpu = gpu();
        try (Workspace workspace = gpu.workspace()) {
            int side = 64;
            long most = 0;
            for (int i = 0; i < 40; i++) {
                SegmentMap map = SegmentMap.of(new int[side * side], side, side);
                workspace.release(
                        workspace.run(
                                reduce(map, Reduction.MEAN), Tensors.random(i, 1, side, side, 1)));
                most = i == 20 ? gpu.memoryUsed() : most;
            }
            assertThat(gpu.memoryUsed()).isEqualTo(most);
        }
    }

    @Test
    void outputsOfTheCallerAreOverwrittenWhereverTheyLie() {
        CudaDevice gpu = gpu();
        Tensor expected = gpu.run(MEAN, features());
        Tensor heap = Tensors.random(1, 1, 3, 5);
        gpu.runInto(MEAN, List.of(features()), List.of(heap));
        assertThat(heap.floats()).isEqualTo(expected.floats());
        try (Workspace workspace = gpu.workspace()) {
            Tensor there = workspace.place(Tensors.random(1, 1, 3, 5));
            workspace.runInto(MEAN, List.of(features()), List.of(there));
            assertThat(workspace.fetch(there).floats()).isEqualTo(expected.floats());
        }
        assertThatThrownBy(() ->
                        gpu.runInto(MEAN, List.of(features()), List.of(Tensors.random(1, 1, 3, 4))))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void aPositionOutsideTheImageIsTheCpusError() {
        Op gradient = new SegmentOp.ReduceGradient(MAP, Reduction.MAX, Layout.NHWC, false);
        Tensor upstream = Tensors.random(1, 1, 3, 1);
        Tensor positions = Tensor.of(new int[] {0, 6, -2}, 1, 3, 1);
        CudaDevice gpu = gpu();
        var expected =
                catchThrowableOfType(
                        ParameterException.class,
                        () -> Devices.named("cpu").run(gradient, upstream, positions));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> gpu.run(gradient, upstream, positions))
                    .isInstanceOf(ParameterException.class)
                    .hasMessage(expected.getMessage());
            Tensor right = Tensor.of(new int[] {0, 5, -1}, 1, 3, 1);
            assertThat(gpu.run(gradient, upstream, right).get(0)).isEqualTo(upstream.get(0));
        }
    }

    @Test
    void anErrorIsToldBeforeLaterResultsAreUsed() {
        Op pick = new SegmentOp.Pick(MAP, Layout.NHWC);
        Tensor positions = Tensor.of(new int[] {0, 99, -1}, 1, 3, 1);
        try (Workspace workspace = gpu().workspace()) {
            Tensor wrong = workspace.run(pick, Tensors.random(1, 1, 2, 3, 1), positions);
            Tensor means = workspace.run(PAINT, wrong);
            assertThatThrownBy(() -> workspace.fetch(means))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining("position 1");
            assertThat(workspace.fetch(means).shape()).isEqualTo(Shape.of(1, 2, 3, 1));
        }
    }

    @Test
    void memoryThatIsNotThereIsAskedForTwice() {
        Tensor expected = gpu().run(MEAN, features());
        int allocations = 12;
        for (int failing = 1; failing <= allocations; failing++) {
            CudaDevice gpu = gpu(PtxOptions.DEFAULT.failing(Failures.ofAllocation(failing)));
            assertThat(gpu.run(MEAN, features()).floats())
                    .as("with allocation %d failing once", failing)
                    .isEqualTo(expected.floats());
        }
    }

    @Test
    void copiesOfInputsDoNotOutliveAFailure() {
        CudaDevice gpu = gpu(PtxOptions.DEFAULT.memory(1 << 20));
        Op gradient = new SegmentOp.ReduceGradient(MAP, Reduction.MEAN, Layout.NHWC, false);
        Tensor upstream = Tensors.random(1, 1, 3, 40_000);
        try (Workspace workspace = gpu.workspace()) {
            Tensor small = workspace.make(new TensorType(DType.F32, Shape.of(1, 2, 3, 5)));
            workspace.runInto(gradient, List.of(Tensors.random(1, 1, 3, 5)), List.of(small));
            long before = gpu.memoryUsed();
            Tensor heap = Tensor.zeros(DType.F32, Shape.of(1, 2, 3, 40_000));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(
                                () -> workspace.runInto(gradient, List.of(upstream), List.of(heap)))
                        .isInstanceOf(OutOfDeviceMemoryException.class);
            }
            assertThat(gpu.memoryUsed()).isEqualTo(before);
        }
    }

    @Test
    void anErrorTellsWhatMemoryIsMissing() {
        CudaDevice gpu = gpu(PtxOptions.DEFAULT.memory(1 << 20));
        var error =
                catchThrowableOfType(
                        OutOfDeviceMemoryException.class,
                        () ->
                                gpu.run(
                                        reduce(MAP, Reduction.MEAN),
                                        Tensors.random(1, 1, 2, 3, 50_000)));
        assertThat(error.asked()).isEqualTo(1_200_000);
        assertThat(error.free()).isBetween(1L, 1L << 20);
        assertThat(error).hasMessageContaining("take smaller batches");
        assertThat(gpu.memoryUsed()).isLessThanOrEqualTo(KEPT_A_STREAM);
        assertThat(gpu.run(MEAN, features()).shape()).isEqualTo(Shape.of(1, 3, 5));
    }

    @Test
    void noMemoryIsLostWhereverItRunsOut() {
        for (int failing = 1; failing <= 12; failing++) {
            CudaDevice gpu = gpu(PtxOptions.DEFAULT.failing(Failures.ofAllocationsFrom(failing)));
            try {
                gpu.run(MEAN, features());
            } catch (OutOfDeviceMemoryException expected) {
                assertThat(gpu.memoryUsed())
                        .as("with allocations from %d on failing", failing)
                        .isLessThanOrEqualTo(KEPT_A_STREAM);
            }
        }
    }

    @Test
    void aGpuThatFailedSaysSoFromThenOnAndOthersGoOn() {
        CudaDevice gpu = gpu(PtxOptions.DEFAULT.deferring().failing(Failures.ofLaunch(3)));
        var first = catchThrowableOfType(DeviceException.class, () -> gpu.run(MEAN, features()));
        assertThat(first).hasMessageContaining("700").hasMessageContaining("--device cpu");
        assertThatThrownBy(() -> gpu.run(PAINT, Tensors.random(1, 1, 3, 5)))
                .isInstanceOf(DeviceException.class)
                .hasMessage(first.getMessage());
        assertThat(gpu().run(MEAN, features()).shape()).isEqualTo(Shape.of(1, 3, 5));
    }

    @Test
    void threadsShareADevice() {
        CudaDevice gpu = gpu();
        float[] expected = gpu.run(MEAN, features()).floats();
        IntStream.range(0, 16)
                .parallel()
                .forEach(_ -> assertThat(gpu.run(MEAN, features()).floats()).isEqualTo(expected));
    }
}
