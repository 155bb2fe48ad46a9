package smalti.cpu.scalar;

import java.util.Arrays;
import smalti.cpu.kernel.DepthwiseKernels;
import smalti.cpu.kernel.Strip;

/// Convolutions channel by channel in plain loops over channels, which the compiler turns into vectors where it can.
public final class ScalarDepthwiseKernels implements DepthwiseKernels {
    private static final int SIDE = 3;

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
        for (int pixel = 0; pixel < pixels; pixel++) {
            Arrays.fill(out, to + pixel * outStep, to + pixel * outStep + channels, 0);
        }
        for (int tap = 0; tap < taps; tap++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int from = starts[tap] + pixel * step;
                addProducts(x, from, weights, places[tap], out, to + pixel * outStep, channels);
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
        for (int tap = 0; tap < taps; tap++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int at = starts[tap] + pixel * step;
                int with = from + pixel * upstreamStep;
                addProducts(x, at, upstream, with, out, places[tap], channels);
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
        slide(strip, weights, places, out, to, outStep, pixels, 0, channels);
    }

    /// The same from a channel on.
    public void slide(
            Strip strip,
            float[] weights,
            int[] places,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channel,
            int channels) {
        int count = channels - channel;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = to + pixel * outStep + channel;
            Arrays.fill(out, at, at + count, 0);
            for (int s = 0; s < SIDE; s++) {
                int column = pixel * strip.stride() - strip.margin() + s;
                for (int r = 0; r < SIDE && column >= 0 && column < strip.columns(); r++) {
                    int from = strip.at(r) + column * strip.step() + channel;
                    int with = places[r * SIDE + s] + channel;
                    addProducts(strip.array(r), from, weights, with, out, at, count);
                }
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
        addSlidingGradients(strip, upstream, from, upstreamStep, pixels, out, places, 0, channels);
    }

    /// The same from a channel on.
    public void addSlidingGradients(
            Strip strip,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int channel,
            int channels) {
        int count = channels - channel;
        for (int column = 0; column < strip.columnsOf(pixels); column++) {
            for (int s = 0; s < SIDE; s++) {
                int pixel = column + strip.margin() - s;
                for (int r = 0; r < SIDE && pixel >= 0 && pixel < pixels; r++) {
                    int at = strip.at(r) + column * strip.step() + channel;
                    int with = from + pixel * upstreamStep + channel;
                    int to = places[r * SIDE + s] + channel;
                    addProducts(strip.array(r), at, upstream, with, out, to, count);
                }
            }
        }
    }

    private static void addProducts(
            float[] x, int from, float[] y, int with, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = Math.fma(x[from + i], y[with + i], out[to + i]);
        }
    }
}
