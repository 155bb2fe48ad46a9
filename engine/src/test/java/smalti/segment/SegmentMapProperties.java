package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.Scene;

/// The map's tables, each derived once more from the labels alone.
class SegmentMapProperties {

    /// The labels as they should read back: every ignored one as -1.
    private static int[] normalised(Scene scene) {
        Tensor given =
                scene.labels().labels(scene.batch(), scene.height(), scene.width(), scene.seed());
        int ignore = scene.labels().labelling().ignore().orElse(-1);
        return Arrays.stream(given.ints())
                .map(label -> label < 0 || label == ignore ? -1 : label)
                .toArray();
    }

    @Property(tries = 300)
    void labelsReadBackWithIgnoredOnesAsMinusOne(@ForAll(supplier = AnyScene.class) Scene scene) {
        assertThat(scene.map().labels().ints()).isEqualTo(normalised(scene));
    }

    @Property(tries = 300)
    void countsAndIgnoredPixelsAreThePicture(@ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        int[] labels = normalised(scene);
        int[] counts = new int[map.batch() * map.segments()];
        int ignored = 0;
        for (int at = 0; at < labels.length; at++) {
            if (labels[at] < 0) {
                ignored++;
            } else {
                counts[at / (scene.height() * scene.width()) * map.segments() + labels[at]]++;
            }
        }
        assertThat(map.counts()).isEqualTo(counts);
        assertThat(Arrays.stream(map.counts()).sum() + ignored).isEqualTo(map.pixels());
    }

    @Property(tries = 300)
    void theNumberOfSegmentsIsGivenOrTheLargestLabelPlusOne(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        int[] labels = normalised(scene);
        int pixels = scene.height() * scene.width();
        int most = 0;
        for (int image = 0; image < scene.batch(); image++) {
            int largest =
                    Arrays.stream(labels, image * pixels, (image + 1) * pixels).max().orElse(-1);
            int expected = scene.labels().labelling().segments().orElse(largest + 1);
            assertThat(map.segments(image)).as("segments of image %d", image).isEqualTo(expected);
            most = Math.max(most, expected);
        }
        assertThat(map.segments()).isEqualTo(most);
        int[] offsets = map.packedOffsets();
        assertThat(offsets).hasSize(scene.batch() + 1).startsWith(0);
        for (int image = 0; image < scene.batch(); image++) {
            assertThat(offsets[image + 1] - offsets[image]).isEqualTo(map.segments(image));
        }
    }

    @Property(tries = 300)
    void runsAreTheLongestPiecesOfRowsWithOneLabel(@ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        int[] labels = normalised(scene);
        int run = 0;
        for (int row = 0; row < scene.batch() * scene.height(); row++) {
            assertThat(map.rowRuns()[row]).as("first run of row %d", row).isEqualTo(run);
            for (int x = 0; x < scene.width(); ) {
                int at = row * scene.width() + x;
                int end = x;
                while (end < scene.width() && labels[row * scene.width() + end] == labels[at]) {
                    end++;
                }
                assertThat(map.runStarts()[run]).as("start of run %d", run).isEqualTo(at);
                assertThat(map.runLabels()[run]).as("label of run %d", run).isEqualTo(labels[at]);
                run++;
                x = end;
            }
        }
        assertThat(map.runs()).isEqualTo(run);
        assertThat(map.rowRuns()).hasSize(scene.batch() * scene.height() + 1).endsWith(run);
        assertThat(map.runStarts()).hasSize(run + 1).endsWith(labels.length);
    }

    @Property(tries = 300)
    void eachSegmentListsItsRunsInRasterOrder(@ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        int pixels = scene.height() * scene.width();
        int listed = 0;
        assertThat(map.segmentStarts()).hasSize(map.batch() * map.segments() + 1).startsWith(0);
        for (int row = 0; row < map.batch() * map.segments(); row++) {
            int covered = 0;
            int before = -1;
            for (int at = map.segmentStarts()[row]; at < map.segmentStarts()[row + 1]; at++) {
                int run = map.segmentRuns()[at];
                assertThat(run).as("runs of segment %d ascend", row).isGreaterThan(before);
                assertThat(map.runLabels()[run]).isEqualTo(row % map.segments());
                assertThat(map.runStarts()[run] / pixels).isEqualTo(row / map.segments());
                covered += map.runStarts()[run + 1] - map.runStarts()[run];
                before = run;
                listed++;
            }
            assertThat(covered).as("pixels of segment %d", row).isEqualTo(map.counts()[row]);
        }
        long labelled = Arrays.stream(map.runLabels()).filter(label -> label >= 0).count();
        assertThat(listed).isEqualTo((int) labelled);
        assertThat(map.segmentRuns()).as("nothing behind the last run").hasSize(listed);
    }

    @Property(tries = 200)
    void aMapMadeFromItsRunsIsEqual(@ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        int[] segments = new int[map.batch()];
        Arrays.setAll(segments, map::segments);
        SegmentMap again =
                SegmentMap.ofRuns(
                        map.height(), map.width(), segments, map.runStarts(), map.runLabels());
        assertThat(again).isEqualTo(map).hasSameHashCodeAs(map);
        assertThat(again.counts()).isEqualTo(map.counts());
        assertThat(again.segmentRuns()).isEqualTo(map.segmentRuns());
        assertThat(again.segmentStarts()).isEqualTo(map.segmentStarts());
        assertThat(again.rowRuns()).isEqualTo(map.rowRuns());
        assertThat(again.segments()).isEqualTo(map.segments());
    }

    @Property(tries = 100)
    void anyChangeOfALabelMakesAnotherMap(
            @ForAll(supplier = AnyScene.class) Scene scene, @ForAll long where) {
        int[] labels = normalised(scene);
        if (labels.length > 0) {
            int at = (int) Long.remainderUnsigned(where, labels.length);
            labels[at] = labels[at] == 0 ? 1 : 0;
            Tensor changed = Tensor.of(labels, scene.batch(), scene.height(), scene.width());
            assertThat(SegmentMap.of(changed, Labelling.DENSE.withSegments(9999)))
                    .isNotEqualTo(
                            SegmentMap.of(
                                    scene.map().labels(), Labelling.DENSE.withSegments(9999)));
        }
    }
}
