package smalti.cpu.slic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.segment.Components;
import smalti.segment.SegmentMap;
import smalti.superpixel.Grid;
import smalti.superpixel.Picture;

/// What holds for every regular grid.
class GridProperties {
    @Property(tries = 300)
    void aGridHasTheNumberThatWasAsked(
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll @IntRange(min = 1, max = 4000) int segments) {
        Picture picture = Picture.ofBytes(new byte[height * width], height, width, 1);
        int[] labels = GridRunner.labels(Grid.segments(segments), picture);
        SlicProperties.expectSegments(labels, height, width, Math.min(segments, height * width));
    }

    @Property(tries = 300)
    void aRegionIsFilledWithTheNumberThatWasAsked(
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll @IntRange(min = 1, max = 200) int segments,
            @ForAll long seed) {
        boolean[] inside = Pictures.region(seed, height, width);
        Picture picture =
                Picture.ofBytes(new byte[height * width], height, width, 1).within(inside);
        int[] labels = GridRunner.labels(Grid.segments(segments).withStartLabel(1), picture);
        int[] fromZero = Arrays.stream(labels).map(label -> label - 1).toArray();
        int[] flags = new int[labels.length];
        int pixels = 0;
        for (int i = 0; i < labels.length; i++) {
            assertThat(fromZero[i] >= 0).isEqualTo(inside[i]);
            flags[i] = inside[i] ? 0 : -1;
            pixels += inside[i] ? 1 : 0;
        }
        int islands = Components.of(SegmentMap.of(flags, height, width)).count();
        SlicProperties.expectSegments(
                fromZero, height, width, Math.max(islands, Math.min(segments, pixels)));
    }
}
