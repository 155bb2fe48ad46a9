package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.NormKernels;

/// Scaling and shifting on the Vector API: by floats where parameters are a row, by doubles where they are one number.
/// What does not fill a vector is computed by the same steps one by one.
public final class SimdNormKernels implements NormKernels {
    private static final VectorSpecies<Float> FLOATS = Species.FLOATS;
    private static final int LANES = FLOATS.length();
    private static final int WIDE_LANES = Species.DOUBLES.length();

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(FLOATS, x, at);
    }

    private static DoubleVector wide(float[] x, int at) {
        return Species.widened(x, at);
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
        int i = 0;
        for (; i < FLOATS.loopBound(count); i += LANES) {
            Species.store(
                    load(x, xFrom + i).sub(load(mean, i)).mul(load(factor, i)).add(load(offset, i)),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
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
        int i = 0;
        for (; i < FLOATS.loopBound(count); i += LANES) {
            Species.store(
                    load(upstream, upstreamFrom + i)
                            .sub(load(above, i))
                            .mul(load(factor, i))
                            .sub(load(x, xFrom + i).sub(load(mean, i)).mul(load(slope, i))),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] =
                    (upstream[upstreamFrom + i] - above[i]) * factor[i]
                            - (x[xFrom + i] - mean[i]) * slope[i];
        }
    }

    @Override
    public void exponentials(
            float[] x, int xFrom, double shift, float[] out, int outFrom, int count) {
        int whole = Transcendental.whole(count);
        int i = 0;
        for (; i < whole; i += WIDE_LANES) {
            Species.store(
                    Exponential.of(wide(x, xFrom + i).sub(Species.all(shift))), out, outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (float) Exponential.of(x[xFrom + i] - shift);
        }
    }

    @Override
    public void distances(float[] x, int xFrom, double shift, float[] out, int outFrom, int count) {
        int whole = Transcendental.whole(count);
        int i = 0;
        for (; i < whole; i += WIDE_LANES) {
            Species.store(wide(x, xFrom + i).sub(Species.all(shift)), out, outFrom + i);
        }
        for (; i < count; i++) {
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
        int i = 0;
        for (; i < FLOATS.loopBound(count); i += LANES) {
            Species.store(
                    load(x, xFrom + i).sub(Species.all(shift)).mul(load(y, yFrom + i)),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
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
        int whole = Transcendental.whole(count);
        int i = 0;
        for (; i < whole; i += WIDE_LANES) {
            Species.store(
                    wide(x, xFrom + i)
                            .sub(Exponential.of(wide(y, yFrom + i)).mul(Species.all(factor))),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (float) (x[xFrom + i] - factor * Exponential.of(y[yFrom + i]));
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
        int whole = Transcendental.whole(count);
        int i = 0;
        for (; i < whole; i += WIDE_LANES) {
            Species.store(
                    wide(x, xFrom + i)
                            .mul(Species.all(a))
                            .add(wide(y, yFrom + i).mul(Species.all(b))),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (float) (a * x[xFrom + i] + b * y[yFrom + i]);
        }
    }
}
