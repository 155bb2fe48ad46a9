package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import smalti.error.LabelException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

class SegmentMapTest {
    private static final int[] LABELS = {0, 0, 2, -7, 255, 2};

    @Test
    void aLabelThatIsNotBelowTheSegmentsIsNamedWithItsPosition() {
        int[] labels = new int[2 * 4 * 6];
        labels[3 * 6 + 5] = 7;
        Tensor tensor = Tensor.of(labels, 2, 4, 6);
        LabelException error =
                catchThrowableOfType(
                        LabelException.class,
                        () -> SegmentMap.of(tensor, Labelling.DENSE.withSegments(5)));
        assertThat(error).hasMessage("label 7 at [0,3,5] is not below the 5 segments");
        assertThat(error.position()).containsExactly(0, 3, 5);
        assertThat(error.label()).isEqualTo(7);
        assertThat(error.limit()).isEqualTo(5);
    }

    @Test
    void theFirstBadLabelInRasterOrderIsNamedInAnyImage() {
        int[] labels = {0, 1, 1, 0, 5, 9};
        assertThatThrownBy(() ->
                        SegmentMap.of(Tensor.of(labels, 3, 1, 2), Labelling.DENSE.withSegments(5)))
                .hasMessage("label 5 at [2,0,0] is not below the 5 segments");
    }

    @Test
    void theLargestAllowedLabelIsOneBelowTheSegments() {
        SegmentMap map =
                SegmentMap.of(Tensor.of(new int[] {4}, 1, 1), Labelling.DENSE.withSegments(5));
        assertThat(map.counts()).containsExactly(0, 0, 0, 0, 1);
    }

    @Test
    void anIgnoredLabelMayLieBeyondTheSegments() {
        Labelling labelling = Labelling.DENSE.withSegments(3).ignoring(255);
        SegmentMap map = SegmentMap.of(Tensor.of(LABELS, 2, 3), labelling);
        assertThat(map.labels().ints()).containsExactly(0, 0, 2, -1, -1, 2);
        assertThat(map.counts()).containsExactly(2, 0, 2);
        assertThat(map.runs())
                .as("ignored neighbours of different labels are one run")
                .isEqualTo(4);
    }

    @Test
    void aLabelThatIsImplausiblyLargeIsRefusedUnlessTheNumberOfSegmentsIsNamed() {
        Tensor labels = Tensor.of(new int[] {0, 1 << 20}, 1, 2);
        assertThatThrownBy(() -> SegmentMap.of(labels, Labelling.DENSE))
                .isInstanceOf(LabelException.class)
                .hasMessage(
                        "label 1048576 at [0,0,1] is not below the 1048576 segments; that many are"
                                + " implausible for so few pixels: name their number, or relabel them densely");
        assertThat(SegmentMap.of(labels, Labelling.DENSE.withSegments((1 << 20) + 1)).segments())
                .isEqualTo((1 << 20) + 1);
        assertThat(SegmentMap.of(new int[] {(1 << 20) - 1}, 1, 1).segments()).isEqualTo(1 << 20);
    }

    @Test
    void aLargePictureMayHaveSixteenSegmentsAPixel() {
        int pixels = (1 << 17);
        int[] labels = new int[pixels];
        labels[pixels - 1] = 16 * pixels - 1;
        assertThat(SegmentMap.of(labels, 1, pixels).segments()).isEqualTo(16 * pixels);
        labels[pixels - 1] = 16 * pixels;
        assertThatThrownBy(() -> SegmentMap.of(labels, 1, pixels))
                .hasMessageContaining("is not below the " + 16 * pixels + " segments");
    }

    @Test
    void fewerThanOneSegmentIsRefused() {
        assertThatThrownBy(() -> Labelling.DENSE.withSegments(0))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the number of segments must be at least 1, not 0");
        assertThat(new Labelling(OptionalInt.of(1), OptionalInt.empty()).segments()).hasValue(1);
    }

    @Test
    void labelsOfAnotherTypeOrRankAreRefused() {
        assertThatThrownBy(() ->
                        SegmentMap.of(Tensor.zeros(DType.F32, Shape.of(2, 2)), Labelling.DENSE))
                .isInstanceOf(ShapeException.class)
                .hasMessage("a segment map takes labels I32 [B,H,W] or [H,W], not F32 [2,2]");
        for (Shape shape : new Shape[] {Shape.of(4), Shape.of(1, 1, 2, 2)}) {
            assertThatThrownBy(() -> SegmentMap.of(Tensor.zeros(DType.I32, shape), Labelling.DENSE))
                    .isInstanceOf(ShapeException.class);
        }
    }

    @Test
    void labelsMayBeAViewIntoALargerArray() {
        int[] storage = {9, 9, 9, 0, 1, 1, 0, 9, 9};
        Tensor view = Tensor.of(Shape.of(2, 2), new Storage.Ints(storage), 3);
        SegmentMap map = SegmentMap.of(view, Labelling.DENSE);
        assertThat(map).isEqualTo(SegmentMap.of(new int[] {0, 1, 1, 0}, 2, 2));
        assertThat(map.batch()).isEqualTo(1);
        assertThat(map.height()).isEqualTo(2);
        assertThat(map.width()).isEqualTo(2);
        assertThat(map.pixels()).isEqualTo(4);
    }

