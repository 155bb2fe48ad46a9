package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Functions made of [Exponential], in double and rounded once. What does not fill a vector is computed by the same
/// steps one by one.
final class Transcendental {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();
    private static final DoubleVector ONE = DoubleVector.broadcast(DOUBLES, 1);
    private static final DoubleVector ZERO = DoubleVector.zero(DOUBLES);

    /// Below this, differences of exponentials lose digits and their series has them all: the first term left out is
    /// `5e-18` of the sum.
    private static final double SMALL = 1e-3;

    private Transcendental() {}

    /// The values that can be stored by whole vectors, which reach as far again.
    static int whole(int count) {
        return count < Species.STORED ? 0 : (count - Species.STORED) / LANES * LANES + LANES;
    }

    static void exponential(float[] x, int xFrom, float[] out, int outFrom, int count) {
        int whole = whole(count);
        int i = 0;
        for (; i < whole; i += LANES) {
            Species.store(Exponential.of(Species.widened(x, xFrom + i)), out, outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (float) Exponential.of(x[xFrom + i]);
        }
    }

    static void sigmoid(float[] x, int xFrom, float[] out, int outFrom, int count) {
        int whole = whole(count);
        int i = 0;
        for (; i < whole; i += LANES) {
            var value = Species.widened(x, xFrom + i);
            var y = ONE.div(Exponential.of(value.neg()).add(ONE));
            Species.store(y, out, outFrom + i);
        }
        for (; i < count; i++) {
            double value = x[xFrom + i];
            out[outFrom + i] = (float) (1 / (Exponential.of(-value) + 1));
        }
    }

    /// `tanh(x) = (e - 1)/(e + 1)` with `e = exp(2x)`.
    static void tanh(float[] x, int xFrom, float[] out, int outFrom, int count) {
        int whole = whole(count);
        int i = 0;
        for (; i < whole; i += LANES) {
            var value = Species.widened(x, xFrom + i);
            // Beyond 20 the result is 1, and infinity must not be divided by itself.
            var bounded = value.min(Species.all(20d)).max(Species.all(-20d));
            var e = Exponential.of(bounded.add(bounded));
            var y = e.sub(ONE).div(e.add(ONE));
            var square = value.mul(value);
            var series =
                    square.mul(Species.all(2.0 / 15))
                            .sub(Species.all(1.0 / 3))
                            .mul(square)
                            .add(ONE)
                            .mul(value);
            y = y.blend(series, value.abs().compare(VectorOperators.LT, Species.all(SMALL)));
            Species.store(y, out, outFrom + i);
        }
        for (; i < count; i++) {
            double value = x[xFrom + i];
            double bounded = Math.max(Math.min(value, 20), -20);
            double e = Exponential.of(bounded + bounded);
            double square = value * value;
            out[outFrom + i] =
                    (float)
                            (Math.abs(value) < SMALL
                                    ? ((square * (2.0 / 15) - 1.0 / 3) * square + 1) * value
                                    : (e - 1) / (e + 1));
        }
    }

    static void elu(double alpha, float[] x, int xFrom, float[] out, int outFrom, int count) {
        int whole = whole(count);
        int i = 0;
        for (; i < whole; i += LANES) {
            var value = Species.widened(x, xFrom + i);
            var y = Exponential.of(value).sub(ONE);
            var series =
                    value.mul(Species.all(1.0 / 24))
                            .add(Species.all(1.0 / 6))
                            .mul(value)
                            .add(Species.all(0.5));
            series = series.mul(value).add(ONE).mul(value);
            y =
                    y.blend(series, value.abs().compare(VectorOperators.LT, Species.all(SMALL)))
                            .mul(Species.all(alpha));
            y = y.blend(value, value.compare(VectorOperators.GT, ZERO));
            Species.store(y, out, outFrom + i);
        }
        for (; i < count; i++) {
            double value = x[xFrom + i];
            double series = ((value * (1.0 / 24) + 1.0 / 6) * value + 0.5) * value + 1;
            double less = Math.abs(value) < SMALL ? series * value : Exponential.of(value) - 1;
            out[outFrom + i] = (float) (value > 0 ? value : less * alpha);
        }
    }
}
