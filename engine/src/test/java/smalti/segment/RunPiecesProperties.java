package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.error.ParameterException;
import smalti.testkit.AnyScene;
import smalti.testkit.Scene;

/// Runs cut into pieces, against the labels.
class RunPiecesProperties {

    @Property(tries = 200)
    void piecesAreTheLabelledPixelsInRasterOrder(
            @ForAll(supplier = AnyScene.class) Scene scene,
            @ForAll @IntRange(min = 1, max = 127) int longest) {
        SegmentMap map = scene.map();
        RunPieces pieces = map.pieces(longest);
        int[] painted = new int[map.pixels()];
        Arrays.fill(painted, -1);
        int behind = 0;
        for (int piece = 0; piece < pieces.starts().length; piece++) {
            int start = pieces.starts()[piece];
            int length = pieces.lengths()[piece];
            assertThat(length).isBetween(1, longest);
            assertThat(start).as("pieces ascend").isGreaterThanOrEqualTo(behind);
            behind = start + length;
            Arrays.fill(painted, start, behind, pieces.labels()[piece]);
        }
        assertThat(painted).isEqualTo(map.labels().ints());
        assertThat(pieces.longest()).isEqualTo(longest);
    }

    @Property(tries = 200)
    void piecesAreAsFewAsTheirLengthAllowsAndKnownByRow(
            @ForAll(supplier = AnyScene.class) Scene scene,
            @ForAll @IntRange(min = 1, max = 127) int longest) {
        SegmentMap map = scene.map();
        RunPieces pieces = map.pieces(longest);
        assertThat(pieces.rowPieces()).hasSameSizeAs(map.rowRuns());
        int piece = 0;
        for (int row = 0; row + 1 < map.rowRuns().length; row++) {
            assertThat(pieces.rowPieces()[row]).as("first piece of row %d", row).isEqualTo(piece);
            for (int run = map.rowRuns()[row]; run < map.rowRuns()[row + 1]; run++) {
                int length = map.runStarts()[run + 1] - map.runStarts()[run];
                piece += map.runLabels()[run] < 0 ? 0 : Math.ceilDiv(length, longest);
            }
        }
        assertThat(pieces.rowPieces()).endsWith(piece);
        assertThat(pieces.starts()).hasSize(piece);
    }

    @Example
    void piecesAreKeptForTheNextCaller() {
        SegmentMap map = SegmentMap.of(new int[10], 1, 10);
        RunPieces four = map.pieces(4);
        assertThat(map.pieces(4)).isSameAs(four);
        assertThat(four.lengths()).containsExactly(4, 4, 2);
        assertThat(map.pieces(5).lengths()).containsExactly(5, 5);
    }

    @Example
    void lengthsThatAByteCannotHoldAreRefused() {
        SegmentMap map = SegmentMap.of(new int[1], 1, 1);
        for (int longest : new int[] {0, 128}) {
            assertThatThrownBy(() -> map.pieces(longest))
                    .isInstanceOf(ParameterException.class)
                    .hasMessage("the longest piece must be from 1 to 127 pixels, not " + longest);
        }
        assertThat(map.pieces(127).longest()).isEqualTo(127);
    }

    @Example
    void theFirstPixelOfASegmentIsCountedInItsImage() {
        SegmentMap map =
                SegmentMap.of(
                        smalti.tensor.Tensor.of(new int[] {0, 0, 1, 0, 1, 1, 0, 1}, 2, 2, 2),
                        Labelling.DENSE);
        assertThat(map.firstPixel(0)).isZero();
        assertThat(map.firstPixel(1)).isEqualTo(2);
        assertThat(map.firstPixel(2)).isEqualTo(2);
        assertThat(map.firstPixel(3)).isZero();
    }
}
