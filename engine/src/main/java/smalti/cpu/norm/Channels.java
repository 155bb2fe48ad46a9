package smalti.cpu.norm;

import smalti.cpu.kernel.NormKernels;
import smalti.cpu.kernel.Span;
import smalti.cpu.work.ColumnSums;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.tensor.Tensor;

/// Statistics of channels, and scaling by them. A row of parameters is repeated until it is long enough for vectors, so
/// that few channels are as fast as many.
final class Channels {
    private static final int LEAST_WIDTH = 512;

    private final Workers workers;
    private final NormKernels kernels;

    Channels(Workers workers, NormKernels kernels) {
        this.workers = workers;
        this.kernels = kernels;
    }

    /// Writes mean and biased variance of each channel. One pass takes the sums of the distances from the first row and
    /// of their squares: the first row is one of the `n` that vary, so its distance from the mean is at most `sqrt(n)`
    /// deviations, and of the 53 bits of the squares no more than `log2(n)` are lost.
    void measure(Tensor x, Tensor mean, Tensor variance) {
        int channels = (int) mean.elements();
        if (channels == 0) {
            return;
        }
        int elements = (int) x.elements();
        float[] values = x.floats();
        int start = x.offset();
        double[] shift = finite(repeated(values, start, channels, ColumnSums.width(channels)));
        double[][] sums =
                ColumnSums.of(
                        workers,
                        elements,
                        channels,
                        2,
                        (from, end, _, tables) ->
                                kernels.addDistances(
                                        values,
                                        start + from,
                                        end - from,
                                        shift,
                                        tables[0],
                                        tables[1]));
        double rows = (double) elements / channels;
        for (int channel = 0; channel < channels; channel++) {
            double distance = sums[0][channel] / rows;
            double squares = sums[1][channel] / rows;
            double first = Float.isFinite(values[start + channel]) ? values[start + channel] : 0;
            mean.floats()[mean.offset() + channel] = (float) (first + distance);
            double spread = squares - distance * distance;
            // Not Math.max: NaN must stay.
            variance.floats()[variance.offset() + channel] = (float) (spread < 0 ? 0 : spread);
        }
    }

    /// From an infinity there are no distances: those are taken from 0.
    private static double[] finite(double[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = Double.isFinite(row[i]) ? row[i] : 0;
        }
        return row;
    }

    private static double[] repeated(float[] row, int from, int columns, int width) {
        double[] repeated = new double[width];
        for (int i = 0; i < width; i++) {
            repeated[i] = row[from + i % columns];
        }
        return repeated;
    }

    /// `out = (x - mean) / sqrt(variance + epsilon) · gamma + beta`.
    void standardize(
            Tensor x,
            Tensor gamma,
            Tensor beta,
            Tensor mean,
            Tensor variance,
            double epsilon,
            Tensor out) {
        int channels = (int) gamma.elements();
        int elements = (int) x.elements();
        if (elements == 0) {
            return;
        }
        int width = width(channels, elements);
        float[] means = new float[width];
        float[] factors = new float[width];
        float[] offsets = new float[width];
        for (int i = 0; i < width; i++) {
            int channel = i % channels;
            means[i] = value(mean, channel);
            factors[i] =
                    (float) (value(gamma, channel) / Math.sqrt(value(variance, channel) + epsilon));
            offsets[i] = value(beta, channel);
        }
        share(
                elements,
                width,
                (from, count) ->
                        kernels.standardize(
                                x.floats(),
                                x.offset() + from,
                                means,
                                factors,
                                offsets,
                                out.floats(),
                                out.offset() + from,
                                count));
    }

    /// The gradients of standardizing by one's own mean and variance. With `d = x - mean` and `v = variance + epsilon`,
    /// `dx = gamma/sqrt(v) · (g - mean(g) - d·mean(g·d)/v)`.
    void gradient(
            Tensor upstream,
            Tensor x,
            Tensor gamma,
            Tensor mean,
            Tensor variance,
            double epsilon,
            Tensor inX,
            Tensor inGamma,
            Tensor inBeta) {
        int channels = (int) gamma.elements();
        int elements = (int) x.elements();
        if (elements == 0) {
            return;
        }
        Span g = new Span(upstream.floats(), upstream.offset());
        Span values = new Span(x.floats(), x.offset());
        double[] center =
                repeated(mean.floats(), mean.offset(), channels, ColumnSums.width(channels));
        double[][] sums =
                ColumnSums.of(
                        workers,
                        elements,
                        channels,
                        2,
                        (from, end, _, tables) ->
                                kernels.addProducts(
                                        g.array(),
                                        g.from() + from,
                                        values.array(),
                                        values.from() + from,
                                        end - from,
                                        center,
                                        tables[0],
                                        tables[1]));
        double rows = (double) elements / channels;
        int width = width(channels, elements);
        float[] above = new float[width];
        float[] factors = new float[width];
        float[] means = new float[width];
        float[] slopes = new float[width];
        for (int i = 0; i < width; i++) {
            int channel = i % channels;
            double power = value(variance, channel) + epsilon;
            double factor = value(gamma, channel) / Math.sqrt(power);
            above[i] = (float) (sums[0][channel] / rows);
            factors[i] = (float) factor;
            means[i] = value(mean, channel);
            slopes[i] = (float) (factor * sums[1][channel] / rows / power);
        }
        for (int channel = 0; channel < channels; channel++) {
            double deviation = Math.sqrt(value(variance, channel) + epsilon);
            inGamma.floats()[inGamma.offset() + channel] = (float) (sums[1][channel] / deviation);
            inBeta.floats()[inBeta.offset() + channel] = (float) sums[0][channel];
        }
        share(
                elements,
                width,
                (from, count) ->
                        kernels.standardizeGradient(
                                g.array(),
                                g.from() + from,
                                above,
                                factors,
                                values.array(),
                                values.from() + from,
                                means,
                                slopes,
                                inX.floats(),
                                inX.offset() + from,
                                count));
    }

    private static float value(Tensor tensor, int at) {
        return tensor.floats()[tensor.offset() + at];
    }

    private static int width(int channels, int elements) {
        return (int) Math.min(elements, (long) channels * Math.ceilDiv(LEAST_WIDTH, channels));
    }

    @FunctionalInterface
    private interface Loop {
        void take(int from, int count);
    }

    /// Hands out rows of `width` values, the last of which may be shorter.
    private void share(int elements, int width, Loop loop) {
        Portions.share(
                workers,
                Math.ceilDiv(elements, width),
                width,
                (first, end) -> {
                    for (int row = first; row < end; row++) {
                        int from = row * width;
                        loop.take(from, Math.min(width, elements - from));
                    }
                });
    }
}
