package smalti.bench.contest;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import smalti.bench.workload.PoolingInput;
import smalti.bench.workload.Supplies;
import smalti.op.Layout;
import smalti.segment.SegmentMap;

/// What is right for one input, computed pixel by pixel in double precision, once a layout. The number of channels must
/// be a multiple of the stride. Not safe for use by several
/// threads.
final class PoolingReference {
    private final PoolingInput input;
    private final float[] features;
    private final int[] labels;
    private final SegmentMap map;
    private final float[] upstream;
    private final int stride;
    private final Map<Layout, Means> means = new EnumMap<>(Layout.class);
    private final Map<Layout, Maxima> maxima = new EnumMap<>(Layout.class);

    /// @param magnitudes the means of the absolute values
    private record Means(double[] means, double[] magnitudes) {}

    private record Maxima(float[] maxima, int[] positions) {}

    /// @param stride of how many channels one is compared
    PoolingReference(Supplies.Batch batch, int stride) {
        this.stride = stride;
        this.input = batch.input();
        this.features = batch.features();
        this.labels = batch.labels();
        this.map = batch.map();
        this.upstream = batch.upstream();
    }

    /// What is wrong with means `[B,K,C]`.
    Optional<String> means(Layout layout, float[] table, Contestant contestant) {
        Means right = means.computeIfAbsent(layout, this::computeMeans);
        if (table.length != right.means().length) {
            return Optional.of(
                    "holds " + table.length + " values instead of " + right.means().length);
        }
        int[] counts = map.counts();
        for (int i = 0; i < table.length; i += stride) {
            double tolerance =
                    contestant.meanTolerance(counts[i / input.channels()]) * right.magnitudes()[i];
            if (!(Math.abs(table[i] - right.means()[i]) <= tolerance)) {
                return Optional.of(
                        at(i)
                                + " is "
                                + table[i]
                                + ", right is "
                                + right.means()[i]
                                + " within "
                                + tolerance);
            }
        }
        return Optional.empty();
    }

    private Means computeMeans(Layout layout) {
        double[] sums = new double[entries()];
        double[] magnitudes = new double[entries()];
        forEachValue(
                layout,
                (value, entry, _) -> {
                    sums[entry] += value;
                    magnitudes[entry] += Math.abs(value);
                });
        int[] counts = map.counts();
        for (int i = 0; i < sums.length; i++) {
            int pixels = Math.max(1, counts[i / input.channels()]);
            sums[i] /= pixels;
            magnitudes[i] /= pixels;
        }
        return new Means(sums, magnitudes);
    }

    /// What is wrong with maxima `[B,K,C]` and, where there are any, the pixels they were found at.
    Optional<String> maxima(Layout layout, float[] table, int[] positions) {
        Maxima right = maxima.computeIfAbsent(layout, this::computeMaxima);
        for (int i = 0; i < right.maxima().length; i += stride) {
            if (right.positions()[i] >= 0 && table[i] != right.maxima()[i]) {
                return Optional.of(at(i) + " is " + table[i] + ", right is " + right.maxima()[i]);
            }
            if (positions.length > 0 && positions[i] != right.positions()[i]) {
                return Optional.of(
                        at(i)
                                + " was found at "
                                + positions[i]
                                + ", right is "
                                + right.positions()[i]);
            }
        }
        return Optional.empty();
    }

    private Maxima computeMaxima(Layout layout) {
        float[] largest = new float[entries()];
        int[] found = new int[entries()];
        Arrays.fill(found, -1);
        forEachValue(
                layout,
                (value, entry, pixel) -> {
                    if (found[entry] < 0 || value > largest[entry]) {
                        largest[entry] = value;
                        found[entry] = pixel;
                    }
                });
        return new Maxima(largest, found);
    }

    private int entries() {
        return map.batch() * map.segments() * input.channels();
    }

    /// What is wrong with the gradient of the means in the features: four units in the last place are allowed, for a
    /// division or a product with the reciprocal.
    Optional<String> gradient(Layout layout, float[] gradient) {
        int[] counts = map.counts();
        int channels = input.channels();
        int pixels = input.pixels();
        if (gradient.length != features.length) {
            return Optional.of(
                    "holds " + gradient.length + " values instead of " + features.length);
        }
        boolean channelsLast = layout == Layout.NHWC;
        for (int i = 0; i < gradient.length; i++) {
            int outer = channelsLast ? i / channels : i / pixels;
            int channel = channelsLast ? i - outer * channels : outer % channels;
            if (channel % stride != 0) {
                // Channels first: on to the next plane.
                i += channelsLast ? 0 : pixels - 1;
                continue;
            }
            int pixel = channelsLast ? outer : outer / channels * pixels + (i - outer * pixels);
            int segment = pixel / pixels * map.segments() + labels[pixel];
            float right =
                    (float) ((double) upstream[segment * channels + channel] / counts[segment]);
            if (!(Math.abs(gradient[i] - right) <= 4 * Math.ulp(right))) {
                return Optional.of("value " + i + " is " + gradient[i] + ", right is " + right);
            }
        }
        return Optional.empty();
    }

    /// What is wrong with the pixels of every segment.
    Optional<String> counts(int[] counts) {
        int[] right = new int[map.batch() * map.segments()];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            right[pixel / input.pixels() * map.segments() + labels[pixel]]++;
        }
        return Arrays.equals(counts, right) ? Optional.empty() : Optional.of("miscounts pixels");
    }

    private interface ValueVisitor {
        /// @param entry where its segment and channel lie in a table
        /// @param pixel `y·W + x` in its image
        void visit(float value, int entry, int pixel);
    }

    private void forEachValue(Layout layout, ValueVisitor visitor) {
        int channels = input.channels();
        int pixels = input.pixels();
        for (int image = 0; image < input.batch(); image++) {
            int from = image * pixels * channels;
            if (layout == Layout.NHWC) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    int row = (image * map.segments() + labels[image * pixels + pixel]) * channels;
                    for (int channel = 0; channel < channels; channel += stride) {
                        visitor.visit(
                                features[from + pixel * channels + channel], row + channel, pixel);
                    }
                }
            } else {
                for (int channel = 0; channel < channels; channel += stride) {
                    for (int pixel = 0; pixel < pixels; pixel++) {
                        int row =
                                (image * map.segments() + labels[image * pixels + pixel])
                                        * channels;
                        visitor.visit(
                                features[from + channel * pixels + pixel], row + channel, pixel);
                    }
                }
            }
        }
    }

    private String at(int entry) {
        int channel = entry % input.channels();
        int row = entry / input.channels();
        return "[" + row / map.segments() + "," + row % map.segments() + "," + channel + "]";
    }
}
