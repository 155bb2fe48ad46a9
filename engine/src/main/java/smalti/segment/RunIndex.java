package smalti.segment;

import java.util.Arrays;

/// The runs of a label map, and where each segment has its own: all that is found out by going through the labels.
///
/// @param runStarts see [SegmentMap#runStarts()]
/// @param runLabels see [SegmentMap#runLabels()]
/// @param rowRuns see [SegmentMap#rowRuns()]
/// @param counts see [SegmentMap#counts()]
/// @param segmentStarts see [SegmentMap#segmentStarts()]
/// @param segmentRuns see [SegmentMap#segmentRuns()]
record RunIndex(
        int[] runStarts,
        int[] runLabels,
        int[] rowRuns,
        int[] counts,
        int[] segmentStarts,
        int[] segmentRuns) {

    /// The index of runs, the first half of a counting sort: pixels and runs of each segment, and from them where its runs
    /// begin.
    ///
    /// @param segments K; all labels are below it
    static RunIndex of(
            LabelShape shape, int segments, int[] runStarts, int[] runLabels, int[] rowRuns) {
        int entries = shape.batch() * segments;
        int[] counts = new int[entries];
        int[] segmentStarts = new int[entries + 1];
        int run = 0;
        for (int image = 0; image < shape.batch(); image++) {
            int base = image * segments;
            for (int end = rowRuns[(image + 1) * shape.height()]; run < end; run++) {
                if (runLabels[run] >= 0) {
                    counts[base + runLabels[run]] += runStarts[run + 1] - runStarts[run];
                    segmentStarts[base + runLabels[run] + 1]++;
                }
            }
        }
        for (int i = 1; i < segmentStarts.length; i++) {
            segmentStarts[i] += segmentStarts[i - 1];
        }
        int[] segmentRuns = sorted(shape, segments, runLabels, rowRuns, segmentStarts);
        return new RunIndex(runStarts, runLabels, rowRuns, counts, segmentStarts, segmentRuns);
    }

    /// The second half: every run into the next place of its segment, which leaves those of a segment in raster order.
    private static int[] sorted(
            LabelShape shape, int segments, int[] runLabels, int[] rowRuns, int[] segmentStarts) {
        int entries = shape.batch() * segments;
        int[] next = Arrays.copyOf(segmentStarts, entries);
        int[] segmentRuns = new int[segmentStarts[entries]];
        int run = 0;
        for (int image = 0; image < shape.batch(); image++) {
            int base = image * segments;
            for (int end = rowRuns[(image + 1) * shape.height()]; run < end; run++) {
                if (runLabels[run] >= 0) {
                    segmentRuns[next[base + runLabels[run]]++] = run;
                }
            }
        }
        return segmentRuns;
    }
}
