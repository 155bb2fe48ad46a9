package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Strip;

/// Windows of 3x3 taps that slide along rows of pixels, on one or two vectors of channels: each pixel is loaded once a row of
/// outputs.
final class SlidingWindows {
    private static final VectorSpecies<Float> LANES = Tiles.LANES;

    /// From a vector of channels to the next.
    private static final int NEXT = LANES.length();

    private SlidingWindows() {}

    /// Two vectors of channels at once, since most vectors lie across two lines of memory, and so do neighbours. Each column of
    /// pixels is loaded once: it ends the sums of one output, goes on with those of the next, and begins those of a third.
    static void slideTwo(
            Strip strip,
            float[] weights,
            int[] places,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channel) {
        float[] x = strip.top();
        float[] y = strip.middle();
        float[] z = strip.bottom();
        int fromX = strip.topAt() + channel;
        int fromY = strip.middleAt() + channel;
        int fromZ = strip.bottomAt() + channel;
        int step = strip.step();
        int columns = strip.columnsOf(pixels);
        int done = strip.margin() - 2;
        var a0 = FloatVector.fromArray(LANES, weights, places[0] + channel);
        var b0 = FloatVector.fromArray(LANES, weights, places[1] + channel);
        var c0 = FloatVector.fromArray(LANES, weights, places[2] + channel);
        var d0 = FloatVector.fromArray(LANES, weights, places[3] + channel);
        var e0 = FloatVector.fromArray(LANES, weights, places[4] + channel);
        var f0 = FloatVector.fromArray(LANES, weights, places[5] + channel);
        var g0 = FloatVector.fromArray(LANES, weights, places[6] + channel);
        var h0 = FloatVector.fromArray(LANES, weights, places[7] + channel);
        var i0 = FloatVector.fromArray(LANES, weights, places[8] + channel);
        var a1 = FloatVector.fromArray(LANES, weights, places[0] + channel + NEXT);
        var b1 = FloatVector.fromArray(LANES, weights, places[1] + channel + NEXT);
        var c1 = FloatVector.fromArray(LANES, weights, places[2] + channel + NEXT);
        var d1 = FloatVector.fromArray(LANES, weights, places[3] + channel + NEXT);
        var e1 = FloatVector.fromArray(LANES, weights, places[4] + channel + NEXT);
        var f1 = FloatVector.fromArray(LANES, weights, places[5] + channel + NEXT);
        var g1 = FloatVector.fromArray(LANES, weights, places[6] + channel + NEXT);
        var h1 = FloatVector.fromArray(LANES, weights, places[7] + channel + NEXT);
        var i1 = FloatVector.fromArray(LANES, weights, places[8] + channel + NEXT);
        var zero = FloatVector.zero(LANES);
        var now0 = zero;
        var next0 = zero;
        var now1 = zero;
        var next1 = zero;
        int at = to + channel + done * outStep;
        for (int column = 0; column < columns; column++, at += outStep) {
            int by = column * step;
            var x0 = FloatVector.fromArray(LANES, x, fromX + by);
            var y0 = FloatVector.fromArray(LANES, y, fromY + by);
            var z0 = FloatVector.fromArray(LANES, z, fromZ + by);
            now0 = x0.fma(c0, now0);
            now0 = y0.fma(f0, now0);
            now0 = z0.fma(i0, now0);
            var x1 = FloatVector.fromArray(LANES, x, fromX + by + NEXT);
            var y1 = FloatVector.fromArray(LANES, y, fromY + by + NEXT);
            var z1 = FloatVector.fromArray(LANES, z, fromZ + by + NEXT);
            now1 = x1.fma(c1, now1);
            now1 = y1.fma(f1, now1);
            now1 = z1.fma(i1, now1);
            if (column + done >= 0) {
                ((FloatVector) Species.FLOATS_CLASS.cast(now0)).intoArray(out, at);
                ((FloatVector) Species.FLOATS_CLASS.cast(now1)).intoArray(out, at + NEXT);
            }
            now0 = x0.fma(b0, next0);
            now0 = y0.fma(e0, now0);
            now0 = z0.fma(h0, now0);
            next0 = x0.fma(a0, zero);
            next0 = y0.fma(d0, next0);
            next0 = z0.fma(g0, next0);
            now1 = x1.fma(b1, next1);
            now1 = y1.fma(e1, now1);
            now1 = z1.fma(h1, now1);
            next1 = x1.fma(a1, zero);
            next1 = y1.fma(d1, next1);
            next1 = z1.fma(g1, next1);
        }
        int last = columns + done;
        if (last >= 0 && last < pixels) {
            ((FloatVector) Species.FLOATS_CLASS.cast(now0)).intoArray(out, at);
            ((FloatVector) Species.FLOATS_CLASS.cast(now1)).intoArray(out, at + NEXT);
        }
        if (last + 1 >= 0 && last + 1 < pixels) {
            ((FloatVector) Species.FLOATS_CLASS.cast(next0)).intoArray(out, at + outStep);
            ((FloatVector) Species.FLOATS_CLASS.cast(next1)).intoArray(out, at + outStep + NEXT);
        }
    }

