package smalti.cpu.norm;

import smalti.cpu.kernel.NormKernels;
import smalti.cpu.kernel.PointKernels;

/// Operators on one row: its length, its softmax, and their gradients.
final class RowNorms {
    private final NormKernels kernels;
    private final PointKernels points;

    RowNorms(NormKernels kernels, PointKernels points) {
        this.kernels = kernels;
        this.points = points;
    }

    private static double length(float[] x, int from, int count) {
        return Math.sqrt(RowSums.product(x, from, x, from, count));
    }

    void normalize(double epsilon, float[] x, int from, float[] out, int to, int count) {
        double factor = 1 / Math.max(length(x, from, count), epsilon);
        kernels.mixTwo(factor, x, from, 0, x, from, out, to, count);
    }

    /// `(g - x·<g, x>/length²) / length`; where epsilon divides, `g / epsilon`.
    void normalizeGradient(
            double epsilon,
            float[] upstream,
            int upstreamFrom,
            float[] x,
            int from,
            float[] out,
            int to,
            int count) {
        double length = length(x, from, count);
        double along =
                length < epsilon
                        ? 0
                        : RowSums.product(upstream, upstreamFrom, x, from, count)
                                / (length * length * length);
        double factor = 1 / Math.max(length, epsilon);
        kernels.mixTwo(factor, upstream, upstreamFrom, -along, x, from, out, to, count);
    }

    /// Writes the softmax, and returns the logarithm of the sum of exponentials.
    double softmax(float[] x, int from, float[] out, int to, int count) {
        float most = RowSums.most(x, from, count);
        kernels.exponentials(x, from, most, out, to, count);
        double sum = RowSums.sum(out, to, count);
        // In place: each value is read before it is written.
        points.scale((float) (1 / sum), 0, out, to, out, to, count);
        return most + StrictMath.log(sum);
    }

    void logSoftmax(float[] x, int from, float[] out, int to, int count) {
        float most = RowSums.most(x, from, count);
        kernels.exponentials(x, from, most, out, to, count);
        double sum = RowSums.sum(out, to, count);
        kernels.distances(x, from, most + StrictMath.log(sum), out, to, count);
    }

    void softmaxGradient(
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int from,
            float[] out,
            int to,
            int count) {
        double mean = RowSums.product(upstream, upstreamFrom, y, from, count);
        kernels.multiplyDistances(upstream, upstreamFrom, y, from, (float) mean, out, to, count);
    }

    void logSoftmaxGradient(
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int from,
            float[] out,
            int to,
            int count) {
        double sum = RowSums.sum(upstream, upstreamFrom, count);
        kernels.subtractExponentials(upstream, upstreamFrom, y, from, sum, out, to, count);
    }
}
