package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Elementwise passes over the channels of one pixel. Vectors are stored beyond the channels as far as `limit` in the
/// output, up to where the pixels behind are written later; the channels that are left are written one by one.
final class InterleavedSlopes {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    private InterleavedSlopes() {}

    /// The channel of a pixel at `to` from which on no whole vector can be read and stored.
    private static int endWhole(int channels, int to, int limit) {
        return Math.min(channels - LANES, limit - Species.STORED - to) + 1;
    }

    static void scaleDistances(
            float[] x,
            int from,
            double[] shift,
            double[] factor,
            int entry,
            int channels,
            float[] out,
            int to,
            int limit) {
        int endWhole = endWhole(channels, to, limit);
        int c = 0;
        for (; c < endWhole; c += LANES) {
            var distance = Species.widened(x, from + c).sub(load(shift, entry + c));
            var by = load(factor, entry + c);
            var zero = Species.all(0.0);
            var scaled = distance.mul(by).blend(zero, by.compare(VectorOperators.EQ, zero));
            Species.store(scaled, out, to + c);
        }
        for (; c < channels; c++) {
            double by = factor[entry + c];
            out[to + c] = by == 0 ? 0 : (float) ((x[from + c] - shift[entry + c]) * by);
        }
    }

    static void scaleExponentials(
            float[] x,
            int from,
            double[] shift,
            double[] factor,
            int entry,
            int channels,
            float[] out,
            int to,
            int limit) {
        int endWhole = endWhole(channels, to, limit);
        int c = 0;
        for (; c < endWhole; c += LANES) {
            var distance = Species.widened(x, from + c).sub(load(shift, entry + c));
            var scaled = Exponential.of(distance).mul(load(factor, entry + c));
            Species.store(scaled, out, to + c);
        }
        for (; c < channels; c++) {
            double distance = x[from + c] - shift[entry + c];
            out[to + c] = (float) (Exponential.of(distance) * factor[entry + c]);
        }
    }

    static void multiplyDistances(
            float[] x,
            int from,
            float[] y,
            int fromY,
            double[] shift,
            int entry,
            int channels,
            float[] out,
            int to,
            int limit) {
        int endWhole = endWhole(channels, to, limit);
        int c = 0;
        for (; c < endWhole; c += LANES) {
            var distance = Species.widened(x, from + c).sub(load(shift, entry + c));
            Species.store(Species.widened(y, fromY + c).mul(distance), out, to + c);
        }
        for (; c < channels; c++) {
            out[to + c] = (float) (y[fromY + c] * (x[from + c] - shift[entry + c]));
        }
    }

    static void scaleWeight(
            double weight,
            double[] factor,
            int entry,
            int channels,
            float[] out,
            int to,
            int limit) {
        int endWhole = endWhole(channels, to, limit);
        int c = 0;
        for (; c < endWhole; c += LANES) {
            Species.store(load(factor, entry + c).mul(Species.all(weight)), out, to + c);
        }
        for (; c < channels; c++) {
            out[to + c] = (float) (weight * factor[entry + c]);
        }
    }

    private static DoubleVector load(double[] table, int at) {
        return DoubleVector.fromArray(DOUBLES, table, at);
    }
}
