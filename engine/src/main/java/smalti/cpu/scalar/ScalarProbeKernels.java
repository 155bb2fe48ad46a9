package smalti.cpu.scalar;

import smalti.cpu.kernel.ProbeKernels;

/// The probe's loops without vectors. Several sums at once, for one alone would wait for itself.
public final class ScalarProbeKernels implements ProbeKernels {
    private static final int CHAINS = 8;

    @Override
    public float sum(float[] x, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < to; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }

    @Override
    public float multiplyAdd(int rounds) {
        float a = 1;
        float b = 2;
        float c = 3;
        float d = 4;
        float e = 5;
        float f = 6;
        float g = 7;
        float h = 8;
        for (int i = 0; i < rounds; i++) {
            a = Math.fma(a, 0.5f, 1f);
            b = Math.fma(b, 0.5f, 1f);
            c = Math.fma(c, 0.5f, 1f);
            d = Math.fma(d, 0.5f, 1f);
            e = Math.fma(e, 0.5f, 1f);
            f = Math.fma(f, 0.5f, 1f);
            g = Math.fma(g, 0.5f, 1f);
            h = Math.fma(h, 0.5f, 1f);
        }
        return a + b + (c + d) + (e + f + (g + h));
    }

    @Override
    public int operations() {
        return 2 * CHAINS;
    }
}
