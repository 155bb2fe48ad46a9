package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Strip;

/// Gradients in the weights of taps, on one vector of channels.
final class TapGradients {
    private static final VectorSpecies<Float> LANES = Tiles.LANES;

    private TapGradients() {}

    /// Each column of pixels is multiplied with the gradients of the three outputs that see it, where there are so many.
    static void deriveSliding(
            Strip strip,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int channel) {
        float[] x = strip.top();
        float[] y = strip.middle();
        float[] z = strip.bottom();
        int fromX = strip.topAt() + channel;
        int fromY = strip.middleAt() + channel;
        int fromZ = strip.bottomAt() + channel;
        int step = strip.step();
        int margin = strip.margin();
        int columns = strip.columnsOf(pixels);
        var a = FloatVector.fromArray(LANES, out, places[0] + channel);
        var b = FloatVector.fromArray(LANES, out, places[1] + channel);
        var c = FloatVector.fromArray(LANES, out, places[2] + channel);
        var d = FloatVector.fromArray(LANES, out, places[3] + channel);
        var e = FloatVector.fromArray(LANES, out, places[4] + channel);
        var f = FloatVector.fromArray(LANES, out, places[5] + channel);
        var g = FloatVector.fromArray(LANES, out, places[6] + channel);
        var h = FloatVector.fromArray(LANES, out, places[7] + channel);
        var i = FloatVector.fromArray(LANES, out, places[8] + channel);
        var zero = FloatVector.zero(LANES);
        var first = zero;
        var second = zero;
        var third = zero;
        int at = from + channel + margin * upstreamStep;
        if (margin >= 1 && margin <= pixels) {
            second = FloatVector.fromArray(LANES, upstream, at - upstreamStep);
        }
        if (margin == 2) {
            third = FloatVector.fromArray(LANES, upstream, from + channel);
        }
        for (int column = 0; column < columns; column++, at += upstreamStep) {
            int by = column * step;
            int pixel = column + margin;
            var x0 = FloatVector.fromArray(LANES, x, fromX + by);
            var y0 = FloatVector.fromArray(LANES, y, fromY + by);
            var z0 = FloatVector.fromArray(LANES, z, fromZ + by);
            if (pixel < pixels) {
                first = FloatVector.fromArray(LANES, upstream, at);
                a = x0.fma(first, a);
                d = y0.fma(first, d);
                g = z0.fma(first, g);
            }
            if (pixel >= 1 && pixel <= pixels) {
                b = x0.fma(second, b);
                e = y0.fma(second, e);
                h = z0.fma(second, h);
            }
            if (pixel >= 2) {
                c = x0.fma(third, c);
                f = y0.fma(third, f);
                i = z0.fma(third, i);
            }
            third = second;
            second = first;
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a)).intoArray(out, places[0] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(b)).intoArray(out, places[1] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(c)).intoArray(out, places[2] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(d)).intoArray(out, places[3] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(e)).intoArray(out, places[4] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(f)).intoArray(out, places[5] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(g)).intoArray(out, places[6] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(h)).intoArray(out, places[7] + channel);
        ((FloatVector) Species.FLOATS_CLASS.cast(i)).intoArray(out, places[8] + channel);
    }

    static void deriveNine(
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

    static void deriveThree(
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

    static void deriveOne(
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