    @Test
    void theMapDoesNotShareTheCallersLabels() {
        int[] labels = {0, 1};
        SegmentMap map = SegmentMap.of(labels, 1, 2);
        labels[0] = 1;
        assertThat(map.labels().ints()).containsExactly(0, 1);
    }

    @Test
    void mapsOfOtherSizesOrNumbersOfSegmentsDiffer() {
        SegmentMap map = SegmentMap.of(new int[4], 2, 2);
        assertThat(map)
                .isNotEqualTo(SegmentMap.of(new int[4], 1, 4))
                .isNotEqualTo(SegmentMap.of(new int[4], 4, 1))
                .isNotEqualTo(SegmentMap.of(Tensor.of(new int[4], 2, 2, 1), Labelling.DENSE))
                .isNotEqualTo(
                        SegmentMap.of(Tensor.of(new int[4], 2, 2), Labelling.DENSE.withSegments(2)))
                .isNotEqualTo("a map")
                .hasToString("SegmentMap [1,2,2] of 1 segments");
    }

    private static void refuseRuns(
            String message, int height, int width, int[] segments, int[] starts, int... labels) {
        assertThatThrownBy(() -> SegmentMap.ofRuns(height, width, segments, starts, labels))
                .hasMessage(message);
    }

    @Test
    void runsThatDoNotFillTheRowsAreRefused() {
        int[] two = {2};
        refuseRuns(
                "a segment map of 2 runs takes 3 starts, not 2", 1, 4, two, new int[] {0, 4}, 0, 1);
        refuseRuns(
                "the number of segments of image 0 must be at least 0, not -1",
                1,
                4,
                new int[] {-1},
                new int[] {0, 4},
                0);
        refuseRuns(
                "the end of the last run must be 4 pixels, not 5", 1, 4, two, new int[] {0, 5}, 0);
        refuseRuns("the start of run 0 must be pixel 0, not 1", 1, 4, two, new int[] {1, 4}, 0);
        refuseRuns(
                "the end of run 0 must be from 1 to 4 in its row, not 0",
                1,
                4,
                two,
                new int[] {0, 0, 4},
                0,
                1);
        refuseRuns(
                "the end of run 0 must be from 1 to 2 in its row, not 3",
                2,
                2,
                two,
                new int[] {0, 3, 4},
                0,
                1);
        refuseRuns(
                "the number of runs must be at least the 2 rows, not 1",
                2,
                2,
                two,
                new int[] {0, 4},
                0);
        refuseRuns(
                "the number of runs must be 1 to fill the picture, not 2",
                1,
                4,
                two,
                new int[] {0, 4, 4},
                0,
                1);
        refuseRuns(
                "the number of runs must be at least the 1 rows, not 0", 1, 4, two, new int[] {4});
        refuseRuns(
                "label 2 at [0,1,0] is not below the 2 segments",
                2,
                2,
                two,
                new int[] {0, 1, 2, 4},
                0,
                1,
                2);
        refuseRuns(
                "the label of run 0 must be a segment or -1, not -2",
                1,
                4,
                two,
                new int[] {0, 4},
                -2);
        refuseRuns(
                "the label of run 1 must be unlike that of the run before it, not 1",
                1,
                4,
                two,
                new int[] {0, 2, 4},
                1,
                1);
    }

    @Test
    void runsMayRepeatALabelInTheNextRow() {
        SegmentMap map = SegmentMap.ofRuns(2, 2, new int[] {1}, new int[] {0, 2, 4}, new int[2]);
        assertThat(map).isEqualTo(SegmentMap.of(new int[4], 2, 2));
    }

    @Test
    void theMapDoesNotShareTheCallersRuns() {
        int[] segments = {2};
        int[] starts = {0, 1, 2};
        int[] labels = {0, 1};
        SegmentMap map = SegmentMap.ofRuns(1, 2, segments, starts, labels);
        segments[0] = 9;
        starts[1] = 9;
        labels[1] = 9;
        assertThat(map).isEqualTo(SegmentMap.of(new int[] {0, 1}, 1, 2));
    }

