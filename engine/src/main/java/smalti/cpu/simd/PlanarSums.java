package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Sums of pixels whose channels lie in planes. Each lane has its own accumulator, which stays in a register for all the
/// pieces of a patch; then the lanes are joined, those of eight planes at once. Several planes share a piece's position and
/// mask, which also hides the latency from piece to piece.
///
/// Loads are never masked: a masked load is boxed by the compiler at hand (60 times slower). Lanes beyond the piece are
/// kept out of the sum by the mask of the addition, and patches too close to the end of the array are added by scalars,
/// lane by lane.
final class PlanarSums {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    /// Planes that are added at once.
    private static final int TOGETHER = 8;

    /// Where a patch's accumulators wait for being joined, behind the table: one method that adds and joins is more than the
    /// compiler bears, and what it leaves out of line it hands vectors to in boxes.
    static final int ROOM = TOGETHER * LANES;

    private PlanarSums() {}

    static void add(Values x, Share share, double[] sums) {
        Patches patches = Patches.of(share, x);
        int plane = 0;
        for (; plane + TOGETHER <= x.channels(); plane += TOGETHER) {
            addTogether(x, plane, patches, sums);
        }
        for (; plane < x.channels(); plane++) {
            addPlane(x, plane, patches, sums);
        }
    }

    private static void addTogether(Values x, int plane, Patches patches, double[] sums) {
        int room = (patches.high() - patches.low()) * x.channels();
        int[] pieces = patches.pieces();
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            int to = patches.entry(x, patch) + plane;
            if (patches.whole(patch)) {
                addPatch(x, plane, patches, pieces[patch], pieces[patch + 1], sums, room);
                join(sums, room, to);
            } else {
                for (int p = 0; p < TOGETHER; p++) {
                    sums[to + p] += laneByLane(x, plane + p, patches, patch);
                }
            }
        }
    }

    private static void addPatch(
            Values x, int plane, Patches patches, int from, int end, double[] sums, int room) {
        float[] array = x.array();
        int[] starts = patches.starts();
        byte[] masks = patches.masks();
        int step = x.channelStep();
        int p0 = patches.origin(x, plane);
        int p1 = p0 + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int p4 = p3 + step;
        int p5 = p4 + step;
        int p6 = p5 + step;
        int p7 = p6 + step;
        var s0 = DoubleVector.zero(DOUBLES);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        var s4 = s0;
        var s5 = s0;
        var s6 = s0;
        var s7 = s0;
        for (int piece = from; piece < end; piece++) {
            int at = starts[piece];
            var mask = VectorMask.fromLong(DOUBLES, masks[piece] & 0xFF);
            s0 = s0.add(Species.widened(array, p0 + at), mask);
            s1 = s1.add(Species.widened(array, p1 + at), mask);
            s2 = s2.add(Species.widened(array, p2 + at), mask);
            s3 = s3.add(Species.widened(array, p3 + at), mask);
            s4 = s4.add(Species.widened(array, p4 + at), mask);
            s5 = s5.add(Species.widened(array, p5 + at), mask);
            s6 = s6.add(Species.widened(array, p6 + at), mask);
            s7 = s7.add(Species.widened(array, p7 + at), mask);
        }
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s0)).intoArray(sums, room);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s1)).intoArray(sums, room + LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s2)).intoArray(sums, room + 2 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s3)).intoArray(sums, room + 3 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s4)).intoArray(sums, room + 4 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s5)).intoArray(sums, room + 5 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s6)).intoArray(sums, room + 6 * LANES);
        ((DoubleVector) Species.DOUBLES_CLASS.cast(s7)).intoArray(sums, room + 7 * LANES);
    }

    /// Adds the lanes of the accumulators in the room to the sums of their planes.
    private static void join(double[] sums, int room, int to) {
        var s01 = neighbours(sums, room);
        var s23 = neighbours(sums, room + 2 * LANES);
        var s45 = neighbours(sums, room + 4 * LANES);
        var s67 = neighbours(sums, room + 6 * LANES);
        if (LANES == 2) {
            add(sums, to, s01);
            add(sums, to + 2, s23);
            add(sums, to + 4, s45);
            add(sums, to + 6, s67);
            return;
        }
        var s0123 = Lanes.joinPairs(s01, s23);
        var s4567 = Lanes.joinPairs(s45, s67);
        if (LANES == 4) {
            add(sums, to, s0123);
            add(sums, to + 4, s4567);
            return;
        }
        add(sums, to, Lanes.joinFours(s0123, s4567));
    }

    private static DoubleVector neighbours(double[] sums, int room) {
        return Lanes.joinNeighbours(
                DoubleVector.fromArray(DOUBLES, sums, room),
                DoubleVector.fromArray(DOUBLES, sums, room + LANES));
    }

    private static void add(double[] sums, int to, DoubleVector terms) {
        ((DoubleVector)
                        Species.DOUBLES_CLASS.cast(
                                DoubleVector.fromArray(DOUBLES, sums, to).add(terms)))
                .intoArray(sums, to);
    }

    private static void addPlane(Values x, int plane, Patches patches, double[] sums) {
        float[] array = x.array();
        int[] starts = patches.starts();
        byte[] masks = patches.masks();
        int origin = patches.origin(x, plane);
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            int to = patches.entry(x, patch) + plane;
            if (!patches.whole(patch)) {
                sums[to] += laneByLane(x, plane, patches, patch);
                continue;
            }
            var sum = DoubleVector.zero(DOUBLES);
            int end = patches.pieces()[patch + 1];
            for (int piece = patches.pieces()[patch]; piece < end; piece++) {
                var mask = VectorMask.fromLong(DOUBLES, masks[piece] & 0xFF);
                sum = sum.add(Species.widened(array, origin + starts[piece]), mask);
            }
            sums[to] += Lanes.sum(sum);
        }
    }

    private static double laneByLane(Values x, int plane, Patches patches, int patch) {
        int origin = patches.origin(x, plane);
        return patches.laneByLane(patch, pixel -> x.array()[origin + pixel]);
    }
}