    /// The same for one vector of channels.
    static void slideOne(
            Strip strip,
            float[] weights,
            int[] places,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channel) {
        float[] x = strip.top();
        float[] y = strip.middle();
        float[] z = strip.bottom();
        int fromX = strip.topAt() + channel;
        int fromY = strip.middleAt() + channel;
        int fromZ = strip.bottomAt() + channel;
        int step = strip.step();
        int columns = strip.columnsOf(pixels);
        int done = strip.margin() - 2;
        var a = FloatVector.fromArray(LANES, weights, places[0] + channel);
        var b = FloatVector.fromArray(LANES, weights, places[1] + channel);
        var c = FloatVector.fromArray(LANES, weights, places[2] + channel);
        var d = FloatVector.fromArray(LANES, weights, places[3] + channel);
        var e = FloatVector.fromArray(LANES, weights, places[4] + channel);
        var f = FloatVector.fromArray(LANES, weights, places[5] + channel);
        var g = FloatVector.fromArray(LANES, weights, places[6] + channel);
        var h = FloatVector.fromArray(LANES, weights, places[7] + channel);
        var i = FloatVector.fromArray(LANES, weights, places[8] + channel);
        var zero = FloatVector.zero(LANES);
        var now = zero;
        var next = zero;
        int at = to + channel + done * outStep;
        for (int column = 0; column < columns; column++, at += outStep) {
            int by = column * step;
            var x0 = FloatVector.fromArray(LANES, x, fromX + by);
            var y0 = FloatVector.fromArray(LANES, y, fromY + by);
            var z0 = FloatVector.fromArray(LANES, z, fromZ + by);
            now = x0.fma(c, now);
            now = y0.fma(f, now);
            now = z0.fma(i, now);
            if (column + done >= 0) {
                ((FloatVector) Species.FLOATS_CLASS.cast(now)).intoArray(out, at);
            }
            now = x0.fma(b, next);
            now = y0.fma(e, now);
            now = z0.fma(h, now);
            next = x0.fma(a, zero);
            next = y0.fma(d, next);
            next = z0.fma(g, next);
        }
        int last = columns + done;
        if (last >= 0 && last < pixels) {
            ((FloatVector) Species.FLOATS_CLASS.cast(now)).intoArray(out, at);
        }
        if (last + 1 >= 0 && last + 1 < pixels) {
            ((FloatVector) Species.FLOATS_CLASS.cast(next)).intoArray(out, at + outStep);
        }
    }

