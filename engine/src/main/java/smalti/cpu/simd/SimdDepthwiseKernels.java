package smalti.cpu.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.DepthwiseKernels;
import smalti.cpu.kernel.Strip;
import smalti.cpu.scalar.ScalarDepthwiseKernels;

/// Convolutions channel by channel on vectors of channels. The taps of a 3x3 window are taken at once, and stay in
/// registers for a row of pixels; others are taken three at once and singly.
public final class SimdDepthwiseKernels implements DepthwiseKernels {
    private static final VectorSpecies<Float> LANES = Tiles.LANES;

    /// From a vector of channels to the next.
    private static final int NEXT = LANES.length();

    /// The most taps whose sums are begun at once, unless there are nine.
    private static final int FEW = 4;

    private final ScalarDepthwiseKernels scalar = new ScalarDepthwiseKernels();

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
        int tap = taps >= 9 ? 9 : Math.min(FEW, taps);
        for (int channel = 0; tap > 0 && channel < whole; channel += LANES.length()) {
            if (tap == 9) {
                setNine(x, starts, step, weights, places, out, to, outStep, pixels, channel);
            } else {
                setFew(x, starts, step, weights, places, tap, out, to, outStep, pixels, channel);
            }
        }
        for (int pixel = 0; pixel < pixels && (tap == 0 || whole < channels); pixel++) {
            int at = to + pixel * outStep;
            Arrays.fill(out, tap > 0 ? at + whole : at, at + channels, 0);
        }
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

    @Override
    public void slide(
            Strip strip,
            float[] weights,
            int[] places,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channels) {
        if (channels < LANES.length()) {
            scalar.slide(strip, weights, places, out, to, outStep, pixels, 0, channels);
            return;
        }
        int channel = 0;
        for (; channel + 2 * NEXT <= channels; channel += 2 * NEXT) {
            if (strip.stride() == 2) {
                skipTwo(strip, weights, places, out, to, outStep, pixels, channel);
            } else {
                slideTwo(strip, weights, places, out, to, outStep, pixels, channel);
            }
        }
        for (; channel < channels; channel += NEXT) {
            // The last vector may take some channels once more, with the same results.
            int from = Math.min(channel, channels - NEXT);
            if (strip.stride() == 2) {
                skipOne(strip, weights, places, out, to, outStep, pixels, from);
            } else {
                slideOne(strip, weights, places, out, to, outStep, pixels, from);
            }
        }
    }

    @Override
    public void addSlidingGradients(
            Strip strip,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int channels) {
        int channel = 0;
        for (; channel + NEXT <= channels; channel += NEXT) {
            deriveSliding(strip, upstream, from, upstreamStep, pixels, out, places, channel);
        }
        scalar.addSlidingGradients(
                strip, upstream, from, upstreamStep, pixels, out, places, channel, channels);
    }

    /// Two vectors of channels at once, since most vectors lie across two lines of memory, and so do neighbours. Each column of
    /// pixels is loaded once: it ends the sums of one output, goes on with those of the next, and begins those of a third.
    private static void slideTwo(
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
    private static void slideOne(
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
    private static void skipTwo(
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
    private static void skipOne(
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

    /// Each column of pixels is multiplied with the gradients of the three outputs that see it, where there are so many.
    private static void deriveSliding(
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

    /// Up to four taps.
    private static void setFew(
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
