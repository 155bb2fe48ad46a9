package smalti.testkit;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Kinds of label maps, each with what tends to break kernels.
public enum LabelPattern {
    /// Compact blobs, as superpixels are: runs of several pixels.
    BLOBS,
    /// A random label a pixel: runs of one pixel, all segments open at once.
    NOISE,
    /// One segment for the whole picture.
    ONE,
    /// Every pixel its own segment.
    IDENTITY,
    /// Every row its own segment: the longest runs there are.
    ROWS,
    /// Blobs whose labels leave gaps before, between and behind them: empty segments.
    GAPS,
    /// Blobs with holes of ignored pixels, marked by several negative labels and by 255.
    HOLES,
    /// Nothing but ignored pixels, of one empty segment.
    ALL_IGNORED,
    /// Images of one batch with very different numbers of segments.
    RAGGED;

    private static final int IGNORED = 255;

    /// A map of this kind; the same seed gives the same map.
    public SegmentMap map(int batch, int height, int width, long seed) {
        return SegmentMap.of(labels(batch, height, width, seed), labelling());
    }

    /// The labels of [#map], as a user would hand them in.
    public Tensor labels(int batch, int height, int width, long seed) {
        var random = new SplittableRandom(seed);
        int pixels = height * width;
        int[] labels = new int[batch * pixels];
        for (int image = 0; image < batch; image++) {
            int[] one = image(height, width, image, random);
            System.arraycopy(one, 0, labels, image * pixels, pixels);
        }
        return Tensor.of(labels, batch, height, width);
    }

    /// How those labels are to be read.
    public Labelling labelling() {
        return switch (this) {
            case GAPS -> Labelling.DENSE.withSegments(61);
            case HOLES -> Labelling.DENSE.withSegments(20).ignoring(IGNORED);
            case ALL_IGNORED -> Labelling.DENSE.withSegments(1);
            case ONE -> new Labelling(OptionalInt.of(1), OptionalInt.empty());
            case BLOBS, NOISE, IDENTITY, ROWS, RAGGED -> Labelling.DENSE;
        };
    }

    private int[] image(int height, int width, int image, SplittableRandom random) {
        int pixels = height * width;
        int[] labels = new int[pixels];
        switch (this) {
            case BLOBS -> blobs(labels, height, width, random.nextInt(1, 20), random);
            case NOISE -> Arrays.setAll(labels, _ -> random.nextInt(11));
            case ONE -> Arrays.fill(labels, 0);
            case IDENTITY -> Arrays.setAll(labels, pixel -> pixels - 1 - pixel);
            case ROWS -> Arrays.setAll(labels, pixel -> pixel / width);
            case GAPS -> {
                blobs(labels, height, width, 19, random);
                Arrays.setAll(labels, pixel -> 3 * labels[pixel] + 1);
            }
            case HOLES -> {
                blobs(labels, height, width, 20, random);
                for (int hole = 0; hole < pixels / 8; hole++) {
                    int at = random.nextInt(pixels);
                    labels[at] = random.nextBoolean() ? IGNORED : -1 - random.nextInt(3);
                }
            }
            case ALL_IGNORED ->
                    Arrays.setAll(labels, _ -> random.nextBoolean() ? -1 : Integer.MIN_VALUE);
            case RAGGED -> blobs(labels, height, width, 1 + 7 * image, random);
        }
        return labels;
    }

    /// Every pixel takes the label of the nearest of `number` random centres.
    private static void blobs(
            int[] labels, int height, int width, int number, SplittableRandom random) {
        double[] ys = new double[number];
        double[] xs = new double[number];
        for (int centre = 0; centre < number; centre++) {
            ys[centre] = random.nextDouble(0, Math.max(1, height));
            xs[centre] = random.nextDouble(0, Math.max(1, width));
        }
        for (int pixel = 0; pixel < labels.length; pixel++) {
            double y = pixel / width + 0.5;
            double x = pixel % width + 0.5;
            double nearest = Double.POSITIVE_INFINITY;
            for (int centre = 0; centre < number; centre++) {
                double distance = Math.pow(ys[centre] - y, 2) + Math.pow(xs[centre] - x, 2);
                if (distance < nearest) {
                    nearest = distance;
                    labels[pixel] = centre;
                }
            }
        }
    }
}
