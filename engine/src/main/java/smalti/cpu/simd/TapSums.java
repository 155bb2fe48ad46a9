package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums over the taps of windows, nine, up to four, three or one at once, on one vector of channels.
final class TapSums {
    private static final VectorSpecies<Float> LANES = Tiles.LANES;

    private TapSums() {}

    static void setNine(
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

    /// Up to four taps.
    static void setFew(
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
            int channel) {
        int second = Math.min(1, taps - 1);
        int third = Math.min(2, taps - 1);
        int last = taps - 1;
        int fromA = starts[0] + channel;
        int fromB = starts[second] + channel;
        int fromC = starts[third] + channel;
        int fromD = starts[last] + channel;
        var a = FloatVector.fromArray(LANES, weights, places[0] + channel);
        var b = FloatVector.fromArray(LANES, weights, places[second] + channel);
        var c = FloatVector.fromArray(LANES, weights, places[third] + channel);
        var d = FloatVector.fromArray(LANES, weights, places[last] + channel);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int by = pixel * step;
            var sum = FloatVector.zero(LANES);
            sum = FloatVector.fromArray(LANES, x, fromA + by).fma(a, sum);
            if (taps > 1) {
                sum = FloatVector.fromArray(LANES, x, fromB + by).fma(b, sum);
            }
            if (taps > 2) {
                sum = FloatVector.fromArray(LANES, x, fromC + by).fma(c, sum);
            }
            if (taps > 3) {
                sum = FloatVector.fromArray(LANES, x, fromD + by).fma(d, sum);
            }
            int at = to + pixel * outStep + channel;
            ((FloatVector) Species.FLOATS_CLASS.cast(sum)).intoArray(out, at);
        }
    }

    static void addThree(
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

    static void addOne(
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
}
