package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Sums of exponentials of pixels whose channels lie together: of each block of channels, a run is read for its largest
/// values, the sums so far are brought to those, and the run is read again.
final class InterleavedExponentials {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();
    private static final DoubleVector ONE = DoubleVector.broadcast(DOUBLES, 1);

    private InterleavedExponentials() {}

    /// Adds `pixels` neighbouring pixels of `channels` values from `at` on to the entries from `to` on.
    static void addRun(
            float[] x,
            int at,
            int pixels,
            int step,
            int channels,
            double[] largest,
            double[] sums,
            int to) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            addBlock(x, at + c, pixels, step, largest, sums, to + c);
        }
        for (; c < channels; c++) {
            addChannel(x, at + c, pixels, step, largest, sums, to + c);
        }
    }

    private static void addBlock(
            float[] x, int at, int pixels, int step, double[] largest, double[] sums, int to) {
        int end = at + pixels * step;
        var before = DoubleVector.fromArray(DOUBLES, largest, to);
        var now = before;
        for (int from = at; from < end; from += step) {
            now = now.max(Species.widened(x, from));
        }
        ((DoubleVector) Species.DOUBLES_CLASS.cast(now)).intoArray(largest, to);
        var shift = shift(now);
        // The sum so far is the first term, so that the exponential is compiled once: a second copy
        // is beyond what the compiler inlines into a method, and then vectors are boxed.
        var weight = DoubleVector.fromArray(DOUBLES, sums, to);
        var distance = before.sub(shift);
        var sum = DoubleVector.zero(DOUBLES);
        for (int from = at; ; from += step) {
            sum = Exponential.of(distance).fma(weight, sum);
            if (from == end) {
                break;
            }
            distance = Species.widened(x, from).sub(shift);
            weight = ONE;
        }
        ((DoubleVector) Species.DOUBLES_CLASS.cast(sum)).intoArray(sums, to);
    }

    private static void addChannel(
            float[] x, int at, int pixels, int step, double[] largest, double[] sums, int to) {
        int end = at + pixels * step;
        double before = largest[to];
        double now = before;
        for (int from = at; from < end; from += step) {
            now = Math.max(now, x[from]);
        }
        largest[to] = now;
        double shift = shift(now);
        double sum = sums[to] * Exponential.of(before - shift);
        for (int from = at; from < end; from += step) {
            sum += Exponential.of(x[from] - shift);
        }
        sums[to] = sum;
    }

    /// What to take from values before their exponential: the largest. But not where all are negative infinity: the
    /// distance to that is no number, and a larger value may still come.
    static DoubleVector shift(DoubleVector largest) {
        return largest.blend(
                DoubleVector.zero(DOUBLES),
                largest.compare(VectorOperators.EQ, Species.all(Double.NEGATIVE_INFINITY)));
    }

    static double shift(double largest) {
        return largest == Double.NEGATIVE_INFINITY ? 0 : largest;
    }
}