    @Test
    void tablesBeyondWhatCanBeAddressedAreRefused() {
        Tensor labels = Tensor.zeros(DType.I32, Shape.of(3, 1, 1));
        assertThatThrownBy(() ->
                        SegmentMap.of(labels, Labelling.DENSE.withSegments(Shape.MAX_ELEMENTS)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("at most 2147483639 elements");
        Tensor rows = Tensor.of(new int[0], 1 << 16, 1 << 16, 0);
        assertThatThrownBy(() -> SegmentMap.of(rows, Labelling.DENSE))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[65536,65536]");
    }

    @Test
    void theTablesOfAWorkedCase() {
        SegmentMap map =
                SegmentMap.of(
                        new int[] {
                            0, 0, 3, 3,
                            3, -1, -9, 0,
                            2, 2, 2, 2
                        },
                        3,
                        4);
        assertThat(map.segments()).isEqualTo(4);
        assertThat(map.counts()).containsExactly(3, 0, 4, 3);
        assertThat(map.runStarts()).containsExactly(0, 2, 4, 5, 7, 8, 12);
        assertThat(map.runLabels()).containsExactly(0, 3, 3, -1, 0, 2);
        assertThat(map.rowRuns()).containsExactly(0, 2, 5, 6);
        assertThat(map.segmentStarts()).containsExactly(0, 2, 2, 3, 5);
        assertThat(map.segmentRuns()).containsExactly(0, 4, 5, 1, 2);
        assertThat(map.pixels()).isEqualTo(12);
        assertThat(map.runs()).isEqualTo(6);
        assertThat(map).hasToString("SegmentMap [1,3,4] of 4 segments");
    }

    @Test
    void imagesHaveSegmentsOfTheirOwn() {
        Tensor labels = Tensor.of(new int[] {0, 2, -1, -1, 1, 0}, 3, 1, 2);
        SegmentMap ragged = SegmentMap.of(labels, Labelling.DENSE);
        assertThat(ragged.segments()).isEqualTo(3);
        assertThat(ragged.segments(0)).isEqualTo(3);
        assertThat(ragged.segments(1)).isZero();
        assertThat(ragged.segments(2)).isEqualTo(2);
        assertThat(ragged.packedOffsets()).containsExactly(0, 3, 3, 5);
        assertThat(ragged.counts()).containsExactly(1, 0, 1, 0, 0, 0, 1, 1, 0);
        SegmentMap fixed = SegmentMap.of(labels, Labelling.DENSE.withSegments(4));
        assertThat(fixed.segments(1)).isEqualTo(4);
        assertThat(fixed.packedOffsets()).containsExactly(0, 4, 8, 12);
        assertThat(fixed.counts()).containsExactly(1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0);
    }

    @Test
    void ignoredLabelsOfAllKindsAreOneRun() {
        int[] labels = {255, -1, Integer.MIN_VALUE, 255, 7, 255};
        SegmentMap map = SegmentMap.of(Tensor.of(labels, 1, 6), Labelling.DENSE.ignoring(255));
        assertThat(map.runLabels()).containsExactly(-1, 7, -1);
        assertThat(map.runStarts()).containsExactly(0, 4, 5, 6);
        assertThat(map.segments()).isEqualTo(8);
        assertThat(SegmentMap.of(Tensor.of(labels, 1, 6), Labelling.DENSE).segments())
                .isEqualTo(256);
    }

    @Test
    void nothingIsAMapOfNothing() {
        for (int[] size : new int[][] {{0, 3, 4}, {2, 0, 4}, {2, 3, 0}, {0, 0, 0}}) {
            SegmentMap map = SegmentMap.of(Tensor.of(new int[0], size), Labelling.DENSE);
            assertThat(map.pixels()).isZero();
            assertThat(map.runs()).isZero();
            assertThat(map.segments()).isZero();
            assertThat(map.rowRuns()).hasSize(size[0] * size[1] + 1).containsOnly(0);
            assertThat(map.labels().shape()).isEqualTo(Shape.of(size));
            SegmentMap five =
                    SegmentMap.of(Tensor.of(new int[0], size), Labelling.DENSE.withSegments(5));
            assertThat(five.counts()).hasSize(5 * size[0]).doesNotContain(1);
        }
    }

    @Test
    void noiseOutgrowsTheFirstGuessOfRuns() {
        int[] labels = new int[300 * 301];
        Arrays.setAll(labels, i -> i < labels.length / 2 ? 0 : i % 7);
        SegmentMap map = SegmentMap.of(labels, 300, 301);
        assertThat(map.labels().ints()).isEqualTo(labels);
    }

    @Test
    void labelsOfADeviceAreFetchedOnceHoweverManyThreadsAsk() {
        Tensor labels = Tensor.of(new int[] {0, 0, 1, -1, 1, 0}, 2, 3);
        var fetches = new AtomicInteger();
        var asking = new CountDownLatch(4);
        SegmentMap map =
                SegmentMap.of(
                        new PlacedLabels(
                                labels,
                                Labelling.DENSE,
                                there -> {
                                    fetches.incrementAndGet();
                                    awaitAll(asking);
                                    return there;
                                }),
                        new int[] {2});
        assertThat(map.segments()).isEqualTo(2);
        assertThat(fetches).hasValue(0);
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> {
                    asking.countDown();
                    map.counts();
                });
            }
        }
        assertThat(fetches).hasValue(1);
        assertThat(map).isEqualTo(SegmentMap.of(labels, Labelling.DENSE));
    }

    /// Waits for the others, and then until they have most likely asked.
    private static void awaitAll(CountDownLatch asking) {
        try {
            assertThat(asking.await(10, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
