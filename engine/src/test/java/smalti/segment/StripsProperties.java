package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.error.ParameterException;
import smalti.testkit.AnyScene;
import smalti.testkit.Scene;

/// Strips, patches and pieces, against the labels.
class StripsProperties {

    @Property(tries = 200)
    void piecesAreTheLabelledPixelsEachOnce(
            @ForAll(supplier = AnyScene.class) Scene scene,
            @ForAll @IntRange(min = 1, max = 8) int longest) {
        SegmentMap map = scene.map();
        Strips strips = map.strips(longest);
        int[] painted = new int[map.pixels()];
        Arrays.fill(painted, -1);
        for (int patch = 0; patch < strips.patchLabels().length; patch++) {
            for (int piece = strips.patchPieces()[patch];
                    piece < strips.patchPieces()[patch + 1];
                    piece++) {
                int start = strips.starts()[piece];
                int mask = strips.masks()[piece] & 0xFF;
                int length = Integer.bitCount(mask);
                assertThat(mask).isEqualTo((1 << length) - 1);
                assertThat(length).isBetween(1, longest);
                for (int pixel = start; pixel < start + length; pixel++) {
                    assertThat(painted[pixel])
                            .as("pixel %d has a piece already", pixel)
                            .isEqualTo(-1);
                    painted[pixel] = strips.patchLabels()[patch];
                }
            }
        }
        assertThat(painted).isEqualTo(map.labels().ints());
        assertThat(strips.longest()).isEqualTo(longest);
    }

    @Property(tries = 200)
    void aPatchIsAllThatASegmentHasInItsStripInRasterOrder(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        Strips strips = map.strips(8);
        assertThat(strips.rows()).isEqualTo(map.stripRows());
        int perImage = Math.ceilDiv(map.height(), strips.rows());
        assertThat(strips.stripPatches()).hasSize(map.batch() * perImage + 1);
        for (int strip = 0; strip < map.batch() * perImage; strip++) {
            int firstRow = strip / perImage * map.height() + strip % perImage * strips.rows();
            int endRow = Math.min(firstRow + strips.rows(), (strip / perImage + 1) * map.height());
            int firstPixel = -1;
            Set<Integer> labels = new HashSet<>();
            for (int patch = strips.stripPatches()[strip];
                    patch < strips.stripPatches()[strip + 1];
                    patch++) {
                assertThat(labels.add(strips.patchLabels()[patch]))
                        .as("segment %d comes once", strips.patchLabels()[patch])
                        .isTrue();
                int from = strips.patchPieces()[patch];
                int to = strips.patchPieces()[patch + 1];
                int[] starts = Arrays.copyOfRange(strips.starts(), from, to);
                assertThat(starts).isNotEmpty().isSorted();
                assertThat(starts[0]).as("patches ascend").isGreaterThan(firstPixel);
                firstPixel = starts[0];
                assertThat(starts[0] / map.width()).isBetween(firstRow, endRow - 1);
                assertThat(starts[starts.length - 1] / map.width()).isBetween(firstRow, endRow - 1);
            }
        }
        assertThat(strips.stripPatches()).endsWith(strips.patchLabels().length);
        assertThat(strips.patchPieces()).endsWith(strips.starts().length);
    }

    @Example
    void aStripHasAsManyRowsAsAreWorthReadingAtOnceAndAtLeastOne() {
        assertThat(SegmentMap.of(new int[0], 0, 0).stripRows()).isEqualTo(8192);
        assertThat(SegmentMap.of(new int[1024], 1, 1024).stripRows()).isEqualTo(8);
        assertThat(SegmentMap.of(new int[9000], 1, 9000).stripRows()).isEqualTo(1);
    }

    @Example
    void aSegmentOfTwoStripsHasTwoPatches() {
        int[] labels = new int[3 * 5000];
        Arrays.fill(labels, 5000, 5002, 1);
        Strips strips = SegmentMap.of(labels, 3, 5000).strips(7);
        assertThat(strips.rows()).isEqualTo(1);
        assertThat(strips.stripPatches()).containsExactly(0, 1, 3, 4);
        assertThat(strips.patchLabels()).containsExactly(0, 1, 0, 0);
    }

    @Example
    void stripsAreKeptForTheNextCaller() {
        SegmentMap map = SegmentMap.of(new int[10], 1, 10);
        Strips four = map.strips(4);
        assertThat(map.strips(4)).isSameAs(four);
        assertThat(four.masks()).containsExactly(15, 15, 3);
        assertThat(map.strips(5).masks()).containsExactly(31, 31);
    }

    @Example
    void piecesThatAMaskCannotHoldAreRefused() {
        SegmentMap map = SegmentMap.of(new int[1], 1, 1);
        for (int longest : new int[] {0, 9}) {
            assertThatThrownBy(() -> map.strips(longest))
                    .isInstanceOf(ParameterException.class)
                    .hasMessage("the longest piece must be from 1 to 8 pixels, not " + longest);
        }
        assertThat(map.strips(8).longest()).isEqualTo(8);
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
