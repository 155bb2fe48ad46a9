package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static smalti.testkit.promise.OnDevice.assertSameBits;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.device.Workspace;
import smalti.error.LabelException;
import smalti.error.SmaltiException;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.LabelPattern;
import smalti.testkit.Scene;

/// Labels that lie on a device make the map that their copy on the heap makes, or the same error.
public interface LabelPromises extends OnDevice {

    /// Labels as a view from the offset of the scene on, behind others that are wrong.
    private static Tensor labels(Scene scene) {
        Tensor labels =
                scene.labels().labels(scene.batch(), scene.height(), scene.width(), scene.seed());
        int[] whole = new int[scene.offset() + labels.ints().length];
        Arrays.fill(whole, 0, scene.offset(), Integer.MAX_VALUE);
        System.arraycopy(labels.ints(), 0, whole, scene.offset(), labels.ints().length);
        return Tensor.of(labels.shape(), new Storage.Ints(whole), scene.offset());
    }

    private static void assertSameMap(String what, SegmentMap actual, SegmentMap expected) {
        assertThat(actual.toString()).as(what).isEqualTo(expected.toString());
        assertThat(actual.packedOffsets()).as(what).isEqualTo(expected.packedOffsets());
        assertThat(actual.counts()).as(what).isEqualTo(expected.counts());
        assertThat(actual.segmentStarts()).as(what).isEqualTo(expected.segmentStarts());
        assertThat(actual.segmentRuns()).as(what).isEqualTo(expected.segmentRuns());
        assertThat(actual).as(what).isEqualTo(expected).hasSameHashCodeAs(expected);
    }

    @Property(tries = 100)
    default void labelsThatLieOnADeviceMakeTheMapThatTheirCopyMakes(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        try (Workspace workspace = device().workspace()) {
            SegmentMap map =
                    workspace.segments(workspace.place(labels(scene)), scene.labels().labelling());
            assertSameMap(scene.toString(), map, scene.map());
        }
    }

    @Property(tries = 50)
    default void operatorsOverLabelsThatLieOnADeviceGiveWhatTheyGiveOverTheirCopy(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap copy = scene.map();
        Layout layout = scene.layout();
        try (Workspace workspace = device().workspace()) {
            SegmentMap map =
                    workspace.segments(workspace.place(labels(scene)), scene.labels().labelling());
            Tensor features = workspace.place(scene.features());
            for (Reduction reduction : List.of(Reduction.MEAN, Reduction.MAX)) {
                assertSameBits(
                        reduction + " of " + scene,
                        fetched(workspace, reduce(map, reduction, layout), features),
                        fetched(workspace, reduce(copy, reduction, layout), features));
            }
            Tensor table = workspace.place(scene.table(DType.F32, copy));
            assertSameBits(
                    "unpool of " + scene,
                    fetched(workspace, new SegmentOp.Unpool(map, layout), table),
                    fetched(workspace, new SegmentOp.Unpool(copy, layout), table));
        }
    }

    private static Op reduce(SegmentMap map, Reduction reduction, Layout layout) {
        return new SegmentOp.Reduce(map, List.of(reduction), layout, false, 0);
    }

    private static List<Tensor> fetched(Workspace workspace, Op op, Tensor input) {
        return workspace.run(op, List.of(input)).stream().map(workspace::fetch).toList();
    }

    /// The error is told when the map is made, or when it is used: on the device as on the heap.
    private void checkSameError(Tensor labels, Labelling labelling) {
        Throwable expected = catchThrowable(() -> SegmentMap.of(labels, labelling));
        assertThat(expected).isInstanceOf(SmaltiException.class);
        BiConsumer<Workspace, SegmentMap> onDevice =
                (workspace, map) -> {
                    Shape shape = Shape.of(map.batch(), map.height(), map.width(), 1);
                    Tensor zeros = workspace.place(Tensor.zeros(DType.F32, shape));
                    fetched(workspace, reduce(map, Reduction.MEAN, Layout.NHWC), zeros);
                };
        BiConsumer<Workspace, SegmentMap> onHeap = (_, map) -> map.counts();
        for (BiConsumer<Workspace, SegmentMap> use : List.of(onDevice, onHeap)) {
            try (Workspace workspace = device().workspace()) {
                Tensor there = workspace.place(labels);
                Throwable told =
                        catchThrowable(
                                () -> use.accept(workspace, workspace.segments(there, labelling)));
                assertThat(told)
                        .isExactlyInstanceOf(expected.getClass())
                        .hasMessage(expected.getMessage());
                if (expected instanceof LabelException first) {
                    assertThat(((LabelException) told).position()).isEqualTo(first.position());
                }
                Tensor right = workspace.place(Tensor.of(new int[] {0, 1, 0}, 1, 3));
                assertThat(workspace.segments(right, Labelling.DENSE).counts())
                        .containsExactly(2, 1);
            }
        }
    }

    @Property(tries = 30)
    default void aWrongLabelIsTheSameErrorWhereverItLies(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene,
            @ForAll @IntRange(max = 1_000_000) int where,
            @ForAll @IntRange(max = 10) int excess) {
        Tensor labels = labels(scene);
        int pixels = (int) labels.elements();
        if (pixels == 0) {
            return;
        }
        int segments = Math.max(1, scene.map().segments());
        int wrong = segments + excess;
        labels.ints()[scene.offset() + where % pixels] = wrong;
        labels.ints()[scene.offset() + where / 3 % pixels] = Integer.MAX_VALUE;
        // A label that is ignored is not wrong, however large.
        OptionalInt ignore = OptionalInt.of(wrong == 255 ? 254 : 255);
        checkSameError(labels, new Labelling(OptionalInt.of(segments), ignore));
    }

    @Example
    default void aLabelFarBeyondThePixelsIsTheSameErrorWhereverItLies() {
        int[] labels = new int[2 * 3 * 70];
        labels[300] = 1 << 20;
        labels[303] = Integer.MAX_VALUE;
        checkSameError(Tensor.of(labels, 2, 3, 70), Labelling.DENSE);
        checkSameError(Tensor.of(labels, 6, 70), Labelling.DENSE.ignoring(1 << 20));
    }

    @Example
    default void labelsOfAnotherShapeOrTypeAreTheSameErrorWhereverTheyLie() {
        checkSameError(Tensor.of(new int[4], 4), Labelling.DENSE);
        checkSameError(Tensor.of(new int[4], 1, 1, 2, 2), Labelling.DENSE);
        checkSameError(Tensor.of(new float[4], 2, 2), Labelling.DENSE);
    }

    @Example
    default void picturesWithoutSegmentsAndOfOneImageMakeMapsToo() {
        int[] none = {-1, -7, Integer.MIN_VALUE, 255, 255, -1};
        int[] some = {3, 255, 0, 0, -1, 3};
        try (Workspace workspace = device().workspace()) {
            for (int[] labels : List.of(none, some)) {
                for (Tensor each : List.of(Tensor.of(labels, 2, 3), Tensor.of(labels, 3, 1, 2))) {
                    Labelling labelling = Labelling.DENSE.ignoring(255);
                    SegmentMap map = workspace.segments(workspace.place(each), labelling);
                    assertSameMap("labels " + each, map, SegmentMap.of(each, labelling));
                }
            }
            Scene nothing = Scene.of(2, 0, 5, 3).with(LabelPattern.HOLES);
            SegmentMap map =
                    workspace.segments(
                            workspace.place(labels(nothing)), nothing.labels().labelling());
            assertSameMap("no pixels", map, nothing.map());
        }
    }
}
