package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Weighted sums, products and moments of pixels whose channels lie in planes: like [PlanarSums], one plane after another,
/// since more is computed for each value that is read.
final class PlanarTerms {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    private PlanarTerms() {}

    static void addWeighted(
            Values x, float[] weights, int weightsFrom, Share share, double[] sums) {
        Patches patches = Patches.of(share, x);
        int weightsOrigin = weightsFrom - patches.firstPixel();
        int lastWeight = weights.length - LANES - weightsOrigin;
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            int from = patches.pieces()[patch];
            int end = patches.pieces()[patch + 1];
            boolean whole = patches.whole(patch) && patches.starts()[end - 1] <= lastWeight;
            int to = patches.entry(x, patch) * LANES;
            for (int plane = 0; plane < x.channels(); plane++, to += LANES) {
                int origin = patches.origin(x, plane);
                if (whole) {
                    var sum = load(sums, to);
                    for (int piece = from; piece < end; piece++) {
                        int pixel = patches.starts()[piece];
                        var mask = mask(patches, piece);
                        var factors = Species.widened(weights, weightsOrigin + pixel);
                        sum =
                                sum.add(
                                        Species.widened(x.array(), origin + pixel).mul(factors),
                                        mask);
                    }
                    sum.intoArray(sums, to);
                } else {
                    for (int piece = from; piece < end; piece++) {
                        int pixel = patches.starts()[piece];
                        for (int lane = 0; lane < patches.lengths()[piece]; lane++) {
                            double weight = weights[weightsOrigin + pixel + lane];
                            sums[to + lane] += weight * x.array()[origin + pixel + lane];
                        }
                    }
                }
            }
        }
    }

    static void multiply(Values x, Share share, double[] products) {
        Patches patches = Patches.of(share, x);
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            int from = patches.pieces()[patch];
            int end = patches.pieces()[patch + 1];
            int to = patches.entry(x, patch) * LANES;
            for (int plane = 0; plane < x.channels(); plane++, to += LANES) {
                int origin = patches.origin(x, plane);
                if (patches.whole(patch)) {
                    var product = load(products, to);
                    for (int piece = from; piece < end; piece++) {
                        var values = Species.widened(x.array(), origin + patches.starts()[piece]);
                        product = product.mul(values, mask(patches, piece));
                    }
                    product.intoArray(products, to);
                } else {
                    for (int piece = from; piece < end; piece++) {
                        int at = origin + patches.starts()[piece];
                        for (int lane = 0; lane < patches.lengths()[piece]; lane++) {
                            products[to + lane] *= x.array()[at + lane];
                        }
                    }
                }
            }
        }
    }

    static void addMoments(Values x, Share share, double[] sums, double[] squares) {
        Patches patches = Patches.of(share, x);
        int table = share.image() * share.map().segments();
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            int from = patches.pieces()[patch];
            int end = patches.pieces()[patch + 1];
            int to = patches.entry(x, patch) * LANES;
            int first = share.map().firstPixel(table + patches.labels()[patch]);
            for (int plane = 0; plane < x.channels(); plane++, to += LANES) {
                int origin = patches.origin(x, plane);
                double reference = x.array()[x.origin() + plane * x.channelStep() + first];
                if (patches.whole(patch)) {
                    var sum = load(sums, to);
                    var square = load(squares, to);
                    for (int piece = from; piece < end; piece++) {
                        var mask = mask(patches, piece);
                        var distance =
                                Species.widened(x.array(), origin + patches.starts()[piece])
                                        .sub(reference);
                        sum = sum.add(distance, mask);
                        square = square.add(distance.mul(distance), mask);
                    }
                    sum.intoArray(sums, to);
                    square.intoArray(squares, to);
                } else {
                    for (int piece = from; piece < end; piece++) {
                        int at = origin + patches.starts()[piece];
                        for (int lane = 0; lane < patches.lengths()[piece]; lane++) {
                            double distance = x.array()[at + lane] - reference;
                            sums[to + lane] += distance;
                            squares[to + lane] += distance * distance;
                        }
                    }
                }
            }
        }
    }

    private static VectorMask<Double> mask(Patches patches, int piece) {
        return VectorMask.fromLong(DOUBLES, (1L << patches.lengths()[piece]) - 1);
    }

    private static DoubleVector load(double[] table, int to) {
        return DoubleVector.fromArray(DOUBLES, table, to);
    }
}
