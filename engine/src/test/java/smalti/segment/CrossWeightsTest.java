package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

/// Worked cases; [CrossWeightsProperties] compares with areas measured pixel by pixel.
class CrossWeightsTest {
    @Test
    void aCellThatEndsWithinAPixelCountsByItsPart() {
        // Three pixels under two cells of 1.5 pixels.
        SegmentMap map = SegmentMap.of(new int[] {0, 0, 1}, 1, 3);
        CrossWeights weights = CrossWeights.tiling(map, 1, 2);
        assertThat(weights.cells()).containsExactly(0, 1, 1);
        assertThat(weights.weights()).containsExactly(0.75f, 0.25f, 1f);
    }

    @Test
    void fieldsOverlapAndReachBeyondThePicture() {
        // Cells see [-1,2), [1,4), [3,6) of four pixels.
        SegmentMap map = SegmentMap.of(new int[] {0, 0, 1, 1}, 1, 4);
        CrossWeights weights =
                CrossWeights.of(
                        map, AxisCover.tiling(1, 1), AxisCover.receptiveFields(4, 3, -1, 2, 3));
        assertThat(weights.segmentStarts()).containsExactly(0, 2, 4);
        assertThat(weights.cells()).containsExactly(0, 1, 1, 2);
        assertThat(weights.weights()).containsExactly(2 / 3f, 1 / 3f, 2 / 3f, 1 / 3f);
    }

    @Test
    void whatMeetsNothingHasNoEntries() {
        SegmentMap map = SegmentMap.of(new int[] {0, 3, -1, 2}, 1, 4);
        CrossWeights gap =
                CrossWeights.of(
                        map,
                        AxisCover.tiling(1, 1),
                        AxisCover.of(4, new double[] {-9, 0, 7}, new double[] {-1, 1.5, 8}));
        assertThat(gap.segmentStarts()).containsExactly(0, 1, 1, 1, 2);
        assertThat(gap.cells()).containsExactly(1, 1);
        assertThat(gap.cellStarts()).containsExactly(0, 0, 2, 2);
        SegmentMap nothing =
                SegmentMap.of(Tensor.of(new int[0], 2, 0, 4), Labelling.DENSE.withSegments(3));
        CrossWeights empty = CrossWeights.tiling(nothing, 2, 2);
        assertThat(empty.segmentStarts()).hasSize(7).containsOnly(0);
        assertThat(empty.cellStarts()).hasSize(9).containsOnly(0);
    }

    @Test
    void coversThatAreNoneAreRefused() {
        assertThatThrownBy(() -> AxisCover.tiling(4, 0))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> AxisCover.receptiveFields(4, 0, 0, 1, 1))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> AxisCover.receptiveFields(4, -1, 0, 1, 1))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> AxisCover.of(4, new double[] {0}, new double[] {1, 2}))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("1 and 2");
        SegmentMap map = SegmentMap.of(new int[6], 2, 3);
        assertThatThrownBy(() -> CrossWeights.tiling(map, 65_536, 65_536))
                .isInstanceOf(ShapeException.class);
        assertThat(AxisCover.tiling(7, 3).pixels()).isEqualTo(7);
        assertThat(AxisCover.tiling(7, 3).cells()).isEqualTo(3);
    }

    @Test
    void aCoverDoesNotFollowTheCallersArrays() {
        double[] starts = {0};
        double[] ends = {2};
        AxisCover cover = AxisCover.of(2, starts, ends);
        ends[0] = 1;
        SegmentMap map = SegmentMap.of(new int[] {0, 1}, 1, 2);
        assertThat(CrossWeights.of(map, AxisCover.tiling(1, 1), cover).weights())
                .containsExactly(1, 1);
    }
}
