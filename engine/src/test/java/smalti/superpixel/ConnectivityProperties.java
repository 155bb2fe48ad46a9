package smalti.superpixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import smalti.error.ParameterException;
import smalti.segment.Components;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// What holds when labels made elsewhere are made into segments.
class ConnectivityProperties {
    private static SegmentMap anyLabels(long seed, int batch, int height, int width) {
        var random = new Random(seed);
        int[] labels = new int[batch * height * width];
        int patch = 1 + random.nextInt(6);
        for (int i = 0; i < labels.length; i++) {
            int y = i / width;
            int x = i % width;
            labels[i] = (y / patch * 7 + x / patch * 3 + random.nextInt(10) / 9) % 5 - 1;
        }
        return SegmentMap.of(
                Tensor.of(labels, batch, height, width), smalti.segment.Labelling.DENSE);
    }

    @Property(tries = 300)
    void segmentsAreConnectedAndASecondTimeChangesNothing(
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 1, max = 40) int smallest,
            @ForAll long seed) {
        var connectivity = Connectivity.ofAllPieces().withSmallest(smallest);
        SegmentMap given = anyLabels(seed, batch, height, width);
        SegmentMap once = connectivity.apply(given);
        assertThat(connectivity.apply(once)).isEqualTo(once);
        int segments = 0;
        for (int image = 0; image < batch; image++) {
            segments += once.segments(image);
        }
        assertThat(Components.of(once).count()).isEqualTo(segments);
        int[] before = given.labels().ints();
        int[] after = once.labels().ints();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i] < 0).isEqualTo(before[i] < 0);
        }
    }

    @Property(tries = 200)
    void whatIsLeftSmallHasNoNeighbour(
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 2, max = 40) int smallest,
            @ForAll long seed) {
        SegmentMap map =
                Connectivity.ofAllPieces()
                        .withSmallest(smallest)
                        .apply(anyLabels(seed, 1, height, width));
        int[] labels = map.labels().ints();
        for (int i = 0; i < labels.length; i++) {
            boolean small = labels[i] >= 0 && map.counts()[labels[i]] < smallest;
            if (small && i % width > 0) {
                assertThat(labels[i - 1]).isIn(-1, labels[i]);
            }
            if (small && i >= width) {
                assertThat(labels[i - width]).isIn(-1, labels[i]);
            }
        }
    }

    @Property(tries = 200)
    void aNumberThatIsAskedIsMet(
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 1, max = 60) int target,
            @ForAll long seed) {
        int[] labels = anyLabels(seed, 1, height, width).labels().ints();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Math.max(0, labels[i]);
        }
        SegmentMap map =
                Connectivity.ofAllPieces()
                        .withTarget(target)
                        .apply(SegmentMap.of(labels, height, width));
        assertThat(map.segments()).isEqualTo(Math.min(target, height * width));
        assertThat(Components.of(map).count()).isEqualTo(map.segments());
        assertThat(Arrays.stream(map.counts()).min().orElseThrow()).isPositive();
    }

    @Test
    void aSmallPieceJoinsTheNeighbourOfTheLongestBorder() {
        SegmentMap map =
                SegmentMap.of(new int[] {0, 0, 0, 1, 0, 2, 2, 1, 0, 2, 2, 1, 1, 1, 1, 1}, 4, 4);
        assertThat(Connectivity.ofAllPieces().withSmallest(5).apply(map).labels().ints())
                .containsExactly(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1);
    }

    @Test
    void parametersOutOfRangeAreTold() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Connectivity.ofAllPieces().withSmallest(0))
                .isInstanceOf(ParameterException.class);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Connectivity.ofAllPieces().withTarget(0))
                .isInstanceOf(ParameterException.class);
    }
}
