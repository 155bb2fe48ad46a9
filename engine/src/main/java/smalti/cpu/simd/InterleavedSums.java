package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums of pixels whose channels lie together. Of few channels, sums stay in registers while a run passes by. Of many, up
/// to four neighbouring pixels are added at once: the sums are then touched once a group, several streams of memory run at
/// a time, and the loops run over the channels, so that their bounds are checked once and not at every load. Larger groups
/// would be faster still, but the compiler at hand gives up on so many loads in one method and boxes vectors.
///
/// Every channel's terms are added one by one in raster order, so the vector body, its tail and the scalar kernels give
/// the same bits.
final class InterleavedSums {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();
    private static final int GROUP = 4;
    private static final int BLOCK = 8 * LANES;

    /// Up to this many channels a pixel is short enough to be read whole into registers, pixel after pixel.
    private static final int FEW = 2 * BLOCK;

    private InterleavedSums() {}

    /// Adds `pixels` neighbouring pixels of `channels` values from `at` on to the sums from `to` on.
    static void addRun(
            float[] x, int at, int pixels, int step, int channels, double[] sums, int to) {
        int inBlocks = channels <= FEW ? channels / BLOCK * BLOCK : 0;
        for (int c = 0; c < inBlocks; c += BLOCK) {
            addBlock(x, at + c, pixels, step, sums, to + c);
        }
        if (inBlocks < channels) {
            addGroups(x, at + inBlocks, pixels, step, channels - inBlocks, sums, to + inBlocks);
        }
    }

    private static void addGroups(
            float[] x, int at, int pixels, int step, int channels, double[] sums, int to) {
        int left = pixels;
        int from = at;
        while (left > 0) {
            // Two even groups rather than a full one and a small rest: small groups are slow.
            int group = left > 2 * GROUP ? GROUP : left > GROUP ? (left + 1) / 2 : left;
            addGroup(x, from, group, step, channels, sums, to);
            left -= group;
            from += group * step;
        }
        addTail(x, at, pixels, step, channels, sums, to);
    }

    private static void addGroup(
            float[] x, int at, int pixels, int step, int channels, double[] sums, int to) {
        switch (pixels) {
            case 1 -> add1(x, at, channels, sums, to);
            case 2 -> add2(x, at, step, channels, sums, to);
            case 3 -> add3(x, at, step, channels, sums, to);
            default -> add4(x, at, step, channels, sums, to);
        }
    }

    private static DoubleVector sum(double[] sums, int to) {
        return DoubleVector.fromArray(DOUBLES, sums, to);
    }

    private static DoubleVector load(float[] x, int at) {
        return Species.widened(x, at);
    }

    private static void add1(float[] x, int at, int channels, double[] sums, int to) {
        int bound = DOUBLES.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            sum(sums, to + c).add(load(x, at + c)).intoArray(sums, to + c);
        }
    }

    private static void add2(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        int bound = DOUBLES.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            sum(sums, to + c).add(load(x, at + c)).add(load(x, p1 + c)).intoArray(sums, to + c);
        }
    }

    private static void add3(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        int bound = DOUBLES.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            sum(sums, to + c)
                    .add(load(x, at + c))
                    .add(load(x, p1 + c))
                    .add(load(x, p2 + c))
                    .intoArray(sums, to + c);
        }
    }

    private static void add4(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int bound = DOUBLES.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            sum(sums, to + c)
                    .add(load(x, at + c))
                    .add(load(x, p1 + c))
                    .add(load(x, p2 + c))
                    .add(load(x, p3 + c))
                    .intoArray(sums, to + c);
        }
    }

    /// Sums of eight vectors of channels that stay in registers while the pixels of a run pass by.
    private static void addBlock(float[] x, int at, int pixels, int step, double[] sums, int to) {
        var s0 = sum(sums, to);
        var s1 = sum(sums, to + LANES);
        var s2 = sum(sums, to + 2 * LANES);
        var s3 = sum(sums, to + 3 * LANES);
        var s4 = sum(sums, to + 4 * LANES);
        var s5 = sum(sums, to + 5 * LANES);
        var s6 = sum(sums, to + 6 * LANES);
        var s7 = sum(sums, to + 7 * LANES);
        for (int pixel = 0, from = at; pixel < pixels; pixel++, from += step) {
            s0 = s0.add(load(x, from));
            s1 = s1.add(load(x, from + LANES));
            s2 = s2.add(load(x, from + 2 * LANES));
            s3 = s3.add(load(x, from + 3 * LANES));
            s4 = s4.add(load(x, from + 4 * LANES));
            s5 = s5.add(load(x, from + 5 * LANES));
            s6 = s6.add(load(x, from + 6 * LANES));
            s7 = s7.add(load(x, from + 7 * LANES));
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + LANES);
        s2.intoArray(sums, to + 2 * LANES);
        s3.intoArray(sums, to + 3 * LANES);
        s4.intoArray(sums, to + 4 * LANES);
        s5.intoArray(sums, to + 5 * LANES);
        s6.intoArray(sums, to + 6 * LANES);
        s7.intoArray(sums, to + 7 * LANES);
    }

    private static void addTail(
            float[] x, int at, int pixels, int step, int channels, double[] sums, int to) {
        for (int c = DOUBLES.loopBound(channels); c < channels; c++) {
            double sum = sums[to + c];
            for (int pixel = 0, from = at + c; pixel < pixels; pixel++, from += step) {
                sum += x[from];
            }
            sums[to + c] = sum;
        }
    }
}
