package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.PointKernels;
import smalti.cpu.scalar.ScalarPointKernels;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.Function;
import smalti.op.PointOp;

/// Elementwise loops on the Vector API, one for each formula. The compiler makes vectors of a plain loop only where all
/// arrays are read and written at the same index, which views are not.
///
/// What does not fill a vector is left to the scalar twin; the two have the same bits.
public final class SimdPointKernels implements PointKernels {
    private static final VectorSpecies<Float> FLOATS = Species.FLOATS;
    private static final int LANES = FLOATS.length();
    private static final FloatVector ZERO = FloatVector.zero(FLOATS);
    private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1);
    private static final FloatVector SIX = FloatVector.broadcast(FLOATS, 6);

    private final ScalarPointKernels scalar = new ScalarPointKernels();

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(FLOATS, x, at);
    }

    private static void store(FloatVector values, float[] out, int at) {
        Species.store(values, out, at);
    }

    @Override
    public void activate(
            Activation activation, float[] x, int xFrom, float[] out, int outFrom, int count) {
        int whole = FLOATS.loopBound(count);
        switch (activation) {
            case Activation.Relu() -> relu(x, xFrom, out, outFrom, whole);
            case Activation.LeakyRelu(double slope) ->
                    leakyRelu((float) slope, x, xFrom, out, outFrom, whole);
            case Activation.Relu6() -> relu6(x, xFrom, out, outFrom, whole);
            case Activation.Sigmoid() -> {
                Transcendental.sigmoid(x, xFrom, out, outFrom, count);
                return;
            }
            case Activation.Tanh() -> {
                Transcendental.tanh(x, xFrom, out, outFrom, count);
                return;
            }
            case Activation.Elu(double alpha) -> {
                Transcendental.elu((float) alpha, x, xFrom, out, outFrom, count);
                return;
            }
            case Activation.Softplus _ -> whole = 0;
        }
        scalar.activate(activation, x, xFrom + whole, out, outFrom + whole, count - whole);
    }

    private static void relu(float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(x, xFrom + i).max(ZERO), out, outFrom + i);
        }
    }

    private static void leakyRelu(
            float slope, float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i += LANES) {
            var value = load(x, xFrom + i);
            var above = value.compare(VectorOperators.GT, ZERO);
            store(value.mul(Species.all(slope)).blend(value, above), out, outFrom + i);
        }
    }

    private static void relu6(float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(x, xFrom + i).max(ZERO).min(SIX), out, outFrom + i);
        }
    }

    @Override
    public void activateGradient(
            Activation activation,
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        int whole = FLOATS.loopBound(count);
        switch (activation) {
            case Activation.Relu() ->
                    reluGradient(upstream, upstreamFrom, y, yFrom, out, outFrom, whole);
            case Activation.LeakyRelu(double slope) ->
                    leakyReluGradient(
                            (float) slope, upstream, upstreamFrom, y, yFrom, out, outFrom, whole);
            case Activation.Relu6() ->
                    relu6Gradient(upstream, upstreamFrom, y, yFrom, out, outFrom, whole);
            case Activation.Sigmoid() ->
                    sigmoidGradient(upstream, upstreamFrom, y, yFrom, out, outFrom, whole);
            case Activation.Tanh() ->
                    tanhGradient(upstream, upstreamFrom, y, yFrom, out, outFrom, whole);
            case Activation.Elu(double alpha) ->
                    eluGradient(
                            (float) alpha, upstream, upstreamFrom, y, yFrom, out, outFrom, whole);
            case Activation.Softplus _ -> whole = 0;
        }
        scalar.activateGradient(
                activation,
                upstream,
                upstreamFrom + whole,
                y,
                yFrom + whole,
                out,
                outFrom + whole,
                count - whole);
    }

    private static void reluGradient(
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            var above = load(y, yFrom + i).compare(VectorOperators.GT, ZERO);
            store(ZERO.blend(load(upstream, upstreamFrom + i), above), out, outFrom + i);
        }
    }

    private static void leakyReluGradient(
            float slope,
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            var above = load(y, yFrom + i).compare(VectorOperators.GT, ZERO);
            var from = load(upstream, upstreamFrom + i);
            store(from.mul(Species.all(slope)).blend(from, above), out, outFrom + i);
        }
    }

    private static void relu6Gradient(
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            var value = load(y, yFrom + i);
            var above = value.compare(VectorOperators.GT, ZERO);
            var level = value.compare(VectorOperators.GE, SIX);
            store(
                    ZERO.blend(load(upstream, upstreamFrom + i), above).blend(ZERO, level),
                    out,
                    outFrom + i);
        }
    }

    private static void sigmoidGradient(
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            var value = load(y, yFrom + i);
            store(
                    load(upstream, upstreamFrom + i).mul(value.mul(ONE.sub(value))),
                    out,
                    outFrom + i);
        }
    }

    private static void tanhGradient(
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            var value = load(y, yFrom + i);
            store(
                    load(upstream, upstreamFrom + i).mul(ONE.sub(value).mul(ONE.add(value))),
                    out,
                    outFrom + i);
        }
    }

    private static void eluGradient(
            float alpha,
            float[] upstream,
            int upstreamFrom,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            var value = load(y, yFrom + i);
            var above = value.compare(VectorOperators.GT, ZERO);
            var from = load(upstream, upstreamFrom + i);
            store(from.mul(value.add(Species.all(alpha))).blend(from, above), out, outFrom + i);
        }
    }

    @Override
    public void prelu(
            float[] x,
            int xFrom,
            float[] slopes,
            int slopesFrom,
            float[] out,
            int outFrom,
            int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            var value = load(x, xFrom + i);
            var above = value.compare(VectorOperators.GT, ZERO);
            store(value.mul(load(slopes, slopesFrom + i)).blend(value, above), out, outFrom + i);
        }
        scalar.prelu(
                x, xFrom + whole, slopes, slopesFrom + whole, out, outFrom + whole, count - whole);
    }

    @Override
    public void preluGradient(
            float[] upstream,
            int upstreamFrom,
            float[] x,
            int xFrom,
            float[] slopes,
            int slopesFrom,
            float[] out,
            int outFrom,
            int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            var above = load(x, xFrom + i).compare(VectorOperators.GT, ZERO);
            var from = load(upstream, upstreamFrom + i);
            store(from.mul(load(slopes, slopesFrom + i)).blend(from, above), out, outFrom + i);
        }
        scalar.preluGradient(
                upstream,
                upstreamFrom + whole,
                x,
                xFrom + whole,
                slopes,
                slopesFrom + whole,
                out,
                outFrom + whole,
                count - whole);
    }

    @Override
    public void combine(
            Arithmetic arithmetic,
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count) {
        int whole = FLOATS.loopBound(count);
        switch (arithmetic) {
            case ADD -> add(left, leftFrom, right, rightFrom, out, outFrom, whole);
            case SUBTRACT -> subtract(left, leftFrom, right, rightFrom, out, outFrom, whole);
            case MULTIPLY -> multiply(left, leftFrom, right, rightFrom, out, outFrom, whole);
            case DIVIDE -> divide(left, leftFrom, right, rightFrom, out, outFrom, whole);
            case MAXIMUM -> maximum(left, leftFrom, right, rightFrom, out, outFrom, whole);
            case MINIMUM -> minimum(left, leftFrom, right, rightFrom, out, outFrom, whole);
            case AT_LEAST -> atLeast(left, leftFrom, right, rightFrom, out, outFrom, whole);
        }
        scalar.combine(
                arithmetic,
                left,
                leftFrom + whole,
                right,
                rightFrom + whole,
                out,
                outFrom + whole,
                count - whole);
    }

    private static void add(
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(left, leftFrom + i).add(load(right, rightFrom + i)), out, outFrom + i);
        }
    }

    private static void subtract(
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(left, leftFrom + i).sub(load(right, rightFrom + i)), out, outFrom + i);
        }
    }

    private static void multiply(
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(left, leftFrom + i).mul(load(right, rightFrom + i)), out, outFrom + i);
        }
    }

    private static void divide(
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(left, leftFrom + i).div(load(right, rightFrom + i)), out, outFrom + i);
        }
    }

    private static void maximum(
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(left, leftFrom + i).max(load(right, rightFrom + i)), out, outFrom + i);
        }
    }

    private static void minimum(
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(left, leftFrom + i).min(load(right, rightFrom + i)), out, outFrom + i);
        }
    }

    private static void atLeast(
            float[] left,
            int leftFrom,
            float[] right,
            int rightFrom,
            float[] out,
            int outFrom,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            var holds =
                    load(left, leftFrom + i)
                            .compare(VectorOperators.GE, load(right, rightFrom + i));
            store(ZERO.blend(ONE, holds), out, outFrom + i);
        }
    }

    @Override
    public void scale(
            float factor, float offset, float[] x, int xFrom, float[] out, int outFrom, int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            store(
                    load(x, xFrom + i).mul(Species.all(factor)).add(Species.all(offset)),
                    out,
                    outFrom + i);
        }
        scalar.scale(factor, offset, x, xFrom + whole, out, outFrom + whole, count - whole);
    }

    @Override
    public void apply(
            Function function, float[] x, int xFrom, float[] out, int outFrom, int count) {
        int whole = FLOATS.loopBound(count);
        switch (function) {
            case NEGATE -> negate(x, xFrom, out, outFrom, whole);
            case ABSOLUTE -> absolute(x, xFrom, out, outFrom, whole);
            case SQUARE -> multiply(x, xFrom, x, xFrom, out, outFrom, whole);
            case SQUARE_ROOT -> root(x, xFrom, out, outFrom, whole);
            case RECIPROCAL -> invert(x, xFrom, out, outFrom, whole);
            case EXPONENTIAL -> {
                Transcendental.exponential(x, xFrom, out, outFrom, count);
                return;
            }
            case LOGARITHM -> whole = 0;
        }
        scalar.apply(function, x, xFrom + whole, out, outFrom + whole, count - whole);
    }

    private static void negate(float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(x, xFrom + i).neg(), out, outFrom + i);
        }
    }

    private static void absolute(float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(x, xFrom + i).abs(), out, outFrom + i);
        }
    }

    private static void root(float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i += LANES) {
            store(load(x, xFrom + i).sqrt(), out, outFrom + i);
        }
    }

    private static void invert(float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i += LANES) {
            store(ONE.div(load(x, xFrom + i)), out, outFrom + i);
        }
    }

    /// Chance is in integers of 64 bits, which vectors do not make faster.
    @Override
    public void drop(
            PointOp.Dropout dropout,
            long element,
            float[] x,
            int xFrom,
            float[] out,
            int outFrom,
            int count) {
        scalar.drop(dropout, element, x, xFrom, out, outFrom, count);
    }
}
