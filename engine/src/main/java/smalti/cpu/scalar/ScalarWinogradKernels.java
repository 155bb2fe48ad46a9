package smalti.cpu.scalar;

import smalti.cpu.kernel.WinogradKernels;

/// Minimal filtering in plain loops over channels, which the compiler turns into vectors where it can.
public final class ScalarWinogradKernels implements WinogradKernels {
    private static final int CHUNK = 64;

    /// The root of a half and that of two.
    private static final float SMALL = 0x1.6a09e6p-1f;

    private static final float LARGE = 0x1.6a09e6p0f;

    @Override
    public void transformMap(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch) {
        for (int channel = 0; channel < channels; channel += CHUNK) {
            int count = Math.min(CHUNK, channels - channel);
            int at = from + channel;
            map(x, at, columnStep, rowStep, scratch, 0, CHUNK, 6 * CHUNK, 6, count);
            at = to + channel;
            map(scratch, 0, 6 * CHUNK, CHUNK, out, at, outRowStep, outColumnStep, 6, count);
        }
    }

    @Override
    public void transformFilter(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch) {
        for (int channel = 0; channel < channels; channel += CHUNK) {
            int count = Math.min(CHUNK, channels - channel);
            int at = from + channel;
            filter(x, at, columnStep, rowStep, scratch, 0, CHUNK, 6 * CHUNK, 3, count);
            at = to + channel;
            filter(scratch, 0, 6 * CHUNK, CHUNK, out, at, outRowStep, outColumnStep, 6, count);
        }
    }

    @Override
    public void transformSums(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch) {
        for (int channel = 0; channel < channels; channel += CHUNK) {
            int count = Math.min(CHUNK, channels - channel);
            int at = from + channel;
            sums(x, at, columnStep, rowStep, scratch, 0, CHUNK, 6 * CHUNK, 6, count);
            at = to + channel;
            sums(scratch, 0, 6 * CHUNK, CHUNK, out, at, outRowStep, outColumnStep, 4, count);
        }
    }

    private static void map(
            float[] x,
            int first,
            int apart,
            int step,
            float[] out,
            int firstOut,
            int outApart,
            int outStep,
            int lines,
            int count) {
        for (int line = 0; line < lines; line++) {
            int from = first + line * apart;
            int to = firstOut + line * outApart;
            for (int i = 0; i < count; i++) {
                float x0 = x[from + i];
                float x1 = x[from + step + i];
                float x2 = x[from + 2 * step + i];
                float x3 = x[from + 3 * step + i];
                float x4 = x[from + 4 * step + i];
                float evenSmall = Math.fma(x2, -2f, x4);
                float oddSmall = Math.fma(x1, -2f, x3);
                float evenLarge = Math.fma(x2, -0.5f, x4);
                float oddLarge = Math.fma(x1, -0.5f, x3);
                out[to + i] = Math.fma(x2, -2.5f, x0 + x4);
                out[to + outStep + i] = Math.fma(oddSmall, SMALL, evenSmall);
                out[to + 2 * outStep + i] = Math.fma(oddSmall, -SMALL, evenSmall);
                out[to + 3 * outStep + i] = Math.fma(oddLarge, LARGE, evenLarge);
                out[to + 4 * outStep + i] = Math.fma(oddLarge, -LARGE, evenLarge);
                out[to + 5 * outStep + i] = Math.fma(x3, -2.5f, x1 + x[from + 5 * step + i]);
            }
        }
    }

    private static void filter(
            float[] x,
            int first,
            int apart,
            int step,
            float[] out,
            int firstOut,
            int outApart,
            int outStep,
            int lines,
            int count) {
        for (int line = 0; line < lines; line++) {
            int from = first + line * apart;
            int to = firstOut + line * outApart;
            for (int i = 0; i < count; i++) {
                float x0 = x[from + i];
                float x1 = x[from + step + i];
                float x2 = x[from + 2 * step + i];
                float evenSmall = Math.fma(x2, 0.5f, x0);
                float evenLarge = Math.fma(x2, 2f, x0);
                out[to + i] = x0;
                out[to + outStep + i] = Math.fma(x1, SMALL, evenSmall) * (-2f / 3);
                out[to + 2 * outStep + i] = Math.fma(x1, -SMALL, evenSmall) * (-2f / 3);
                out[to + 3 * outStep + i] = Math.fma(x1, LARGE, evenLarge) * (1f / 6);
                out[to + 4 * outStep + i] = Math.fma(x1, -LARGE, evenLarge) * (1f / 6);
                out[to + 5 * outStep + i] = x2;
            }
        }
    }

    private static void sums(
            float[] x,
            int first,
            int apart,
            int step,
            float[] out,
            int firstOut,
            int outApart,
            int outStep,
            int lines,
            int count) {
        for (int line = 0; line < lines; line++) {
            int from = first + line * apart;
            int to = firstOut + line * outApart;
            for (int i = 0; i < count; i++) {
                float x1 = x[from + step + i];
                float x2 = x[from + 2 * step + i];
                float x3 = x[from + 3 * step + i];
                float x4 = x[from + 4 * step + i];
                float sumSmall = x1 + x2;
                float differenceSmall = x1 - x2;
                float sumLarge = x3 + x4;
                float differenceLarge = x3 - x4;
                out[to + i] = x[from + i] + sumSmall + sumLarge;
                out[to + outStep + i] = Math.fma(differenceSmall, SMALL, differenceLarge * LARGE);
                out[to + 2 * outStep + i] = Math.fma(sumSmall, 0.5f, sumLarge * 2f);
                out[to + 3 * outStep + i] =
                        Math.fma(
                                differenceSmall,
                                0.5f * SMALL,
                                Math.fma(differenceLarge, 2 * LARGE, x[from + 5 * step + i]));
            }
        }
    }
}
