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
            int to = patches.entry(x, patch);
            for (int plane = 0; plane < x.channels(); plane++) {
                int origin = patches.origin(x, plane);
                if (!whole) {
                    sums[to + plane] +=
                            patches.laneByLane(
                                    patch,
                                    pixel ->
                                            (double) weights[weightsOrigin + pixel]
                                                    * x.array()[origin + pixel]);
                    continue;
                }
                var sum = DoubleVector.zero(DOUBLES);
                for (int piece = from; piece < end; piece++) {
                    int pixel = patches.starts()[piece];
                    var term = product(x.array(), origin + pixel, weights, weightsOrigin + pixel);
                    sum = sum.add(term, mask(patches, piece));
                }
                sums[to + plane] += Lanes.sum(sum);
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
            int to = patches.entry(x, patch);
            int plane = 0;
            for (; whole && plane + 4 <= x.channels(); plane += 4) {
                addProducts4(x, y, plane, patches, patch, sums, to + plane);
            }
            for (; plane < x.channels(); plane++) {
                int origin = patches.origin(x, plane);
                int originOfY = patches.origin(y, plane);
                sums[to + plane] +=
                        patches.laneByLane(
                                patch,
                                pixel ->
                                        (double) x.array()[origin + pixel]
                                                * y.array()[originOfY + pixel]);
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
        var s0 = DoubleVector.zero(DOUBLES);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        int end = patches.pieces()[patch + 1];
        for (int piece = patches.pieces()[patch]; piece < end; piece++) {
            int at = starts[piece];
            var mask = mask(patches, piece);
            s0 = s0.add(product(from, x0 + at, by, y0 + at), mask);
            s1 = s1.add(product(from, x1 + at, by, y1 + at), mask);
            s2 = s2.add(product(from, x2 + at, by, y2 + at), mask);
            s3 = s3.add(product(from, x3 + at, by, y3 + at), mask);
        }
        sums[to] += Lanes.sum(s0);
        sums[to + 1] += Lanes.sum(s1);
        sums[to + 2] += Lanes.sum(s2);
        sums[to + 3] += Lanes.sum(s3);
    }

    private static DoubleVector product(float[] x, int at, float[] y, int atY) {
        return Species.widened(x, at).mul(Species.widened(y, atY));
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
                    ((DoubleVector) Species.DOUBLES_CLASS.cast(product)).intoArray(products, to);
                } else {
                    for (int piece = from; piece < end; piece++) {
                        int at = origin + patches.starts()[piece];
                        for (int lane = 0; lane < patches.length(piece); lane++) {
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
            int to = patches.entry(x, patch);
            int first = share.map().firstPixel(table + patches.labels()[patch]);
            for (int plane = 0; plane < x.channels(); plane++) {
                int origin = patches.origin(x, plane);
                double reference = x.array()[x.origin() + plane * x.channelStep() + first];
                if (!patches.whole(patch)) {
                    sums[to + plane] +=
                            patches.laneByLane(
                                    patch, pixel -> x.array()[origin + pixel] - reference);
                    squares[to + plane] +=
                            patches.laneByLane(
                                    patch,
                                    pixel -> {
                                        double distance = x.array()[origin + pixel] - reference;
                                        return distance * distance;
                                    });
                    continue;
                }
                var sum = DoubleVector.zero(DOUBLES);
                var square = sum;
                for (int piece = from; piece < end; piece++) {
                    var mask = mask(patches, piece);
                    var distance =
                            Species.widened(x.array(), origin + patches.starts()[piece])
                                    .sub(Species.all(reference));
                    sum = sum.add(distance, mask);
                    square = square.add(distance.mul(distance), mask);
                }
                sums[to + plane] += Lanes.sum(sum);
                squares[to + plane] += Lanes.sum(square);
            }
        }
    }

    private static VectorMask<Double> mask(Patches patches, int piece) {
        return VectorMask.fromLong(DOUBLES, patches.mask(piece));
    }

    private static DoubleVector load(double[] table, int to) {
        return DoubleVector.fromArray(DOUBLES, table, to);
    }
}
