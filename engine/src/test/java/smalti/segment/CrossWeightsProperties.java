package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.testkit.AnyScene;
import smalti.testkit.Scene;

/// Weights against areas measured pixel by pixel.
class CrossWeightsProperties {
    private static final double TOLERANCE = 1e-6;

    private record Intervals(double first, double stride, double size) {
        double overlap(int cell, int pixel) {
            double start = first + cell * stride;
            return Math.max(0, Math.min(pixel + 1, start + size) - Math.max(pixel, start));
        }
    }

    private static void checkAgainstAreas(
            SegmentMap map, CrossWeights weights, Intervals down, Intervals across) {
        int cells = weights.rows() * weights.columns();
        int[] labels = map.labels().ints();
        double[][] areas = new double[map.batch() * map.segments()][cells];
        for (int at = 0; at < labels.length; at++) {
            int image = at / (map.height() * map.width());
            int y = at / map.width() % map.height();
            int x = at % map.width();
            for (int cell = 0; cell < cells && labels[at] >= 0; cell++) {
                areas[image * map.segments() + labels[at]][cell] +=
                        down.overlap(cell / weights.columns(), y)
                                * across.overlap(cell % weights.columns(), x);
            }
        }
        for (int row = 0; row < areas.length; row++) {
            checkRow(weights, row, areas[row]);
        }
    }

    private static void checkRow(CrossWeights weights, int row, double[] areas) {
        double total = 0;
        for (double area : areas) {
            total += area;
        }
        double[] found = new double[areas.length];
        int before = -1;
        for (int at = weights.segmentStarts()[row]; at < weights.segmentStarts()[row + 1]; at++) {
            assertThat(weights.cells()[at]).as("cells ascend").isGreaterThan(before);
            before = weights.cells()[at];
            found[before] = weights.weights()[at];
            assertThat(found[before]).as("only what counts is kept").isPositive();
        }
        for (int cell = 0; cell < areas.length; cell++) {
            double expected = total == 0 ? 0 : areas[cell] / total;
            assertThat(found[cell])
                    .as("segment %d, cell %d", row, cell)
                    .isCloseTo(expected, within(TOLERANCE));
        }
    }

