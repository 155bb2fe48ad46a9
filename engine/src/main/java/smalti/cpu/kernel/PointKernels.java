package smalti.cpu.kernel;

import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.Function;
import smalti.op.PointOp;

/// Loops over `count` values that lie together in their arrays, from an index on. What is written shares no array with what is read. Kernels check nothing
/// and allocate nothing.
public interface PointKernels {
    void activate(Activation activation, float[] x, int xFrom, float[] out, int outFrom, int count);

    /// @param y the output of the activation
    void activateGradient(
            Activation activation,
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count);

    /// `out = x` above 0, `slope·x` elsewhere.
    void prelu(
            float[] x,
            int xFrom,
            float[] slopes,
            int slopesFrom,
            float[] out,
            int outFrom,
            int count);

    /// `out = upstream` where `x` is above 0, `slope·upstream` elsewhere.
    void preluGradient(
            float[] upstream,
            int upstreamFrom,
            float[] x,
            int xFrom,
            float[] slopes,
            int slopesFrom,
            float[] out,
            int outFrom,
            int count);

    void combine(
            Arithmetic arithmetic,
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count);

    /// `out = factor·x + offset`, rounded twice.
    void scale(
            float factor, float offset, float[] x, int xFrom, float[] out, int outFrom, int count);

    void apply(Function function, float[] x, int xFrom, float[] out, int outFrom, int count);

    /// @param element the number in the tensor of the first value
    void drop(
            PointOp.Dropout dropout,
            long element,
            float[] x,
            int xFrom,
            float[] out,
            int outFrom,
            int count);
}
