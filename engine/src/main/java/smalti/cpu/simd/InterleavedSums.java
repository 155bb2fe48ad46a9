package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums of pixels whose channels lie together. The sums of a block of channels stay in registers while the pixels of a run
/// pass by, so a table's row is touched once a run. Of pixels with more channels than a block that skips through memory, and
/// needs the values in the cache.
///
/// Every channel's terms are added one by one in raster order, so the vector body, its tail and the scalar kernels give
/// the same bits.
final class InterleavedSums {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    /// Channels that are added at once.
    static final int BLOCK = 8 * LANES;

    private InterleavedSums() {}

    /// Adds `pixels` neighbouring pixels of `channels` values from `at` on to the sums from `to` on.
    static void addRun(
            float[] x, int at, int pixels, int step, int channels, double[] sums, int to) {
        int c = 0;
        for (; c <= channels - BLOCK; c += BLOCK) {
            add8(x, at + c, pixels, step, sums, to + c);
        }
        if (c <= channels - 4 * LANES) {
            add4(x, at + c, pixels, step, sums, to + c);
            c += 4 * LANES;
        }
        for (; c <= channels - LANES; c += LANES) {
            add1(x, at + c, pixels, step, sums, to + c);
        }
        for (; c < channels; c++) {
            addChannel(x, at + c, pixels, step, sums, to + c);
        }
    }

    private static DoubleVector sum(double[] sums, int to) {
        return DoubleVector.fromArray(DOUBLES, sums, to);
    }

    private static void add8(float[] x, int at, int pixels, int step, double[] sums, int to) {
        var s0 = sum(sums, to);
        var s1 = sum(sums, to + LANES);
        var s2 = sum(sums, to + 2 * LANES);
        var s3 = sum(sums, to + 3 * LANES);
        var s4 = sum(sums, to + 4 * LANES);
        var s5 = sum(sums, to + 5 * LANES);
        var s6 = sum(sums, to + 6 * LANES);
        var s7 = sum(sums, to + 7 * LANES);
        for (int pixel = 0, from = at; pixel < pixels; pixel++, from += step) {
            s0 = s0.add(Species.widened(x, from));
            s1 = s1.add(Species.widened(x, from + LANES));
            s2 = s2.add(Species.widened(x, from + 2 * LANES));
            s3 = s3.add(Species.widened(x, from + 3 * LANES));
            s4 = s4.add(Species.widened(x, from + 4 * LANES));
            s5 = s5.add(Species.widened(x, from + 5 * LANES));
            s6 = s6.add(Species.widened(x, from + 6 * LANES));
            s7 = s7.add(Species.widened(x, from + 7 * LANES));
        }
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s0)).intoArray(sums, to);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s1)).intoArray(sums, to + LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s2)).intoArray(sums, to + 2 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s3)).intoArray(sums, to + 3 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s4)).intoArray(sums, to + 4 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s5)).intoArray(sums, to + 5 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s6)).intoArray(sums, to + 6 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s7)).intoArray(sums, to + 7 * LANES);
    }

    private static void add4(float[] x, int at, int pixels, int step, double[] sums, int to) {
        var s0 = sum(sums, to);
        var s1 = sum(sums, to + LANES);
        var s2 = sum(sums, to + 2 * LANES);
        var s3 = sum(sums, to + 3 * LANES);
        for (int pixel = 0, from = at; pixel < pixels; pixel++, from += step) {
            s0 = s0.add(Species.widened(x, from));
            s1 = s1.add(Species.widened(x, from + LANES));
            s2 = s2.add(Species.widened(x, from + 2 * LANES));
            s3 = s3.add(Species.widened(x, from + 3 * LANES));
        }
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s0)).intoArray(sums, to);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s1)).intoArray(sums, to + LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s2)).intoArray(sums, to + 2 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s3)).intoArray(sums, to + 3 * LANES);
    }

    private static void add1(float[] x, int at, int pixels, int step, double[] sums, int to) {
        var sum = sum(sums, to);
        for (int pixel = 0, from = at; pixel < pixels; pixel++, from += step) {
            sum = sum.add(Species.widened(x, from));
        }
        ((DoubleVector) Species.DOUBLES_CLASS.cast(sum)).intoArray(sums, to);
    }

    private static void addChannel(float[] x, int at, int pixels, int step, double[] sums, int to) {
        double sum = sums[to];
        for (int pixel = 0, from = at; pixel < pixels; pixel++, from += step) {
            sum += x[from];
        }
        sums[to] = sum;
    }
}
