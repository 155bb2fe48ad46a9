package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Sums of pixels whose channels lie in planes. Each lane has its own accumulator, which stays in a register for all the
/// pieces of a patch; nothing is summed across lanes until the end. Several planes share a piece's position and mask,
/// which also hides the latency from piece to piece.
///
/// Loads are never masked: a masked load is boxed by the compiler at hand (60 times slower). Lanes beyond the piece are
/// kept out of the sum by the mask of the addition, and patches too close to the end of the array are added by scalars
/// into the same lanes.
final class PlanarSums {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    private PlanarSums() {}

    static void add(Values x, Share share, double[] sums) {
        Patches patches = Patches.of(share, x);
        int plane = 0;
        for (; plane + 8 <= x.channels(); plane += 8) {
            add8(x, plane, patches, sums);
        }
        for (; plane < x.channels(); plane++) {
            add1(x, plane, patches, sums);
        }
    }

    private static void add8(Values x, int plane, Patches patches, double[] sums) {
        int[] pieces = patches.pieces();
        int row = x.channels() * LANES;
        int first = plane * LANES - patches.low() * row;
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            int to = first + patches.labels()[patch] * row;
            if (patches.whole(patch)) {
                addPatch8(x, plane, patches, pieces[patch], pieces[patch + 1], sums, to);
            } else {
                addLaneByLane(x, plane, 8, patches, patch, sums, to);
            }
        }
    }

    private static void addPatch8(
            Values x, int plane, Patches patches, int from, int end, double[] sums, int to) {
        float[] array = x.array();
        int[] starts = patches.starts();
        byte[] lengths = patches.lengths();
        int step = x.channelStep();
        int p0 = patches.origin(x, plane);
        int p1 = p0 + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int p4 = p3 + step;
        int p5 = p4 + step;
        int p6 = p5 + step;
        int p7 = p6 + step;
        var s0 = DoubleVector.fromArray(DOUBLES, sums, to);
        var s1 = DoubleVector.fromArray(DOUBLES, sums, to + LANES);
        var s2 = DoubleVector.fromArray(DOUBLES, sums, to + 2 * LANES);
        var s3 = DoubleVector.fromArray(DOUBLES, sums, to + 3 * LANES);
        var s4 = DoubleVector.fromArray(DOUBLES, sums, to + 4 * LANES);
        var s5 = DoubleVector.fromArray(DOUBLES, sums, to + 5 * LANES);
        var s6 = DoubleVector.fromArray(DOUBLES, sums, to + 6 * LANES);
        var s7 = DoubleVector.fromArray(DOUBLES, sums, to + 7 * LANES);
        for (int piece = from; piece < end; piece++) {
            int at = starts[piece];
            var mask = VectorMask.fromLong(DOUBLES, (1L << lengths[piece]) - 1);
            s0 = s0.add(Species.widened(array, p0 + at), mask);
            s1 = s1.add(Species.widened(array, p1 + at), mask);
            s2 = s2.add(Species.widened(array, p2 + at), mask);
            s3 = s3.add(Species.widened(array, p3 + at), mask);
            s4 = s4.add(Species.widened(array, p4 + at), mask);
            s5 = s5.add(Species.widened(array, p5 + at), mask);
            s6 = s6.add(Species.widened(array, p6 + at), mask);
            s7 = s7.add(Species.widened(array, p7 + at), mask);
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + LANES);
        s2.intoArray(sums, to + 2 * LANES);
        s3.intoArray(sums, to + 3 * LANES);
        s4.intoArray(sums, to + 4 * LANES);
        s5.intoArray(sums, to + 5 * LANES);
        s6.intoArray(sums, to + 6 * LANES);
        s7.intoArray(sums, to + 7 * LANES);
    }

    private static void add1(Values x, int plane, Patches patches, double[] sums) {
        float[] array = x.array();
        int[] starts = patches.starts();
        byte[] lengths = patches.lengths();
        int origin = patches.origin(x, plane);
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            int to = (patches.entry(x, patch) + plane) * LANES;
            if (!patches.whole(patch)) {
                addLaneByLane(x, plane, 1, patches, patch, sums, to);
                continue;
            }
            var sum = DoubleVector.fromArray(DOUBLES, sums, to);
            int end = patches.pieces()[patch + 1];
            for (int piece = patches.pieces()[patch]; piece < end; piece++) {
                var mask = VectorMask.fromLong(DOUBLES, (1L << lengths[piece]) - 1);
                sum = sum.add(Species.widened(array, origin + starts[piece]), mask);
            }
            sum.intoArray(sums, to);
        }
    }

    private static void addLaneByLane(
            Values x, int plane, int planes, Patches patches, int patch, double[] sums, int to) {
        float[] array = x.array();
        for (int p = 0; p < planes; p++) {
            int origin = patches.origin(x, plane + p);
            int end = patches.pieces()[patch + 1];
            for (int piece = patches.pieces()[patch]; piece < end; piece++) {
                int at = origin + patches.starts()[piece];
                for (int lane = 0; lane < patches.lengths()[piece]; lane++) {
                    sums[to + p * LANES + lane] += array[at + lane];
                }
            }
        }
    }
}
