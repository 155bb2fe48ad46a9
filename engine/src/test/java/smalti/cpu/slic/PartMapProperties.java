package smalti.cpu.slic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.cpu.work.Workers;
import smalti.segment.Components;
import smalti.segment.SegmentMap;
import smalti.slic.Seeds;
import smalti.superpixel.PartGraph;

/// The parts of a picture's labels do not depend on the bands that they are put together from.
class PartMapProperties {
    /// Two clusters, and the two labels that are none.
    private static final int LABELS = 4;

    private static final Seeds SEEDS = new Seeds(new int[2], new int[2]);

    private static final Workers SEVEN = new Workers(7);

    @Property(tries = 300)
    void partsAreTheConnectedComponentsOfTheLabels(
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(min = 1, max = 200) int width,
            @ForAll @IntRange(min = 1, max = 40) int run,
            @ForAll @IntRange(min = 1, max = 7) int bandsAtMost,
            @ForAll long seed) {
        int[] labels = labels(height, width, run, seed);
        int[] expected = components(labels, height, width);
        int parts = IntStream.of(expected).max().orElseThrow() + 1;
        SlicFrame frame = SlicFrame.of(width, height, 1);
        short[] plane = plane(labels, frame);
        var clusters = new Clusters(SEEDS, frame);
        Bands bands = new Bands(SEVEN, Math.min(bandsAtMost, height), height);
        for (SlicKernels kernels : SlicTest.allKernels()) {
            var map = new PartMap(frame, bands, kernels, plane);
            PartGraph graph = map.graph(new short[(int) frame.values()], clusters);
            assertThat(graph.count()).isEqualTo(parts);
            int[] painted = new int[labels.length];
            map.paint(graph.numbers(), 0, painted, 0);
            assertThat(painted).isEqualTo(expected);
        }
    }

    /// Sizes, and so the costs of joins, are few here: most joins are ties, which go by the order of borders.
    @Property(tries = 300)
    void joinsDoNotDependOnTheBands(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 100) int width,
            @ForAll @IntRange(min = 1, max = 4) int run,
            @ForAll @IntRange(min = 2, max = 7) int bandsAtMost,
            @ForAll long seed) {
        SlicFrame frame = SlicFrame.of(width, height, 1);
        short[] plane = plane(labels(height, width, run, seed), frame);
        int[] expected = joined(frame, plane, new Bands(SEVEN, 1, height));
        assertThat(joined(frame, plane, new Bands(SEVEN, Math.min(bandsAtMost, height), height)))
                .isEqualTo(expected);
    }

    private static int[] joined(SlicFrame frame, short[] plane, Bands bands) {
        var map = new PartMap(frame, bands, new ScalarSlicKernels(), plane);
        var clusters = new Clusters(SEEDS, frame);
        PartGraph graph = map.graph(new short[(int) frame.values()], clusters);
        graph.joinSmall(2);
        graph.joinAlike(graph.count() / 2, 1);
        int[] painted = new int[frame.width() * frame.height()];
        map.paint(graph.numbers(), 0, painted, 0);
        return painted;
    }

    /// Stretches of clusters, of pixels that none reaches and of pixels that are left out, many of them like the row
    /// above.
    private static int[] labels(int height, int width, int run, long seed) {
        var random = new Random(seed);
        int[] labels = new int[height * width];
        int label = 0;
        for (int i = 0; i < labels.length; i++) {
            if (random.nextInt(run) == 0) {
                label =
                        i >= width && random.nextBoolean()
                                ? labels[i - width]
                                : random.nextInt(LABELS) + SlicKernels.LEFT_OUT;
            }
            labels[i] = label;
        }
        return labels;
    }

    /// What lies in the margin must not matter.
    private static short[] plane(int[] labels, SlicFrame frame) {
        short[] plane = new short[(int) frame.values()];
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                plane[frame.at(x, y)] = (short) labels[y * frame.width() + x];
            }
        }
        return plane;
    }

    private static int[] components(int[] labels, int height, int width) {
        int[] shifted =
                IntStream.of(labels)
                        .map(label -> label == SlicKernels.LEFT_OUT ? -1 : label + 1)
                        .toArray();
        SegmentMap map = SegmentMap.of(shifted, height, width);
        int[] ofRuns = Components.of(map).ofRuns();
        int[] expected = new int[labels.length];
        for (int run = 0; run < ofRuns.length; run++) {
            Arrays.fill(expected, map.runStarts()[run], map.runStarts()[run + 1], ofRuns[run]);
        }
        return expected;
    }
}
