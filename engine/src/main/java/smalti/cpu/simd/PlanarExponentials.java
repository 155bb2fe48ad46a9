package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Sums of exponentials of pixels whose channels lie in planes. Each lane has a largest value and a sum of its own; a
/// patch is read for the first, the sums so far are brought to it, and the patch is read again.
final class PlanarExponentials {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();
    private static final DoubleVector NOTHING =
            DoubleVector.broadcast(DOUBLES, Double.NEGATIVE_INFINITY);
    private static final DoubleVector ONE = DoubleVector.broadcast(DOUBLES, 1);

    private PlanarExponentials() {}

    static void add(Values x, Share share, double[] largest, double[] sums) {
        Patches patches = Patches.of(share, x);
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (!patches.holds(patch)) {
                continue;
            }
            int to = patches.entry(x, patch) * LANES;
            for (int plane = 0; plane < x.channels(); plane++, to += LANES) {
                int origin = patches.origin(x, plane);
                if (patches.whole(patch)) {
                    addPatch(x.array(), origin, patches, patch, largest, sums, to);
                } else {
                    addLaneByLane(x.array(), origin, patches, patch, largest, sums, to);
                }
            }
        }
    }

    private static void addPatch(
            float[] x,
            int origin,
            Patches patches,
            int patch,
            double[] largest,
            double[] sums,
            int to) {
        int[] starts = patches.starts();
        int from = patches.pieces()[patch];
        int end = patches.pieces()[patch + 1];
        var before = DoubleVector.fromArray(DOUBLES, largest, to);
        var now = before;
        for (int piece = from; piece < end; piece++) {
            var values = Species.widened(x, origin + starts[piece]);
            now = now.max(NOTHING.blend(values, mask(patches, piece)));
        }
        ((DoubleVector) Species.DOUBLES_CLASS.cast(now)).intoArray(largest, to);
        var shift = InterleavedExponentials.shift(now);
        // The sum so far is the first term, so that the exponential is compiled once: a second copy
        // is beyond what the compiler inlines into a method, and then vectors are boxed.
        var weight = DoubleVector.fromArray(DOUBLES, sums, to);
        var distance = before.sub(shift);
        var sum = DoubleVector.zero(DOUBLES);
        for (int piece = from; ; piece++) {
            sum = Exponential.of(distance).fma(weight, sum);
            if (piece == end) {
                break;
            }
            var values = Species.widened(x, origin + starts[piece]).sub(shift);
            distance = NOTHING.blend(values, mask(patches, piece));
            weight = ONE;
        }
        ((DoubleVector) Species.DOUBLES_CLASS.cast(sum)).intoArray(sums, to);
    }

    private static VectorMask<Double> mask(Patches patches, int piece) {
        return VectorMask.fromLong(DOUBLES, patches.mask(piece));
    }

    /// The same terms in the same order, for patches too close to the end of the array.
    private static void addLaneByLane(
            float[] x,
            int origin,
            Patches patches,
            int patch,
            double[] largest,
            double[] sums,
            int to) {
        int from = patches.pieces()[patch];
        int end = patches.pieces()[patch + 1];
        for (int lane = 0; lane < LANES; lane++) {
            double before = largest[to + lane];
            double now = before;
            for (int piece = from; piece < end; piece++) {
                if (lane < patches.length(piece)) {
                    now = Math.max(now, x[origin + patches.starts()[piece] + lane]);
                }
            }
            largest[to + lane] = now;
            double shift = InterleavedExponentials.shift(now);
            double sum = sums[to + lane] * Exponential.of(before - shift);
            for (int piece = from; piece < end; piece++) {
                if (lane < patches.length(piece)) {
                    sum += Exponential.of(x[origin + patches.starts()[piece] + lane] - shift);
                }
            }
            sums[to + lane] = sum;
        }
    }

    /// Brings the sums of the lanes to the largest value of all, and joins them.
    static void fold(double[] largest, double[] sums, int entries) {
        for (int entry = 0; entry < entries; entry++) {
            int from = entry * LANES;
            double most = largest[from];
            for (int lane = 1; lane < LANES; lane++) {
                most = Math.max(most, largest[from + lane]);
            }
            var distance = DoubleVector.fromArray(DOUBLES, largest, from).sub(Species.all(most));
            ((DoubleVector)
                            Species.DOUBLES_CLASS.cast(
                                    DoubleVector.fromArray(DOUBLES, sums, from)
                                            .mul(Exponential.of(distance))))
                    .intoArray(sums, from);
            largest[entry] = most;
        }
        for (int entry = 0; entry < entries; entry++) {
            sums[entry] = Lanes.sum(DoubleVector.fromArray(DOUBLES, sums, entry * LANES));
        }
    }
}