    /// The same in steps of two: every other column ends the sums of one output and begins those of the next.
    static void skipTwo(
            Strip strip,
            float[] weights,
            int[] places,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channel) {
        float[] x = strip.top();
        float[] y = strip.middle();
        float[] z = strip.bottom();
        int fromX = strip.topAt() + channel;
        int fromY = strip.middleAt() + channel;
        int fromZ = strip.bottomAt() + channel;
        int step = strip.step();
        int columns = strip.columns();
        int column = -1 - strip.margin();
        var a0 = FloatVector.fromArray(LANES, weights, places[0] + channel);
        var b0 = FloatVector.fromArray(LANES, weights, places[1] + channel);
        var c0 = FloatVector.fromArray(LANES, weights, places[2] + channel);
        var d0 = FloatVector.fromArray(LANES, weights, places[3] + channel);
        var e0 = FloatVector.fromArray(LANES, weights, places[4] + channel);
        var f0 = FloatVector.fromArray(LANES, weights, places[5] + channel);
        var g0 = FloatVector.fromArray(LANES, weights, places[6] + channel);
        var h0 = FloatVector.fromArray(LANES, weights, places[7] + channel);
        var i0 = FloatVector.fromArray(LANES, weights, places[8] + channel);
        var a1 = FloatVector.fromArray(LANES, weights, places[0] + channel + NEXT);
        var b1 = FloatVector.fromArray(LANES, weights, places[1] + channel + NEXT);
        var c1 = FloatVector.fromArray(LANES, weights, places[2] + channel + NEXT);
        var d1 = FloatVector.fromArray(LANES, weights, places[3] + channel + NEXT);
        var e1 = FloatVector.fromArray(LANES, weights, places[4] + channel + NEXT);
        var f1 = FloatVector.fromArray(LANES, weights, places[5] + channel + NEXT);
        var g1 = FloatVector.fromArray(LANES, weights, places[6] + channel + NEXT);
        var h1 = FloatVector.fromArray(LANES, weights, places[7] + channel + NEXT);
        var i1 = FloatVector.fromArray(LANES, weights, places[8] + channel + NEXT);
        var zero = FloatVector.zero(LANES);
        var next0 = zero;
        var next1 = zero;
        for (int pixel = -1; pixel < pixels; pixel++, column += 2) {
            var now0 = next0;
            next0 = zero;
            var now1 = next1;
            next1 = zero;
            if (column >= 0 && column < columns) {
                int by = column * step;
                var x0 = FloatVector.fromArray(LANES, x, fromX + by);
                var y0 = FloatVector.fromArray(LANES, y, fromY + by);
                var z0 = FloatVector.fromArray(LANES, z, fromZ + by);
                now0 = x0.fma(b0, now0);
                now0 = y0.fma(e0, now0);
                now0 = z0.fma(h0, now0);
                var x1 = FloatVector.fromArray(LANES, x, fromX + by + NEXT);
                var y1 = FloatVector.fromArray(LANES, y, fromY + by + NEXT);
                var z1 = FloatVector.fromArray(LANES, z, fromZ + by + NEXT);
                now1 = x1.fma(b1, now1);
                now1 = y1.fma(e1, now1);
                now1 = z1.fma(h1, now1);
            }
            if (column >= -1 && column + 1 < columns) {
                int by = column * step + step;
                var x0 = FloatVector.fromArray(LANES, x, fromX + by);
                var y0 = FloatVector.fromArray(LANES, y, fromY + by);
                var z0 = FloatVector.fromArray(LANES, z, fromZ + by);
                now0 = x0.fma(c0, now0);
                now0 = y0.fma(f0, now0);
                now0 = z0.fma(i0, now0);
                next0 = x0.fma(a0, next0);
                next0 = y0.fma(d0, next0);
                next0 = z0.fma(g0, next0);
                var x1 = FloatVector.fromArray(LANES, x, fromX + by + NEXT);
                var y1 = FloatVector.fromArray(LANES, y, fromY + by + NEXT);
                var z1 = FloatVector.fromArray(LANES, z, fromZ + by + NEXT);
                now1 = x1.fma(c1, now1);
                now1 = y1.fma(f1, now1);
                now1 = z1.fma(i1, now1);
                next1 = x1.fma(a1, next1);
                next1 = y1.fma(d1, next1);
                next1 = z1.fma(g1, next1);
            }
            if (pixel >= 0) {
                int at = to + channel + pixel * outStep;
                ((FloatVector) Species.FLOATS_CLASS.cast(now0)).intoArray(out, at);
                ((FloatVector) Species.FLOATS_CLASS.cast(now1)).intoArray(out, at + NEXT);
            }
        }
    }

    /// The same for one vector of channels.
    static void skipOne(
            Strip strip,
            float[] weights,
            int[] places,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channel) {
        float[] x = strip.top();
        float[] y = strip.middle();
        float[] z = strip.bottom();
        int fromX = strip.topAt() + channel;
        int fromY = strip.middleAt() + channel;
        int fromZ = strip.bottomAt() + channel;
        int step = strip.step();
        int columns = strip.columns();
        int column = -1 - strip.margin();
        var a = FloatVector.fromArray(LANES, weights, places[0] + channel);
        var b = FloatVector.fromArray(LANES, weights, places[1] + channel);
        var c = FloatVector.fromArray(LANES, weights, places[2] + channel);
        var d = FloatVector.fromArray(LANES, weights, places[3] + channel);
        var e = FloatVector.fromArray(LANES, weights, places[4] + channel);
        var f = FloatVector.fromArray(LANES, weights, places[5] + channel);
        var g = FloatVector.fromArray(LANES, weights, places[6] + channel);
        var h = FloatVector.fromArray(LANES, weights, places[7] + channel);
        var i = FloatVector.fromArray(LANES, weights, places[8] + channel);
        var zero = FloatVector.zero(LANES);
        var next = zero;
        for (int pixel = -1; pixel < pixels; pixel++, column += 2) {
            var now = next;
            next = zero;
            if (column >= 0 && column < columns) {
                int by = column * step;
                var x0 = FloatVector.fromArray(LANES, x, fromX + by);
                var y0 = FloatVector.fromArray(LANES, y, fromY + by);
                var z0 = FloatVector.fromArray(LANES, z, fromZ + by);
                now = x0.fma(b, now);
                now = y0.fma(e, now);
                now = z0.fma(h, now);
            }
            if (column >= -1 && column + 1 < columns) {
                int by = column * step + step;
                var x0 = FloatVector.fromArray(LANES, x, fromX + by);
                var y0 = FloatVector.fromArray(LANES, y, fromY + by);
                var z0 = FloatVector.fromArray(LANES, z, fromZ + by);
                now = x0.fma(c, now);
                now = y0.fma(f, now);
                now = z0.fma(i, now);
                next = x0.fma(a, next);
                next = y0.fma(d, next);
                next = z0.fma(g, next);
            }
            if (pixel >= 0) {
                int at = to + channel + pixel * outStep;
                ((FloatVector) Species.FLOATS_CLASS.cast(now)).intoArray(out, at);
            }
        }
    }
}
