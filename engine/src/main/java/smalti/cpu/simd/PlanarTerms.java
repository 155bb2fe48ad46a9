package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Weighted sums, sums of products, products and moments of pixels whose channels lie in planes: like [PlanarSums], one plane after another,
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

    static void addProducts(Values x, Values y, Share share, double[] sums) {
        Patches patches = Patches.of(share, x);
        Patches patchesOfY = Patches.of(share, y);
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            boolean whole = patches.whole(patch) && patchesOfY.whole(patch);
            int to = patches.entry(x, patch) * LANES;
            int plane = 0;
            for (; whole && plane + 4 <= x.channels(); plane += 4) {
                addProducts4(x, y, plane, patches, patch, sums, to + plane * LANES);
            }
            for (; plane < x.channels(); plane++) {
                addProductsLaneByLane(x, y, plane, patches, patch, sums, to + plane * LANES);
            }
        }
    }

    private static void addProducts4(
            Values x, Values y, int plane, Patches patches, int patch, double[] sums, int to) {
        int[] starts = patches.starts();
        float[] from = x.array();
        float[] by = y.array();
        int x0 = patches.origin(x, plane);
        int x1 = x0 + x.channelStep();
        int x2 = x1 + x.channelStep();
        int x3 = x2 + x.channelStep();
        int y0 = patches.origin(y, plane);
        int y1 = y0 + y.channelStep();
        int y2 = y1 + y.channelStep();
        int y3 = y2 + y.channelStep();
        var s0 = load(sums, to);
        var s1 = load(sums, to + LANES);
        var s2 = load(sums, to + 2 * LANES);
        var s3 = load(sums, to + 3 * LANES);
        int end = patches.pieces()[patch + 1];
        for (int piece = patches.pieces()[patch]; piece < end; piece++) {
            int at = starts[piece];
            var mask = mask(patches, piece);
            s0 = s0.add(product(from, x0 + at, by, y0 + at), mask);
            s1 = s1.add(product(from, x1 + at, by, y1 + at), mask);
            s2 = s2.add(product(from, x2 + at, by, y2 + at), mask);
            s3 = s3.add(product(from, x3 + at, by, y3 + at), mask);
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + LANES);
        s2.intoArray(sums, to + 2 * LANES);
        s3.intoArray(sums, to + 3 * LANES);
    }

    private static DoubleVector product(float[] x, int at, float[] y, int atY) {
        return Species.widened(x, at).mul(Species.widened(y, atY));
    }

    private static void addProductsLaneByLane(
            Values x, Values y, int plane, Patches patches, int patch, double[] sums, int to) {
        int origin = patches.origin(x, plane);
        int originOfY = patches.origin(y, plane);
        int end = patches.pieces()[patch + 1];
        for (int piece = patches.pieces()[patch]; piece < end; piece++) {
            int pixel = patches.starts()[piece];
            for (int lane = 0; lane < patches.lengths()[piece]; lane++) {
                double factor = y.array()[originOfY + pixel + lane];
                sums[to + lane] += factor * x.array()[origin + pixel + lane];
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
