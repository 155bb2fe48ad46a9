package smalti.cpu.scalar;

import smalti.cpu.kernel.PointKernels;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.Function;
import smalti.op.PointOp;

/// The reference: value by value.
public final class ScalarPointKernels implements PointKernels {
    @Override
    public void activate(
            Activation activation, float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i++) {
            float value = x[xFrom + i];
            out[outFrom + i] =
                    switch (activation) {
                        case Activation.Relu() -> Math.max(value, 0);
                        case Activation.LeakyRelu(double slope) ->
                                value > 0 ? value : (float) slope * value;
                        case Activation.Relu6() -> Math.min(Math.max(value, 0), 6);
                        case Activation.Sigmoid() -> (float) (1 / (1 + Math.exp(-value)));
                        case Activation.Tanh() -> (float) Math.tanh(value);
                        case Activation.Softplus() -> softplus(value);
                        case Activation.Elu(double alpha) ->
                                value > 0 ? value : (float) ((float) alpha * Math.expm1(value));
                    };
        }
    }

    /// `log(1 + exp(x))` without overflow.
    private static float softplus(float x) {
        return (float) (Math.max(x, 0.0) + StrictMath.log1p(Math.exp(-Math.abs(x))));
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
        for (int i = 0; i < count; i++) {
            float above = upstream[upstreamFrom + i];
            float value = y[yFrom + i];
            out[outFrom + i] =
                    switch (activation) {
                        case Activation.Relu() -> value > 0 ? above : 0;
                        case Activation.LeakyRelu(double slope) ->
                                value > 0 ? above : (float) slope * above;
                        case Activation.Relu6() -> value > 0 && value < 6 ? above : 0;
                        case Activation.Sigmoid() -> above * (value * (1 - value));
                        case Activation.Tanh() -> above * ((1 - value) * (1 + value));
                        case Activation.Softplus() -> (float) (above * -Math.expm1(-value));
                        case Activation.Elu(double alpha) ->
                                value > 0 ? above : above * (value + (float) alpha);
                    };
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
        for (int i = 0; i < count; i++) {
            float value = x[xFrom + i];
            out[outFrom + i] = value > 0 ? value : slopes[slopesFrom + i] * value;
        }
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
        for (int i = 0; i < count; i++) {
            float above = upstream[upstreamFrom + i];
            out[outFrom + i] = x[xFrom + i] > 0 ? above : slopes[slopesFrom + i] * above;
        }
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
        for (int i = 0; i < count; i++) {
            float a = left[leftFrom + i];
            float b = right[rightFrom + i];
            out[outFrom + i] =
                    switch (arithmetic) {
                        case ADD -> a + b;
                        case SUBTRACT -> a - b;
                        case MULTIPLY -> a * b;
                        case DIVIDE -> a / b;
                        case MAXIMUM -> Math.max(a, b);
                        case MINIMUM -> Math.min(a, b);
                        case AT_LEAST -> a >= b ? 1 : 0;
                    };
        }
    }

    @Override
    public void scale(
            float factor, float offset, float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = factor * x[xFrom + i] + offset;
        }
    }

    @Override
    public void apply(
            Function function, float[] x, int xFrom, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i++) {
            float value = x[xFrom + i];
            out[outFrom + i] =
                    switch (function) {
                        case NEGATE -> -value;
                        case ABSOLUTE -> Math.abs(value);
                        case SQUARE -> value * value;
                        case SQUARE_ROOT -> (float) Math.sqrt(value);
                        case EXPONENTIAL -> (float) Math.exp(value);
                        case LOGARITHM -> (float) StrictMath.log(value);
                        case RECIPROCAL -> 1 / value;
                    };
        }
    }

    @Override
    public void drop(
            PointOp.Dropout dropout,
            long element,
            float[] x,
            int xFrom,
            float[] out,
            int outFrom,
            int count) {
        long seed = dropout.seed();
        long threshold = dropout.threshold();
        float factor = (float) (1 / (1 - dropout.rate()));
        for (int i = 0; i < count; i++) {
            boolean dropped = PointOp.Dropout.drops(seed, threshold, element + i);
            out[outFrom + i] = dropped ? 0 : x[xFrom + i] * factor;
        }
    }
}
