package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums of pixels whose channels lie together. Up to eight neighbouring pixels are added to a segment's sums at once:
/// the sums are then touched once a group, and as many streams of memory run at a time as the machine needs to reach its
/// bandwidth (one stream alone reaches less than half of it). The loops run over the channels, so that their bounds are
/// checked once and not at every load.
///
/// Every channel's terms are added one by one in raster order, so the vector body, its tail and the scalar kernels give
/// the same bits.
final class InterleavedSums {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();
    private static final int GROUP = 8;

    private InterleavedSums() {}

    /// Adds `pixels` neighbouring pixels of `channels` values from `at` on to the sums from `to` on.
    static void addRun(
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
            case 4 -> add4(x, at, step, channels, sums, to);
            case 5 -> add5(x, at, step, channels, sums, to);
            case 6 -> add6(x, at, step, channels, sums, to);
            case 7 -> add7(x, at, step, channels, sums, to);
            default -> add8(x, at, step, channels, sums, to);
        }
    }

    private static DoubleVector sum(double[] sums, int to) {
        return DoubleVector.fromArray(DOUBLES, sums, to);
    }

    private static DoubleVector load(float[] x, int at) {
        return Species.widened(x, at);
    }

    private static void add1(float[] x, int at, int channels, double[] sums, int to) {
        for (int c = 0; c < DOUBLES.loopBound(channels); c += LANES) {
            sum(sums, to + c).add(load(x, at + c)).intoArray(sums, to + c);
        }
    }

    private static void add2(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        for (int c = 0; c < DOUBLES.loopBound(channels); c += LANES) {
            sum(sums, to + c).add(load(x, at + c)).add(load(x, p1 + c)).intoArray(sums, to + c);
        }
    }

    private static void add3(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        for (int c = 0; c < DOUBLES.loopBound(channels); c += LANES) {
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
        for (int c = 0; c < DOUBLES.loopBound(channels); c += LANES) {
            sum(sums, to + c)
                    .add(load(x, at + c))
                    .add(load(x, p1 + c))
                    .add(load(x, p2 + c))
                    .add(load(x, p3 + c))
                    .intoArray(sums, to + c);
        }
    }

    private static void add5(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int p4 = p3 + step;
        for (int c = 0; c < DOUBLES.loopBound(channels); c += LANES) {
            sum(sums, to + c)
                    .add(load(x, at + c))
                    .add(load(x, p1 + c))
                    .add(load(x, p2 + c))
                    .add(load(x, p3 + c))
                    .add(load(x, p4 + c))
                    .intoArray(sums, to + c);
        }
    }

    private static void add6(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int p4 = p3 + step;
        int p5 = p4 + step;
        for (int c = 0; c < DOUBLES.loopBound(channels); c += LANES) {
            sum(sums, to + c)
                    .add(load(x, at + c))
                    .add(load(x, p1 + c))
                    .add(load(x, p2 + c))
                    .add(load(x, p3 + c))
                    .add(load(x, p4 + c))
                    .add(load(x, p5 + c))
                    .intoArray(sums, to + c);
        }
    }

    private static void add7(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int p4 = p3 + step;
        int p5 = p4 + step;
        int p6 = p5 + step;
        for (int c = 0; c < DOUBLES.loopBound(channels); c += LANES) {
            sum(sums, to + c)
                    .add(load(x, at + c))
                    .add(load(x, p1 + c))
                    .add(load(x, p2 + c))
                    .add(load(x, p3 + c))
                    .add(load(x, p4 + c))
                    .add(load(x, p5 + c))
                    .add(load(x, p6 + c))
                    .intoArray(sums, to + c);
        }
    }

    private static void add8(float[] x, int at, int step, int channels, double[] sums, int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int p4 = p3 + step;
        int p5 = p4 + step;
        int p6 = p5 + step;
        int p7 = p6 + step;
        for (int c = 0; c < DOUBLES.loopBound(channels); c += LANES) {
            sum(sums, to + c)
                    .add(load(x, at + c))
                    .add(load(x, p1 + c))
                    .add(load(x, p2 + c))
                    .add(load(x, p3 + c))
                    .add(load(x, p4 + c))
                    .add(load(x, p5 + c))
                    .add(load(x, p6 + c))
                    .add(load(x, p7 + c))
                    .intoArray(sums, to + c);
        }
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
