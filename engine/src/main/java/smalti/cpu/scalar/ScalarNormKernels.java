package smalti.cpu.scalar;

import smalti.cpu.kernel.NormKernels;

/// The reference: value by value.
public final class ScalarNormKernels implements NormKernels {
    @Override
    public void standardize(
            float[] x,
            int xFrom,
            float[] mean,
            float[] factor,
            float[] offset,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (x[xFrom + i] - mean[i]) * factor[i] + offset[i];
        }
    }

    @Override
    public void standardizeGradient(
            float[] upstream,
            int upstreamFrom,
            float[] above,
            float[] factor,
            float[] x,
            int xFrom,
            float[] mean,
            float[] slope,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] =
                    (upstream[upstreamFrom + i] - above[i]) * factor[i]
                            - (x[xFrom + i] - mean[i]) * slope[i];
        }
    }

    @Override
    public void exponentials(
            float[] x, int xFrom, double shift, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (float) Math.exp(x[xFrom + i] - shift);
        }
    }

    @Override
    public void distances(float[] x, int xFrom, double shift, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (float) (x[xFrom + i] - shift);
        }
    }

    @Override
    public void multiplyDistances(
            float[] x,
            int xFrom,
            float[] y,
            int yFrom,
            float shift,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = y[yFrom + i] * (x[xFrom + i] - shift);
        }
    }

    @Override
    public void subtractExponentials(
            float[] x,
            int xFrom,
            float[] y,
            int yFrom,
            double factor,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (float) (x[xFrom + i] - factor * Math.exp(y[yFrom + i]));
        }
    }

    @Override
    public void mixTwo(
            double a,
            float[] x,
            int xFrom,
            double b,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (float) (a * x[xFrom + i] + b * y[yFrom + i]);
        }
    }
}
