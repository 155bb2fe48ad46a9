package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Elementwise passes over channels that lie in planes: run by run, lanes over pixels. Four planes are written side by
/// side, one instruction stream for each: a loop over planes inside that over runs is three times slower. Vectors are
/// stored beyond a run as far as its stretch goes; the last pixels of a stretch are written one by one.
final class PlanarSlopes {
    /// Planes of a group. Where these do not divide the planes, the last group overlaps that before it.
    static final int PLANES = 4;

    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    private PlanarSlopes() {}

    private static int origin(Values x, int plane) {
        return x.origin() + plane * x.channelStep();
    }

    /// The first plane of a group.
    private static int first(int group, Values out) {
        return Math.min(group, out.channels() - PLANES);
    }

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(DOUBLES, value);
    }

    /// @param x [#PLANES] planes at least
    static void scaleDistances(Values x, double[] shift, double[] factor, Values out, Share share) {
        for (int run = Stretches.begin(share, share.fromRun()); run < share.toRun(); ) {
            int end = Stretches.end(share, run);
            for (int group = 0; group < out.channels(); group += PLANES) {
                scaleDistances(x, first(group, out), shift, factor, out, share, run, end);
            }
            run = Stretches.begin(share, end);
        }
    }

    private static void scaleDistances(
            Values x,
            int plane,
            double[] shift,
            double[] factor,
            Values out,
            Share share,
            int fromRun,
            int toRun) {
        float[] from = x.array();
        float[] to = out.array();
        int x0 = origin(x, plane) - share.firstPixel();
        int x1 = x0 + x.channelStep();
        int x2 = x1 + x.channelStep();
        int x3 = x2 + x.channelStep();
        int o0 = origin(out, plane) - share.firstPixel();
        int o1 = o0 + out.channelStep();
        int o2 = o1 + out.channelStep();
        int o3 = o2 + out.channelStep();
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int endWhole = starts[toRun] - Species.STORED + 1;
        for (int run = fromRun; run < toRun; run++) {
            int entry = (labels[run] - share.low()) * out.channels() + plane;
            int behind = starts[run + 1];
            int end = Math.min(behind, endWhole);
            int at = starts[run];
            var s0 = all(shift[entry]);
            var s1 = all(shift[entry + 1]);
            var s2 = all(shift[entry + 2]);
            var s3 = all(shift[entry + 3]);
            var f0 = all(factor[entry]);
            var f1 = all(factor[entry + 1]);
            var f2 = all(factor[entry + 2]);
            var f3 = all(factor[entry + 3]);
            while (at < end) {
                Species.store(scaled(from, x0 + at, s0, f0), to, o0 + at);
                Species.store(scaled(from, x1 + at, s1, f1), to, o1 + at);
                Species.store(scaled(from, x2 + at, s2, f2), to, o2 + at);
                Species.store(scaled(from, x3 + at, s3, f3), to, o3 + at);
                at += LANES;
            }
            if (at < behind) {
                for (int each = 0; each < PLANES; each++) {
                    scaleDistancesExactly(
                            from,
                            x0 + each * x.channelStep(),
                            shift[entry + each],
                            factor[entry + each],
                            to,
                            o0 + each * out.channelStep(),
                            at,
                            behind);
                }
            }
        }
    }

    private static DoubleVector scaled(float[] x, int at, DoubleVector shift, DoubleVector factor) {
        var zero = Species.all(0.0);
        return Species.widened(x, at)
                .sub(shift)
                .mul(factor)
                .blend(zero, factor.compare(VectorOperators.EQ, zero));
    }

    private static void scaleDistancesExactly(
            float[] x,
            int from,
            double shift,
            double factor,
            float[] out,
            int to,
            int pixel,
            int endPixel) {
        for (int at = pixel; at < endPixel; at++) {
            out[to + at] = factor == 0 ? 0 : (float) ((x[from + at] - shift) * factor);
        }
    }

    /// @param x [#PLANES] planes at least
    static void multiplyDistances(Values x, Values y, double[] shift, Values out, Share share) {
        for (int run = Stretches.begin(share, share.fromRun()); run < share.toRun(); ) {
            int end = Stretches.end(share, run);
            for (int group = 0; group < out.channels(); group += PLANES) {
                multiplyDistances(x, y, first(group, out), shift, out, share, run, end);
            }
            run = Stretches.begin(share, end);
        }
    }

    private static void multiplyDistances(
            Values x,
            Values y,
            int plane,
            double[] shift,
            Values out,
            Share share,
            int fromRun,
            int toRun) {
        float[] from = x.array();
        float[] by = y.array();
        float[] to = out.array();
        int x0 = origin(x, plane) - share.firstPixel();
        int x1 = x0 + x.channelStep();
        int x2 = x1 + x.channelStep();
        int x3 = x2 + x.channelStep();
        int y0 = origin(y, plane) - share.firstPixel();
        int y1 = y0 + y.channelStep();
        int y2 = y1 + y.channelStep();
        int y3 = y2 + y.channelStep();
        int o0 = origin(out, plane) - share.firstPixel();
        int o1 = o0 + out.channelStep();
        int o2 = o1 + out.channelStep();
        int o3 = o2 + out.channelStep();
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int endWhole = starts[toRun] - Species.STORED + 1;
        for (int run = fromRun; run < toRun; run++) {
            int entry = (labels[run] - share.low()) * out.channels() + plane;
            int behind = starts[run + 1];
            int end = Math.min(behind, endWhole);
            int at = starts[run];
            var s0 = all(shift[entry]);
            var s1 = all(shift[entry + 1]);
            var s2 = all(shift[entry + 2]);
            var s3 = all(shift[entry + 3]);
            while (at < end) {
                Species.store(multiplied(from, x0 + at, s0, by, y0 + at), to, o0 + at);
                Species.store(multiplied(from, x1 + at, s1, by, y1 + at), to, o1 + at);
                Species.store(multiplied(from, x2 + at, s2, by, y2 + at), to, o2 + at);
                Species.store(multiplied(from, x3 + at, s3, by, y3 + at), to, o3 + at);
                at += LANES;
            }
            if (at < behind) {
                for (int each = 0; each < PLANES; each++) {
                    multiplyDistancesExactly(
                            from,
                            x0 + each * x.channelStep(),
                            shift[entry + each],
                            by,
                            y0 + each * y.channelStep(),
                            to,
                            o0 + each * out.channelStep(),
                            at,
                            behind);
                }
            }
        }
    }

    private static DoubleVector multiplied(
            float[] x, int at, DoubleVector shift, float[] y, int atY) {
        return Species.widened(y, atY).mul(Species.widened(x, at).sub(shift));
    }

    private static void multiplyDistancesExactly(
            float[] x,
            int from,
            double shift,
            float[] y,
            int fromY,
            float[] out,
            int to,
            int pixel,
            int endPixel) {
        for (int at = pixel; at < endPixel; at++) {
            out[to + at] = (float) (y[fromY + at] * (x[from + at] - shift));
        }
    }

    /// @param out [#PLANES] planes at least
    static void scaleWeights(
            float[] weights, int weightsFrom, double[] factor, Values out, Share share) {
        for (int run = Stretches.begin(share, share.fromRun()); run < share.toRun(); ) {
            int end = Stretches.end(share, run);
            for (int group = 0; group < out.channels(); group += PLANES) {
                scaleWeights(weights, weightsFrom, factor, out, first(group, out), share, run, end);
            }
            run = Stretches.begin(share, end);
        }
    }

    private static void scaleWeights(
            float[] weights,
            int weightsFrom,
            double[] factor,
            Values out,
            int plane,
            Share share,
            int fromRun,
            int toRun) {
        float[] to = out.array();
        int w0 = weightsFrom - share.firstPixel();
        int o0 = origin(out, plane) - share.firstPixel();
        int o1 = o0 + out.channelStep();
        int o2 = o1 + out.channelStep();
        int o3 = o2 + out.channelStep();
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int endWhole = starts[toRun] - Species.STORED + 1;
        for (int run = fromRun; run < toRun; run++) {
            int entry = (labels[run] - share.low()) * out.channels() + plane;
            int behind = starts[run + 1];
            int end = Math.min(behind, endWhole);
            int at = starts[run];
            var f0 = all(factor[entry]);
            var f1 = all(factor[entry + 1]);
            var f2 = all(factor[entry + 2]);
            var f3 = all(factor[entry + 3]);
            while (at < end) {
                var weight = Species.widened(weights, w0 + at);
                Species.store(weight.mul(f0), to, o0 + at);
                Species.store(weight.mul(f1), to, o1 + at);
                Species.store(weight.mul(f2), to, o2 + at);
                Species.store(weight.mul(f3), to, o3 + at);
                at += LANES;
            }
            if (at < behind) {
                for (int each = 0; each < PLANES; each++) {
                    scaleWeightsExactly(
                            weights,
                            w0,
                            factor[entry + each],
                            to,
                            o0 + each * out.channelStep(),
                            at,
                            behind);
                }
            }
        }
    }

    private static void scaleWeightsExactly(
            float[] weights,
            int weightsFrom,
            double factor,
            float[] out,
            int to,
            int pixel,
            int endPixel) {
        for (int at = pixel; at < endPixel; at++) {
            out[to + at] = (float) (weights[weightsFrom + at] * factor);
        }
    }

    /// One plane after another: several exponentials side by side are more than the compiler inlines into a method.
    static void scaleExponentials(
            Values x, double[] shift, double[] factor, Values out, Share share) {
        for (int run = Stretches.begin(share, share.fromRun()); run < share.toRun(); ) {
            int end = Stretches.end(share, run);
            for (int plane = 0; plane < out.channels(); plane++) {
                scaleExponentials(x, plane, shift, factor, out, share, run, end);
            }
            run = Stretches.begin(share, end);
        }
    }

    private static void scaleExponentials(
            Values x,
            int plane,
            double[] shift,
            double[] factor,
            Values out,
            Share share,
            int fromRun,
            int toRun) {
        float[] from = x.array();
        float[] to = out.array();
        int x0 = origin(x, plane) - share.firstPixel();
        int o0 = origin(out, plane) - share.firstPixel();
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int endWhole = starts[toRun] - Species.STORED + 1;
        for (int run = fromRun; run < toRun; run++) {
            int entry = (labels[run] - share.low()) * out.channels() + plane;
            double start = shift[entry];
            double by = factor[entry];
            int behind = starts[run + 1];
            int end = Math.min(behind, endWhole);
            int at = starts[run];
            while (at < end) {
                var distance = Species.widened(from, x0 + at).sub(Species.all(start));
                Species.store(Exponential.of(distance).mul(Species.all(by)), to, o0 + at);
                at += LANES;
            }
            if (at < behind) {
                scaleExponentialsExactly(from, x0, start, by, to, o0, at, behind);
            }
        }
    }

    private static void scaleExponentialsExactly(
            float[] x,
            int from,
            double shift,
            double factor,
            float[] out,
            int to,
            int pixel,
            int endPixel) {
        for (int at = pixel; at < endPixel; at++) {
            out[to + at] = (float) (Exponential.of(x[from + at] - shift) * factor);
        }
    }
}
