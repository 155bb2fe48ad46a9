package smalti.cpu.pool;

import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The weight of each segment of a map: what a weighted mean is divided by.
final class WeightSums {
    private WeightSums() {}

    /// The sums of the weights `[B,H,W]` of each segment's pixels, `B·K` entries.
    static double[] of(SegmentMap map, Tensor weights, Scratch scratch) {
        double[] sums = scratch.doubles(map.counts().length, 0);
        float[] array = weights.floats();
        int[] starts = map.runStarts();
        int[] runs = map.segmentRuns();
        int[] segments = map.segmentStarts();
        for (int segment = 0; segment < map.counts().length; segment++) {
            double sum = 0;
            for (int at = segments[segment]; at < segments[segment + 1]; at++) {
                int run = runs[at];
                for (int pixel = starts[run]; pixel < starts[run + 1]; pixel++) {
                    sum += array[weights.offset() + pixel];
                }
            }
            sums[segment] = sum;
        }
        return sums;
    }
}
