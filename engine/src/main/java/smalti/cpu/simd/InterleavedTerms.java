package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Weighted sums, sums of products, products and moments of pixels whose channels lie together, pixel by pixel in raster order; the
/// channels that fill no vector are taken by scalars in the same order.
final class InterleavedTerms {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    private InterleavedTerms() {}

    static void addWeighted(float[] x, int at, int channels, double weight, double[] sums, int to) {
        int bound = DOUBLES.loopBound(channels);
        int c = 0;
        for (; c < bound; c += LANES) {
            ((DoubleVector)
                            Species.DOUBLES_CLASS.cast(
                                    load(sums, to + c)
                                            .add(
                                                    Species.widened(x, at + c)
                                                            .mul(Species.all(weight)))))
                    .intoArray(sums, to + c);
        }
        for (; c < channels; c++) {
            sums[to + c] += weight * x[at + c];
        }
    }

    static void addProducts(
            float[] x, int at, float[] y, int atY, int channels, double[] sums, int to) {
        int bound = DOUBLES.loopBound(channels);
        int c = 0;
        for (; c < bound; c += LANES) {
            var product = Species.widened(x, at + c).mul(Species.widened(y, atY + c));
            ((DoubleVector) Species.DOUBLES_CLASS.cast(load(sums, to + c).add(product)))
                    .intoArray(sums, to + c);
        }
        for (; c < channels; c++) {
            sums[to + c] += (double) x[at + c] * y[atY + c];
        }
    }

    static void multiply(float[] x, int at, int channels, double[] products, int to) {
        int bound = DOUBLES.loopBound(channels);
        int c = 0;
        for (; c < bound; c += LANES) {
            ((DoubleVector)
                            Species.DOUBLES_CLASS.cast(
                                    load(products, to + c).mul(Species.widened(x, at + c))))
                    .intoArray(products, to + c);
        }
        for (; c < channels; c++) {
            products[to + c] *= x[at + c];
        }
    }

    /// @param first where the values of the segment's first pixel are
    static void addMoments(
            float[] x, int at, int first, int channels, double[] sums, double[] squares, int to) {
        int bound = DOUBLES.loopBound(channels);
        int c = 0;
        for (; c < bound; c += LANES) {
            var distance = Species.widened(x, at + c).sub(Species.widened(x, first + c));
            ((DoubleVector) Species.DOUBLES_CLASS.cast(load(sums, to + c).add(distance)))
                    .intoArray(sums, to + c);
            ((DoubleVector)
                            Species.DOUBLES_CLASS.cast(
                                    load(squares, to + c).add(distance.mul(distance))))
                    .intoArray(squares, to + c);
        }
        for (; c < channels; c++) {
            double distance = (double) x[at + c] - x[first + c];
            sums[to + c] += distance;
            squares[to + c] += distance * distance;
        }
    }

    private static DoubleVector load(double[] table, int at) {
        return DoubleVector.fromArray(DOUBLES, table, at);
    }
}
