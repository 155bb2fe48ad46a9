package smalti.cpu.scalar;

import java.util.Arrays;
import smalti.cpu.kernel.DepthwiseKernels;

/// Convolutions channel by channel in plain loops over channels, which the compiler turns into vectors where it can.
public final class ScalarDepthwiseKernels implements DepthwiseKernels {
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

    private static void addProducts(
            float[] x, int from, float[] y, int with, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = Math.fma(x[from + i], y[with + i], out[to + i]);
        }
    }
}
