package smalti.cpu.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.DepthwiseKernels;

/// Convolutions channel by channel on vectors of channels. The taps of a 3x3 window are taken at once, and stay in
/// registers for a row of pixels; others are taken three at once and singly.
public final class SimdDepthwiseKernels implements DepthwiseKernels {
    private static final VectorSpecies<Float> LANES = Tiles.LANES;

    @Override
    public void multiply(
            float[] x,
            int[] starts,
            int step,
            float[] weights,
            int[] places,
            int taps,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channels) {
        int whole = LANES.loopBound(channels);
        boolean nine = taps >= 9 && whole > 0;
        for (int channel = 0; nine && channel < whole; channel += LANES.length()) {
            setNine(x, starts, step, weights, places, out, to, outStep, pixels, channel);
        }
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = to + pixel * outStep;
            Arrays.fill(out, nine ? at + whole : at, at + channels, 0);
        }
        int tap = nine ? 9 : 0;
        for (; tap + 3 <= taps; tap += 3) {
            for (int channel = 0; channel < whole; channel += LANES.length()) {
                addThree(x, starts, step, weights, places, tap, out, to, outStep, pixels, channel);
            }
        }
        for (; tap < taps; tap++) {
            for (int channel = 0; channel < whole; channel += LANES.length()) {
                addOne(x, starts, step, weights, places, tap, out, to, outStep, pixels, channel);
            }
        }
        for (tap = 0; whole < channels && tap < taps; tap++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int from = starts[tap] + pixel * step;
                int at = to + pixel * outStep;
                for (int i = whole; i < channels; i++) {
                    out[at + i] = Math.fma(x[from + i], weights[places[tap] + i], out[at + i]);
                }
            }
        }
    }

    @Override
    public void addGradients(
            float[] x,
            int[] starts,
            int step,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int taps,
            int channels) {
        int whole = LANES.loopBound(channels);
        int tap = 0;
        for (; tap + 9 <= taps; tap += 9) {
            for (int channel = 0; channel < whole; channel += LANES.length()) {
                deriveNine(
                        x,
                        starts,
                        step,
                        upstream,
                        from,
                        upstreamStep,
                        pixels,
                        out,
                        places,
                        tap,
                        channel);
            }
        }
        for (; tap + 3 <= taps; tap += 3) {
            for (int channel = 0; channel < whole; channel += LANES.length()) {
                deriveThree(
                        x,
                        starts,
                        step,
                        upstream,
                        from,
                        upstreamStep,
                        pixels,
                        out,
                        places,
                        tap,
                        channel);
            }
        }
        for (; tap < taps; tap++) {
            for (int channel = 0; channel < whole; channel += LANES.length()) {
                deriveOne(
                        x,
                        starts,
                        step,
                        upstream,
                        from,
                        upstreamStep,
                        pixels,
                        out,
                        places,
                        tap,
                        channel);
            }
        }
        for (tap = 0; whole < channels && tap < taps; tap++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int at = starts[tap] + pixel * step;
                int with = from + pixel * upstreamStep;
                for (int i = whole; i < channels; i++) {
                    int to = places[tap] + i;
                    out[to] = Math.fma(x[at + i], upstream[with + i], out[to]);
                }
            }
        }
    }

    private static void setNine(
            float[] x,
            int[] starts,
            int step,
            float[] weights,
            int[] places,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channel) {
        int fromA = starts[0] + channel;
        int fromB = starts[1] + channel;
        int fromC = starts[2] + channel;
        int fromD = starts[3] + channel;
        int fromE = starts[4] + channel;
        int fromF = starts[5] + channel;
        int fromG = starts[6] + channel;
        int fromH = starts[7] + channel;
        int fromI = starts[8] + channel;
        var a = FloatVector.fromArray(LANES, weights, places[0] + channel);
        var b = FloatVector.fromArray(LANES, weights, places[1] + channel);
        var c = FloatVector.fromArray(LANES, weights, places[2] + channel);
        var d = FloatVector.fromArray(LANES, weights, places[3] + channel);
        var e = FloatVector.fromArray(LANES, weights, places[4] + channel);
        var f = FloatVector.fromArray(LANES, weights, places[5] + channel);
        var g = FloatVector.fromArray(LANES, weights, places[6] + channel);
        var h = FloatVector.fromArray(LANES, weights, places[7] + channel);
        var i = FloatVector.fromArray(LANES, weights, places[8] + channel);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = to + pixel * outStep + channel;
            int by = pixel * step;
            var sum = FloatVector.zero(LANES);
            sum = FloatVector.fromArray(LANES, x, fromA + by).fma(a, sum);
            sum = FloatVector.fromArray(LANES, x, fromB + by).fma(b, sum);
            sum = FloatVector.fromArray(LANES, x, fromC + by).fma(c, sum);
            sum = FloatVector.fromArray(LANES, x, fromD + by).fma(d, sum);
            sum = FloatVector.fromArray(LANES, x, fromE + by).fma(e, sum);
            sum = FloatVector.fromArray(LANES, x, fromF + by).fma(f, sum);
            sum = FloatVector.fromArray(LANES, x, fromG + by).fma(g, sum);
            sum = FloatVector.fromArray(LANES, x, fromH + by).fma(h, sum);
            sum = FloatVector.fromArray(LANES, x, fromI + by).fma(i, sum);
            ((FloatVector) Species.FLOATS_CLASS.cast(sum)).intoArray(out, at);
        }
    }

    private static void addThree(
            float[] x,
            int[] starts,
            int step,
            float[] weights,
            int[] places,
            int tap,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channel) {
        int fromA = starts[tap] + channel;
        int fromB = starts[tap + 1] + channel;
        int fromC = starts[tap + 2] + channel;
        var a = FloatVector.fromArray(LANES, weights, places[tap] + channel);
        var b = FloatVector.fromArray(LANES, weights, places[tap + 1] + channel);
        var c = FloatVector.fromArray(LANES, weights, places[tap + 2] + channel);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = to + pixel * outStep + channel;
            int by = pixel * step;
            var sum = FloatVector.fromArray(LANES, out, at);
            sum = FloatVector.fromArray(LANES, x, fromA + by).fma(a, sum);
            sum = FloatVector.fromArray(LANES, x, fromB + by).fma(b, sum);
            sum = FloatVector.fromArray(LANES, x, fromC + by).fma(c, sum);
            ((FloatVector) Species.FLOATS_CLASS.cast(sum)).intoArray(out, at);
        }
    }

    private static void addOne(
            float[] x,
            int[] starts,
            int step,
            float[] weights,
            int[] places,
            int tap,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channel) {
        int fromA = starts[tap] + channel;
        var a = FloatVector.fromArray(LANES, weights, places[tap] + channel);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = to + pixel * outStep + channel;
            int by = pixel * step;
            var sum = FloatVector.fromArray(LANES, out, at);
            sum = FloatVector.fromArray(LANES, x, fromA + by).fma(a, sum);
            ((FloatVector) Species.FLOATS_CLASS.cast(sum)).intoArray(out, at);
        }
    }

    private static void deriveNine(
            float[] x,
            int[] starts,
            int step,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int tap,
            int channel) {
        int fromA = starts[tap] + channel;
        int fromB = starts[tap + 1] + channel;
        int fromC = starts[tap + 2] + channel;
        int fromD = starts[tap + 3] + channel;
        int fromE = starts[tap + 4] + channel;
        int fromF = starts[tap + 5] + channel;
        int fromG = starts[tap + 6] + channel;
        int fromH = starts[tap + 7] + channel;
        int fromI = starts[tap + 8] + channel;
        var a = FloatVector.fromArray(LANES, out, places[tap] + channel);
        var b = FloatVector.fromArray(LANES, out, places[tap + 1] + channel);
        var c = FloatVector.fromArray(LANES, out, places[tap + 2] + channel);
        var d = FloatVector.fromArray(LANES, out, places[tap + 3] + channel);
        var e = FloatVector.fromArray(LANES, out, places[tap + 4] + channel);
        var f = FloatVector.fromArray(LANES, out, places[tap + 5] + channel);
        var g = FloatVector.fromArray(LANES, out, places[tap + 6] + channel);
        var h = FloatVector.fromArray(LANES, out, places[tap + 7] + channel);
        var i = FloatVector.fromArray(LANES, out, places[tap + 8] + channel);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int by = pixel * step;
            var slope =
                    FloatVector.fromArray(LANES, upstream, from + pixel * upstreamStep + channel);
            a = FloatVector.fromArray(LANES, x, fromA + by).fma(slope, a);
            b = FloatVector.fromArray(LANES, x, fromB + by).fma(slope, b);
            c = FloatVector.fromArray(LANES, x, fromC + by).fma(slope, c);
            d = FloatVector.fromArray(LANES, x, fromD + by).fma(slope, d);
            e = FloatVector.fromArray(LANES, x, fromE + by).fma(slope, e);
            f = FloatVector.fromArray(LANES, x, fromF + by).fma(slope, f);
            g = FloatVector.fromArray(LANES, x, fromG + by).fma(slope, g);
            h = FloatVector.fromArray(LANES, x, fromH + by).fma(slope, h);
            i = FloatVector.fromArray(LANES, x, fromI + by).fma(slope, i);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a)).intoArray(out, places[tap] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(b)).intoArray(out, places[tap + 1] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(c)).intoArray(out, places[tap + 2] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(d)).intoArray(out, places[tap + 3] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(e)).intoArray(out, places[tap + 4] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(f)).intoArray(out, places[tap + 5] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(g)).intoArray(out, places[tap + 6] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(h)).intoArray(out, places[tap + 7] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(i)).intoArray(out, places[tap + 8] + channel);
    }

    private static void deriveThree(
            float[] x,
            int[] starts,
            int step,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int tap,
            int channel) {
        int fromA = starts[tap] + channel;
        int fromB = starts[tap + 1] + channel;
        int fromC = starts[tap + 2] + channel;
        var a = FloatVector.fromArray(LANES, out, places[tap] + channel);
        var b = FloatVector.fromArray(LANES, out, places[tap + 1] + channel);
        var c = FloatVector.fromArray(LANES, out, places[tap + 2] + channel);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int by = pixel * step;
            var slope =
                    FloatVector.fromArray(LANES, upstream, from + pixel * upstreamStep + channel);
            a = FloatVector.fromArray(LANES, x, fromA + by).fma(slope, a);
            b = FloatVector.fromArray(LANES, x, fromB + by).fma(slope, b);
            c = FloatVector.fromArray(LANES, x, fromC + by).fma(slope, c);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a)).intoArray(out, places[tap] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(b)).intoArray(out, places[tap + 1] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(c)).intoArray(out, places[tap + 2] + channel);
    }

    private static void deriveOne(
            float[] x,
            int[] starts,
            int step,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int tap,
            int channel) {
        int fromA = starts[tap] + channel;
        var a = FloatVector.fromArray(LANES, out, places[tap] + channel);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int by = pixel * step;
            var slope =
                    FloatVector.fromArray(LANES, upstream, from + pixel * upstreamStep + channel);
            a = FloatVector.fromArray(LANES, x, fromA + by).fma(slope, a);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a)).intoArray(out, places[tap] + channel);
    }
}
