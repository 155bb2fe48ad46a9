package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Weighted sums, products and moments of pixels whose channels lie in planes: like [PlanarSums], with one plain loop
/// over the planes, since more is computed for each value that is read.
final class PlanarTerms {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    private PlanarTerms() {}

    static void addWeighted(
            Values x, float[] weights, int weightsFrom, Share share, double[] sums) {
        PieceRange range = PieceRange.of(share);
        float[] array = x.array();
        int origin = x.origin() - range.firstPixel();
        int weightsOrigin = weightsFrom - range.firstPixel();
        int lastPlane = origin + (x.channels() - 1) * x.channelStep();
        int safe =
                range.safe(
                        Math.min(
                                array.length - LANES - lastPlane,
                                weights.length - LANES - weightsOrigin));
        for (int piece = range.from(); piece < range.to(); piece++) {
            if (!range.holds(piece)) {
                continue;
            }
            int pixel = range.starts()[piece];
            int length = range.lengths()[piece];
            int at = origin + pixel;
            int to = range.entry(x, piece) * LANES;
            int weight = weightsOrigin + pixel;
            if (piece < safe) {
                var mask = VectorMask.fromLong(DOUBLES, (1L << length) - 1);
                var factors = Species.widened(weights, weight);
                for (int plane = 0; plane < x.channels(); plane++) {
                    sum(sums, to)
                            .add(Species.widened(array, at).mul(factors), mask)
                            .intoArray(sums, to);
                    at += x.channelStep();
                    to += LANES;
                }
            } else {
                for (int plane = 0; plane < x.channels(); plane++) {
                    for (int lane = 0; lane < length; lane++) {
                        sums[to + lane] += (double) weights[weight + lane] * array[at + lane];
                    }
                    at += x.channelStep();
                    to += LANES;
                }
            }
        }
    }

    static void multiply(Values x, Share share, double[] products) {
        PieceRange range = PieceRange.of(share);
        float[] array = x.array();
        int origin = x.origin() - range.firstPixel();
        int lastPlane = origin + (x.channels() - 1) * x.channelStep();
        int safe = range.safe(array.length - LANES - lastPlane);
        for (int piece = range.from(); piece < range.to(); piece++) {
            if (!range.holds(piece)) {
                continue;
            }
            int length = range.lengths()[piece];
            int at = origin + range.starts()[piece];
            int to = range.entry(x, piece) * LANES;
            if (piece < safe) {
                var mask = VectorMask.fromLong(DOUBLES, (1L << length) - 1);
                for (int plane = 0; plane < x.channels(); plane++) {
                    sum(products, to).mul(Species.widened(array, at), mask).intoArray(products, to);
                    at += x.channelStep();
                    to += LANES;
                }
            } else {
                for (int plane = 0; plane < x.channels(); plane++) {
                    for (int lane = 0; lane < length; lane++) {
                        products[to + lane] *= array[at + lane];
                    }
                    at += x.channelStep();
                    to += LANES;
                }
            }
        }
    }

    static void addMoments(Values x, Share share, double[] sums, double[] squares) {
        PieceRange range = PieceRange.of(share);
        float[] array = x.array();
        int origin = x.origin() - range.firstPixel();
        int lastPlane = origin + (x.channels() - 1) * x.channelStep();
        int safe = range.safe(array.length - LANES - lastPlane);
        int table = share.image() * share.map().segments();
        for (int piece = range.from(); piece < range.to(); piece++) {
            if (!range.holds(piece)) {
                continue;
            }
            int length = range.lengths()[piece];
            int at = origin + range.starts()[piece];
            int to = range.entry(x, piece) * LANES;
            int first = x.origin() + share.map().firstPixel(table + range.labels()[piece]);
            if (piece < safe) {
                var mask = VectorMask.fromLong(DOUBLES, (1L << length) - 1);
                for (int plane = 0; plane < x.channels(); plane++) {
                    var distance = Species.widened(array, at).sub((double) array[first]);
                    sum(sums, to).add(distance, mask).intoArray(sums, to);
                    sum(squares, to).add(distance.mul(distance), mask).intoArray(squares, to);
                    at += x.channelStep();
                    first += x.channelStep();
                    to += LANES;
                }
            } else {
                for (int plane = 0; plane < x.channels(); plane++) {
                    for (int lane = 0; lane < length; lane++) {
                        double distance = (double) array[at + lane] - array[first];
                        sums[to + lane] += distance;
                        squares[to + lane] += distance * distance;
                    }
                    at += x.channelStep();
                    first += x.channelStep();
                    to += LANES;
                }
            }
        }
    }

    private static DoubleVector sum(double[] table, int to) {
        return DoubleVector.fromArray(DOUBLES, table, to);
    }
}
