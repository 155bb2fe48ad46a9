package smalti.cpu.scalar;

import smalti.cpu.kernel.NormKernels;

/// The reference: value by value.
public final class ScalarNormKernels implements NormKernels {
    @Override
    public void addDistances(
            float[] x, int from, int count, double[] shift, double[] sums, double[] squares) {
        int width = shift.length;
        for (int row = 0; row < count; row += width) {
            addRow(x, from + row, Math.min(width, count - row), shift, sums, squares);
        }
    }

    /// One row. Tables are arrays of their own: of one, the compiler would not know that its parts do not meet.
    public static void addRow(
            float[] x, int from, int count, double[] shift, double[] sums, double[] squares) {
        for (int i = 0; i < count; i++) {
            double distance = x[from + i] - shift[i];
            sums[i] += distance;
            squares[i] += distance * distance;
        }
    }

    @Override
    public void addProducts(
            float[] upstream,
            int upstreamFrom,
            float[] x,
            int xFrom,
            int count,
            double[] mean,
            double[] sums,
            double[] products) {
        int width = mean.length;
        for (int row = 0; row < count; row += width) {
            addRow(
                    upstream,
                    upstreamFrom + row,
                    x,
                    xFrom + row,
                    Math.min(width, count - row),
                    mean,
                    sums,
                    products);
        }
    }

    /// One row.
    public static void addRow(
            float[] upstream,
            int from,
            float[] x,
            int xFrom,
            int count,
            double[] mean,
            double[] sums,
            double[] products) {
        for (int i = 0; i < count; i++) {
            double above = upstream[from + i];
            sums[i] += above;
            products[i] += above * (x[xFrom + i] - mean[i]);
        }
    }

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
