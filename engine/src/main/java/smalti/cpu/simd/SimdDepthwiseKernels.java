package smalti.cpu.simd;

import java.util.Arrays;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.DepthwiseKernels;
import smalti.cpu.kernel.Strip;
import smalti.cpu.scalar.ScalarDepthwiseKernels;

/// Convolutions channel by channel on vectors of channels. Windows of 3x3 taps slide along rows ([SlidingWindows]); the taps
/// of others are taken several at once, and stay in registers for a row of pixels ([TapSums], [TapGradients]).
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
                TapSums.setNine(
                        x, starts, step, weights, places, out, to, outStep, pixels, channel);
            } else {
                TapSums.setFew(
                        x, starts, step, weights, places, tap, out, to, outStep, pixels, channel);
            }
        }
        for (int pixel = 0; pixel < pixels && (tap == 0 || whole < channels); pixel++) {
            int at = to + pixel * outStep;
            Arrays.fill(out, tap > 0 ? at + whole : at, at + channels, 0);
        }
        for (; tap + 3 <= taps; tap += 3) {
            for (int channel = 0; channel < whole; channel += LANES.length()) {
                TapSums.addThree(
                        x, starts, step, weights, places, tap, out, to, outStep, pixels, channel);
            }
        }
        for (; tap < taps; tap++) {
            for (int channel = 0; channel < whole; channel += LANES.length()) {
                TapSums.addOne(
                        x, starts, step, weights, places, tap, out, to, outStep, pixels, channel);
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
                TapGradients.deriveNine(
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
                TapGradients.deriveThree(
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
                TapGradients.deriveOne(
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
                SlidingWindows.skipTwo(strip, weights, places, out, to, outStep, pixels, channel);
            } else {
                SlidingWindows.slideTwo(strip, weights, places, out, to, outStep, pixels, channel);
            }
        }
        for (; channel < channels; channel += NEXT) {
            // The last vector may take some channels once more, with the same results.
            int from = Math.min(channel, channels - NEXT);
            if (strip.stride() == 2) {
                SlidingWindows.skipOne(strip, weights, places, out, to, outStep, pixels, from);
            } else {
                SlidingWindows.slideOne(strip, weights, places, out, to, outStep, pixels, from);
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
            TapGradients.deriveSliding(
                    strip, upstream, from, upstreamStep, pixels, out, places, channel);
        }
        scalar.addSlidingGradients(
                strip, upstream, from, upstreamStep, pixels, out, places, channel, channels);
    }
}