    @Property(tries = 150)
    void tilingCellsCountByTheAreaTheyShare(
            @ForAll(supplier = AnyScene.class) Scene scene,
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 7) int columns) {
        SegmentMap map = scene.map();
        double tall = (double) map.height() / rows;
        double wide = (double) map.width() / columns;
        checkAgainstAreas(
                map,
                CrossWeights.tiling(map, rows, columns),
                new Intervals(0, tall, tall),
                new Intervals(0, wide, wide));
    }

    @Property(tries = 150)
    void receptiveFieldsMayOverlapLeaveGapsAndReachBeyondThePicture(
            @ForAll(supplier = AnyScene.class) Scene scene,
            @ForAll @IntRange(min = -6, max = 6) int first,
            @ForAll @IntRange(min = 1, max = 9) int stride,
            @ForAll @IntRange(min = 1, max = 15) int size) {
        SegmentMap map = scene.map();
        var down = new Intervals(first / 2.0, stride / 2.0, size / 2.0);
        var across = new Intervals(first / 3.0, stride / 3.0, size / 3.0);
        CrossWeights weights =
                CrossWeights.of(
                        map,
                        AxisCover.receptiveFields(
                                map.height(), 4, down.first, down.stride, down.size),
                        AxisCover.receptiveFields(
                                map.width(), 5, across.first, across.stride, across.size));
        checkAgainstAreas(map, weights, down, across);
    }

    @Property(tries = 150)
    void theTransposedEntriesAreTheSameWeights(@ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        CrossWeights weights = CrossWeights.tiling(map, 3, 4);
        double[][] dense = new double[map.batch() * map.segments()][12];
        for (int row = 0; row < dense.length; row++) {
            for (int at = weights.segmentStarts()[row];
                    at < weights.segmentStarts()[row + 1];
                    at++) {
                dense[row][weights.cells()[at]] = weights.weights()[at];
            }
        }
        assertThat(weights.cellStarts())
                .hasSize(map.batch() * 12 + 1)
                .endsWith(weights.cells().length);
        for (int cell = 0; cell < map.batch() * 12; cell++) {
            int before = -1;
            for (int at = weights.cellStarts()[cell]; at < weights.cellStarts()[cell + 1]; at++) {
                int segment = weights.cellSegments()[at];
                assertThat(segment).as("segments ascend").isGreaterThan(before);
                before = segment;
                int row = cell / 12 * map.segments() + segment;
                assertThat(weights.cellWeights()[at])
                        .isEqualTo((float) dense[row][cell % 12])
                        .isPositive();
                dense[row][cell % 12] = 0;
            }
        }
        assertThat(dense)
                .as("every weight is transposed")
                .isDeepEqualTo(new double[map.batch() * map.segments()][12]);
    }

    @Example
    void theWorkedCaseOfThePaper() {
        int[] labels = {0, 0, 0, 1, 0, 0, 1, 1, 0, 2, 2, 1, 2, 2, 2, 1};
        CrossWeights weights = CrossWeights.tiling(SegmentMap.of(labels, 4, 4), 2, 2);
        assertThat(weights.segmentStarts()).containsExactly(0, 3, 5, 7);
        assertThat(weights.cells()).containsExactly(0, 1, 2, 1, 3, 2, 3);
        assertThat(weights.weights())
                .containsExactly(4 / 6f, 1 / 6f, 1 / 6f, 3 / 5f, 2 / 5f, 3 / 5f, 2 / 5f);
        assertThat(weights.batch()).isEqualTo(1);
        assertThat(weights.segments()).isEqualTo(3);
        assertThat(weights.rows()).isEqualTo(2);
        assertThat(weights.columns()).isEqualTo(2);
    }

    @Example
    void axesOfAnotherSizeThanTheMapAreRefused() {
        SegmentMap map = SegmentMap.of(new int[6], 2, 3);
        AxisCover two = AxisCover.tiling(2, 1);
        AxisCover three = AxisCover.tiling(3, 1);
        assertThat(CrossWeights.of(map, two, three).weights()).containsExactly(1);
        assertThatThrownBy(() -> CrossWeights.of(map, three, three))
                .isInstanceOf(ShapeException.class)
                .hasMessage("cross-resolution weights takes axes of 2 and 3 pixels, not 3 and 3");
        assertThatThrownBy(() -> CrossWeights.of(map, two, two)).isInstanceOf(ShapeException.class);
    }

    @Example
    void coversThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> AxisCover.tiling(4, 0))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the number of cells along an axis must be at least 1, not 0");
        assertThatThrownBy(() -> AxisCover.of(4, new double[0], new double[0]))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> AxisCover.of(4, new double[] {0}, new double[] {1, 2}))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> AxisCover.of(4, new double[] {1, 0}, new double[] {2, 3}))
                .hasMessage("interval 1 must be ascending and not empty, not [0.0,3.0)");
        assertThatThrownBy(() -> AxisCover.of(4, new double[] {0, 1}, new double[] {3, 2}))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> AxisCover.of(4, new double[] {1}, new double[] {1}))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> AxisCover.of(4, new double[] {Double.NaN}, new double[] {1}))
                .isInstanceOf(ParameterException.class);
    }

    @Example
    void intervalsMayStartOrEndTogether() {
        AxisCover cover = AxisCover.of(4, new double[] {0, 0, 1}, new double[] {2, 3, 3});
        assertThat(cover.pixels()).isEqualTo(4);
        assertThat(cover.cells()).isEqualTo(3);
        assertThat(cover.overlap(1, 1, 4)).isEqualTo(2);
        assertThat(cover.overlap(0, 3, 4)).isZero();
        assertThat(cover.firstBeyond(2)).isEqualTo(1);
        assertThat(cover.firstBeyond(3)).isEqualTo(3);
    }
}
