package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import smalti.Pooled;
import smalti.Pooling;
import smalti.Segmenting;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.PtxOptions;
import smalti.cuda.emulator.PtxOptions.Failures;
import smalti.cuda.emulator.TestedDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Workspace;
import smalti.error.DeviceException;
import smalti.error.LabelException;
import smalti.error.OutOfDeviceMemoryException;
import smalti.op.Layout;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Tensor;
import smalti.testkit.LabelPattern;
import smalti.testkit.Tensors;

class PlacedLabelsTest {
    /// What a stream keeps for itself: slots for what kernels find wrong.
    private static final long KEPT_A_STREAM = 1024;

    private static final int SIDE = 40;

    private final RecordedCalls calls = new RecordedCalls(TestedDriver.get());
    private final CudaDevice gpu = new CudaDevice("cuda", calls.driver());

    private long copiedBytes() {
        return calls.copiedBytes(true) + calls.copiedBytes(false);
    }

    private static Op mean(SegmentMap map) {
        return new SegmentOp.Reduce(map, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
    }

    private static Tensor labels() {
        return LabelPattern.BLOBS.labels(1, SIDE, SIDE, 7);
    }

    private static Tensor features() {
        return Tensors.random(3, 1, SIDE, SIDE, 3);
    }

    private static DeviceTensor placed(SegmentMap map) {
        return DeviceTensor.of(map.placed().orElseThrow().labels());
    }

    private static void assertSameBits(Tensor actual, Tensor expected) {
        assertThat(Tensors.doubles(actual)).isEqualTo(Tensors.doubles(expected));
    }

    @Test
    void superpixelsAndTheirMeansMoveNoLabelsToTheHost() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % SIDE / 9 * 60 + i / 3 / SIDE / 13 * 25 + i % 3 * 40);
        }
        Picture picture = Picture.ofBytes(rgb, SIDE, SIDE, 3);
        Slic slic = Slic.segments(12).withStartLabel(1);
        try (Workspace workspace = gpu.workspace()) {
            Tensor features = workspace.place(features());
            SegmentMap map = Segmenting.by(slic).on(workspace).apply(picture);
            calls.forget();
            Pooling pooling = Pooling.over(map).on(workspace);
            Pooled pooled = pooling.reduce(features, Reduction.MEAN);
            Tensor painted = pooling.unpool(pooled.values(Reduction.MEAN));
            assertThat(copiedBytes()).as("bytes copied").isZero();
            Tensor there = workspace.fetch(painted);
            assertThat(calls.copiesToHost(placed(map))).isZero();

            Device cpu = Devices.named("cpu");
            SegmentMap expected = Segmenting.by(slic).on(cpu).apply(picture);
            Pooling onCpu = Pooling.over(expected).on(gpu);
            assertSameBits(
                    there,
                    onCpu.unpool(onCpu.reduce(features(), Reduction.MEAN).values(Reduction.MEAN)));
            assertThat(map.segments()).isEqualTo(expected.segments()).isEqualTo(12);
            assertThat(map).isEqualTo(expected);
        }
    }

    @Test
    void onlyTheLargestLabelsAreFetchedWhereTheNumberOfSegmentsIsNotGiven() {
        try (Workspace workspace = gpu.workspace()) {
            Tensor labels = workspace.place(LabelPattern.RAGGED.labels(3, 9, 8, 7));
            workspace.segments(labels, Labelling.DENSE);
            calls.forget();
            SegmentMap map = workspace.segments(labels, Labelling.DENSE);
            assertThat(calls.copiedBytes(false)).isZero();
            assertThat(calls.copiedBytes(true)).isLessThan(64);
            calls.forget();
            workspace.segments(labels, Labelling.DENSE.withSegments(map.segments()));
            assertThat(copiedBytes()).isZero();
        }
    }

    @Test
    void aMapIsUsedInOtherWorkspacesOfItsGpuWithoutTheHost() {
        try (Workspace one = gpu.workspace();
                Workspace other = gpu.workspace()) {
            Tensor labels = one.place(labels());
            Tensor features = other.place(features());
            SegmentMap map = one.segments(labels, Labelling.DENSE.withSegments(20));
            calls.forget();
            Tensor means = other.run(mean(map), features);
            assertThat(copiedBytes()).isZero();
            assertThat(calls.started())
                    .as("waits for who wrote the labels, and by who may give them up")
                    .startsWith("await")
                    .contains("smalti_segment_read_labels")
                    .containsSequence("smalti_segment_pieces", "await");
            SegmentMap copy = SegmentMap.of(labels(), Labelling.DENSE.withSegments(20));
            assertSameBits(other.fetch(means), gpu.run(mean(copy), features()));
            // Labels of another workspace too.
            assertThat(other.segments(labels, Labelling.DENSE))
                    .isEqualTo(SegmentMap.of(labels(), Labelling.DENSE));
        }
    }

    @Test
    void otherDevicesGetOneCopyWhoeverAsksFirst() throws InterruptedException, ExecutionException {
        SegmentMap copy = SegmentMap.of(labels(), Labelling.DENSE);
        Device otherGpu = new CudaDevice("cuda:1", new PtxDriver());
        Device cpu = Devices.named("cpu");
        try (Workspace workspace = gpu.workspace();
                var threads = Executors.newFixedThreadPool(4)) {
            SegmentMap map = workspace.segments(workspace.place(labels()), Labelling.DENSE);
            calls.forget();
            List<Future<Tensor>> means = new ArrayList<>();
            for (Device device : List.of(cpu, otherGpu, cpu, otherGpu)) {
                means.add(threads.submit(() -> device.run(mean(map), features())));
            }
            assertSameBits(means.get(0).get(), cpu.run(mean(copy), features()));
            assertSameBits(means.get(1).get(), otherGpu.run(mean(copy), features()));
            assertSameBits(means.get(2).get(), means.get(0).get());
            assertSameBits(means.get(3).get(), means.get(1).get());
            assertThat(calls.copiesToHost(placed(map))).isEqualTo(1);
            assertThat(map).isEqualTo(copy);
        }
    }

    @Test
    void aMapNeedsItsLabelsUntilTheHeapHasACopy() {
        SegmentMap copied;
        SegmentMap lost;
        try (Workspace workspace = gpu.workspace()) {
            Tensor labels = workspace.place(labels());
            copied = workspace.segments(labels, Labelling.DENSE);
            lost = workspace.segments(labels, Labelling.DENSE);
            assertThat(copied.counts()).hasSize(copied.segments());
        }
        Tensor expected = gpu.run(mean(copied), features());
        assertSameBits(
                expected, gpu.run(mean(SegmentMap.of(labels(), Labelling.DENSE)), features()));
        assertThat(lost.segments()).isEqualTo(copied.segments());
        for (Device device : List.of(gpu, Devices.named("cpu"))) {
            assertThatThrownBy(() -> device.run(mean(lost), features()))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("after its workspace was closed");
        }
        assertThatThrownBy(lost::counts).isInstanceOf(DeviceException.class);
    }

    @Test
    void labelsThatWereReleasedAreMissedWhereNothingIsKept() {
        try (Workspace workspace = gpu.workspace()) {
            Tensor labels = workspace.place(labels());
            SegmentMap map = workspace.segments(labels, Labelling.DENSE);
            workspace.release(labels);
            assertThatThrownBy(() -> gpu.run(mean(map), features()))
                    .isInstanceOf(DeviceException.class);
            assertThatThrownBy(() -> workspace.segments(labels, Labelling.DENSE))
                    .isInstanceOf(DeviceException.class);
        }
    }

    @Test
    void aClosedWorkspaceMakesNoMaps() {
        Workspace closed = gpu.workspace();
        closed.close();
        try (Workspace workspace = gpu.workspace()) {
            Tensor labels = workspace.place(labels());
            for (Tensor each : List.of(labels, labels())) {
                assertThatThrownBy(() -> closed.segments(each, Labelling.DENSE))
                        .isInstanceOf(DeviceException.class)
                        .hasMessageContaining("was closed");
            }
        }
    }

    @Test
    void oldMapsMakeRoomForNewOnesAndComeBack() {
        try (Workspace workspace = gpu.workspace()) {
            Tensor labels = workspace.place(labels());
            Tensor features = workspace.place(features());
            SegmentMap first = workspace.segments(labels, Labelling.DENSE);
            float[] expected = workspace.fetch(workspace.run(mean(first), features)).floats();
            long most = 0;
            for (int i = 0; i < 40; i++) {
                workspace.segments(labels, Labelling.DENSE);
                most = i == 20 ? gpu.memoryUsed() : most;
            }
            assertThat(gpu.memoryUsed()).isEqualTo(most);
            calls.forget();
            Tensor means = workspace.run(mean(first), features);
            assertThat(copiedBytes()).isZero();
            assertThat(workspace.fetch(means).floats()).isEqualTo(expected);
        }
        assertThat(gpu.memoryUsed()).isLessThanOrEqualTo(KEPT_A_STREAM);
    }

    @Test
    void aWrongLabelIsToldAtTheNextStopAndAgainByTheMap() {
        int[] wrong = labels().ints();
        wrong[3 * SIDE + 5] = 20;
        wrong[8 * SIDE] = 4711;
        try (Workspace workspace = gpu.workspace()) {
            Tensor labels = workspace.place(Tensor.of(wrong, 1, SIDE, SIDE));
            SegmentMap map = workspace.segments(labels, Labelling.DENSE.withSegments(20));
            Tensor means = workspace.run(mean(map), features());
            for (int i = 0; i < 2; i++) {
                boolean first = i == 0;
                assertThatThrownBy(
                                () -> {
                                    if (first) {
                                        workspace.fetch(means);
                                    } else {
                                        map.counts();
                                    }
                                })
                        .isInstanceOf(LabelException.class)
                        .hasMessage("label 20 at [0,3,5] is not below the 20 segments");
            }
        }
    }

    @Test
    void whatNobodyWasToldIsNotToldToTheNextWorkspace() {
        try (Workspace workspace = gpu.workspace()) {
            Tensor labels = workspace.place(labels());
            workspace.segments(labels, Labelling.DENSE.withSegments(2));
        }
        try (Workspace next = gpu.workspace()) {
            Tensor features = next.place(features());
            assertThat(next.fetch(features).floats()).isEqualTo(features().floats());
        }
    }

    @Test
    void aPlanOfUpTo2048SegmentsIsSixKernels() {
        try (Workspace workspace = gpu.workspace()) {
            Tensor labels = workspace.place(labels());
            workspace.segments(labels, Labelling.DENSE.withSegments(2000));
            calls.forget();
            workspace.segments(labels, Labelling.DENSE.withSegments(2000));
            assertThat(calls.started())
                    .containsExactly(
                            "smalti_segment_read_labels",
                            "smalti_sort_histogram",
                            "smalti_sort_chunks",
                            "smalti_sort_digits",
                            "smalti_sort_scatter",
                            "smalti_segment_pieces");
        }
    }

    /// Contracts may be broken, tables must not be.
    @Test
    void labelsThatChangeUnderTheirMapAreCheckedAgain() {
        try (Workspace workspace = gpu.workspace();
                Workspace other = gpu.workspace()) {
            Tensor labels = workspace.place(Tensor.of(new int[] {0, 1, 1, -1}, 1, 2, 2));
            SegmentMap map = workspace.segments(labels, Labelling.DENSE);
            Tensor later = Tensor.of(new int[] {0, 1, 5, 2}, 1, 2, 2);
            workspace.runInto(new MoveOp.Concat(0), List.of(later), List.of(labels));
            Tensor means = other.run(mean(map), Tensors.random(1, 1, 2, 2, 1));
            String message = "label 5 at [0,1,0] is not below the 2 segments";
            assertThatThrownBy(() -> other.fetch(means))
                    .isInstanceOf(LabelException.class)
                    .hasMessage(message);
            assertThatThrownBy(map::counts).isInstanceOf(LabelException.class).hasMessage(message);
        }
    }

    /// More chunks than a warp adds up at a time, and more digits than one pass takes.
    @Test
    void largeMapsAndManySegments() {
        for (Tensor labels :
                List.of(
                        LabelPattern.NOISE.labels(1, 262, 261, 3),
                        LabelPattern.IDENTITY.labels(2, 67, 41, 3))) {
            int height = labels.shape().size(1);
            int width = labels.shape().size(2);
            Tensor features = Tensors.random(5, labels.shape().size(0), height, width, 1);
            SegmentMap copy = SegmentMap.of(labels, Labelling.DENSE);
            Tensor expected = Devices.named("cpu").run(mean(copy), features);
            try (Workspace workspace = gpu.workspace()) {
                SegmentMap map = workspace.segments(workspace.place(labels), Labelling.DENSE);
                Tensor means = workspace.fetch(workspace.run(mean(map), features));
                for (int i = 0; i < means.elements(); i++) {
                    assertThat((float) means.get(i))
                            .isCloseTo((float) expected.get(i), within(1e-5f));
                }
            }
        }
    }

    @Test
    void noMemoryIsLostWhereverItRunsOut() {
        for (int failing = 1; failing <= 12; failing++) {
            var scarce =
                    new CudaDevice(
                            "cuda",
                            new PtxDriver(
                                    PtxOptions.DEFAULT.failing(
                                            Failures.ofAllocationsFrom(failing))));
            try (Workspace workspace = scarce.workspace()) {
                Tensor labels = workspace.place(labels());
                long before = scarce.memoryUsed();
                try {
                    workspace.segments(labels, Labelling.DENSE.withSegments(20));
                } catch (OutOfDeviceMemoryException expected) {
                    assertThat(scarce.memoryUsed())
                            .as("with allocations from %d on failing", failing)
                            .isLessThanOrEqualTo(before + KEPT_A_STREAM);
                }
            } catch (OutOfDeviceMemoryException expected) {
                assertThat(scarce.memoryUsed()).isLessThanOrEqualTo(KEPT_A_STREAM);
            }
        }
    }
}
