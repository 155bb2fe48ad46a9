package smalti.cpu.kernel;

/// Loops that scale and shift `count` values that lie together in their arrays, from an index on. What is written shares
/// no array with what is read. Kernels check nothing and allocate nothing.
public interface NormKernels {
    /// Takes `count` values as rows as long as `shift`, the last of which may be shorter, and adds their distances `x - shift`
    /// and the squares of these to the sums of their columns.
    void addDistances(
            float[] x, int from, int count, double[] shift, double[] sums, double[] squares);

    /// Takes values as [#addDistances] does, and adds `upstream` and `upstream·(x - mean)` to the sums of their columns.
    void addProducts(
            float[] upstream,
            int upstreamFrom,
            float[] x,
            int xFrom,
            int count,
            double[] mean,
            double[] sums,
            double[] products);

    /// `out = (x - mean)·factor + offset`, with a row of parameters from index 0 on.
    void standardize(
            float[] x,
            int xFrom,
            float[] mean,
            float[] factor,
            float[] offset,
            float[] out,
            int outFrom,
            int count);

    /// `out = (upstream - above)·factor - (x - mean)·slope`, with a row of parameters from index 0 on.
    void standardizeGradient(
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
            int count);

    /// `out = exp(x - shift)`.
    void exponentials(float[] x, int xFrom, double shift, float[] out, int outFrom, int count);

    /// `out = x - shift`, rounded once.
    void distances(float[] x, int xFrom, double shift, float[] out, int outFrom, int count);

    /// `out = y·(x - shift)`, rounded twice.
    void multiplyDistances(
            float[] x,
            int xFrom,
            float[] y,
            int yFrom,
            float shift,
            float[] out,
            int outFrom,
            int count);

    /// `out = x - factor·exp(y)`, rounded once.
    void subtractExponentials(
            float[] x,
            int xFrom,
            float[] y,
            int yFrom,
            double factor,
            float[] out,
            int outFrom,
            int count);

    /// `out = a·x + b·y`, rounded once.
    void mixTwo(
            double a,
            float[] x,
            int xFrom,
            double b,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count);
}
