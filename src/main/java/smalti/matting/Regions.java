package smalti.matting;

import smalti.error.ShapeException;
import smalti.segment.SegmentMap;

/// The superpixels of one picture, and means over them. As a matrix the means are `P`, `[K,N]`.
final class Regions {
    private final int[] labels;
    private final int[] counts;

    private Regions(int[] labels, int[] counts) {
        this.labels = labels;
        this.counts = counts;
    }

    /// @throws ShapeException if there are several pictures, or pixels that belong to no superpixel
    static Regions of(SegmentMap map) {
        int[] labels = map.labels().ints();
        int pixels = map.height() * map.width();
        long inside = java.util.Arrays.stream(map.counts()).asLongStream().sum();
        if (map.batch() != 1 || inside != pixels) {
            throw new ShapeException(
                    "superpixels of a picture",
                    "one picture of which each pixel belongs to one",
                    map.batch() + " with " + inside + " pixels");
        }
        return new Regions(labels, map.counts());
    }

    int count() {
        return counts.length;
    }

    int pixels() {
        return labels.length;
    }

    int of(int pixel) {
        return labels[pixel];
    }

    /// Pixels of a superpixel.
    int area(int region) {
        return counts[region];
    }

    /// `P·x`: the mean of a value a pixel over each superpixel, 0 where one is empty.
    double[] means(double[] pixels) {
        double[] means = new double[counts.length];
        for (int i = 0; i < labels.length; i++) {
            means[labels[i]] += pixels[i];
        }
        for (int k = 0; k < means.length; k++) {
            means[k] = counts[k] == 0 ? 0 : means[k] / counts[k];
        }
        return means;
    }

    /// Adds `factor·Pᵀ·z`: each pixel's share of its superpixel's value.
    void spread(double factor, double[] values, double[] pixels) {
        double[] shares = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            shares[k] = counts[k] == 0 ? 0 : factor * values[k] / counts[k];
        }
        for (int i = 0; i < labels.length; i++) {
            pixels[i] += shares[labels[i]];
        }
    }
}
