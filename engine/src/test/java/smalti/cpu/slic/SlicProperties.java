package smalti.cpu.slic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.cpu.work.Workers;
import smalti.segment.Components;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;

/// What holds for the superpixels of every picture.
class SlicProperties {
    private final SlicRunner runner = new SlicRunner(new ScalarSlicKernels(), new Workers(1));

    @Property(tries = 300)
    void segmentsAreConnectedContiguousAndAsManyAsAsked(
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll @IntRange(min = 1, max = 400) int segments,
            @ForAll boolean adaptive,
            @ForAll long seed) {
        byte[] samples =
                seed % 3 == 0
                        ? Pictures.noise(seed, height, width, channels)
                        : Pictures.blobs(seed, height, width, channels);
        var picture = Picture.ofBytes(samples, height, width, channels);
        int[] labels = runner.labels(Slic.segments(segments).withAdaptive(adaptive), picture);
        expectSegments(labels, height, width, Math.min(segments, height * width));
    }

    @Property(tries = 300)
    void aRegionOfInterestIsFilledAndNothingElse(
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll @IntRange(min = 1, max = 100) int segments,
            @ForAll long seed) {
        boolean[] inside = Pictures.region(seed, height, width);
        var picture =
                Pictures.rgb(Pictures.blobs(seed, height, width, 3), height, width).within(inside);
        int[] labels = runner.labels(Slic.segments(segments), picture);
        int pixels = 0;
        int[] flags = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            assertThat(labels[i] >= 0).isEqualTo(inside[i]);
            pixels += inside[i] ? 1 : 0;
            flags[i] = inside[i] ? 0 : -1;
        }
        int islands = Components.of(SegmentMap.of(flags, height, width)).count();
        expectSegments(labels, height, width, Math.max(islands, Math.min(segments, pixels)));
    }

    static void expectSegments(int[] labels, int height, int width, int number) {
        SegmentMap map = SegmentMap.of(labels, height, width);
        assertThat(map.segments()).isEqualTo(number);
        assertThat(Arrays.stream(map.counts()).filter(count -> count == 0)).isEmpty();
        assertThat(Components.of(map).count()).isEqualTo(number);
        int next = 0;
        for (int label : labels) {
            assertThat(label).isLessThanOrEqualTo(next);
            next = Math.max(next, label + 1);
        }
    }
}
