package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// The largest of pixels whose channels lie in planes, and where they are: every lane keeps its own largest value and
/// its position, and the lanes are compared at the end.
final class PlanarSelection {
    private static final VectorSpecies<Float> FLOATS = Species.HALF_FLOATS;
    private static final VectorSpecies<Integer> INTS = Species.HALF_INTS;

    /// Told to the compiler at every store; see [Species#store(FloatVector, float[], int)].
    private static final Class<?> FLOATS_CLASS = FLOATS.vectorType();

    private static final int LANES = FLOATS.length();

    /// What lies behind a piece: it exceeds nothing.
    private static final FloatVector NOTHING =
            FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);

    private static final IntVector LANE_NUMBERS = IntVector.zero(INTS).addIndex(1);

    private static final FloatVector NOWHERE = IntVector.broadcast(INTS, -1).reinterpretAsFloats();

    private PlanarSelection() {}

    static void select(Values x, float sign, Share share, float[] best, int[] positions) {
        Patches patches = Patches.of(share, x);
        for (int patch = patches.from(); patch < patches.to(); patch++) {
            if (patches.holds(patch)) {
                selectPatch(x, sign, patches, patch, best, positions);
            }
        }
    }

    private static void selectPatch(
            Values x, float sign, Patches patches, int patch, float[] best, int[] positions) {
        boolean whole = patches.whole(patch);
        int entry = patches.entry(x, patch);
        int plane = 0;
        while (plane < x.channels()) {
            int to = (entry + plane) * LANES;
            if (whole
                    && plane + 4 <= x.channels()
                    && selectFinite4(x, plane, sign, patches, patch, best, positions, to)) {
                plane += 4;
                continue;
            }
            if (whole) {
                select1(x, plane, sign, patches, patch, best, positions, to);
            } else {
                selectLaneByLane(x, plane, sign, patches, patch, best, positions, to);
            }
            plane++;
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(FLOATS, x, at);
    }

    private static FloatVector whole(int[] positions, int at) {
        return IntVector.fromArray(INTS, positions, at).reinterpretAsFloats();
    }

    /// Takes four planes of a patch, with one comparison a value, if all values are numbers and finite.
    ///
    /// @return false, and nothing is taken, if they are not or might not be
    private static boolean selectFinite4(
            Values x,
            int plane,
            float sign,
            Patches patches,
            int patch,
            float[] best,
            int[] positions,
            int to) {
        float[] array = x.array();
        int[] starts = patches.starts();
        byte[] masks = patches.masks();
        int step = x.channelStep();
        int p0 = patches.origin(x, plane);
        int p1 = p0 + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        var m0 = load(best, to);
        var m1 = load(best, to + LANES);
        var m2 = load(best, to + 2 * LANES);
        var m3 = load(best, to + 3 * LANES);
        var w0 = whole(positions, to);
        var w1 = whole(positions, to + LANES);
        var w2 = whole(positions, to + 2 * LANES);
        var w3 = whole(positions, to + 3 * LANES);
        var signs = FloatVector.broadcast(FLOATS, sign);
        // Not the constants: where those meet what a loop computes, it is boxed.
        var zero = FloatVector.zero(FLOATS);
        var doubt = zero;
        int end = patches.pieces()[patch + 1];
        for (int piece = patches.pieces()[patch]; piece < end; piece++) {
            int at = starts[piece];
            var mask = VectorMask.fromLong(FLOATS, masks[piece] & 0xFF);
            var here =
                    LANE_NUMBERS
                            .add(IntVector.broadcast(INTS, at - patches.firstPixel()))
                            .reinterpretAsFloats();
            var v0 = load(array, p0 + at).mul(signs);
            var v1 = load(array, p1 + at).mul(signs);
            var v2 = load(array, p2 + at).mul(signs);
            var v3 = load(array, p3 + at).mul(signs);
            var t0 = NOTHING.blend(v0, mask);
            var less0 = t0.compare(VectorOperators.LE, m0);
            var t1 = NOTHING.blend(v1, mask);
            var less1 = t1.compare(VectorOperators.LE, m1);
            var t2 = NOTHING.blend(v2, mask);
            var less2 = t2.compare(VectorOperators.LE, m2);
            var t3 = NOTHING.blend(v3, mask);
            var less3 = t3.compare(VectorOperators.LE, m3);
            m0 = t0.blend(m0, less0);
            m1 = t1.blend(m1, less1);
            m2 = t2.blend(m2, less2);
            m3 = t3.blend(m3, less3);
            w0 = here.blend(w0, less0);
            w1 = here.blend(w1, less1);
            w2 = here.blend(w2, less2);
            w3 = here.blend(w3, less3);
            // Zero times what is not finite is NaN, and stays so.
            doubt = v0.add(v1).add(v2.add(v3)).fma(zero, doubt);
        }
        var sure = (FloatVector) FLOATS_CLASS.cast(doubt);
        if (sure.compare(VectorOperators.NE, sure).anyTrue()) {
            return false;
        }
        ((FloatVector) FLOATS_CLASS.cast(m0)).intoArray(best, to);
        ((FloatVector) FLOATS_CLASS.cast(m1)).intoArray(best, to + LANES);
        ((FloatVector) FLOATS_CLASS.cast(m2)).intoArray(best, to + 2 * LANES);
        ((FloatVector) FLOATS_CLASS.cast(m3)).intoArray(best, to + 3 * LANES);
        w0.reinterpretAsInts().intoArray(positions, to);
        w1.reinterpretAsInts().intoArray(positions, to + LANES);
        w2.reinterpretAsInts().intoArray(positions, to + 2 * LANES);
        w3.reinterpretAsInts().intoArray(positions, to + 3 * LANES);
        return true;
    }

    private static void select1(
            Values x,
            int plane,
            float sign,
            Patches patches,
            int patch,
            float[] best,
            int[] positions,
            int to) {
        int origin = patches.origin(x, plane);
        int end = patches.pieces()[patch + 1];
        var most = load(best, to);
        var where = whole(positions, to);
        for (int piece = patches.pieces()[patch]; piece < end; piece++) {
            int start = patches.starts()[piece];
            var mask = VectorMask.fromLong(FLOATS, patches.mask(piece));
            var here =
                    LANE_NUMBERS
                            .add(IntVector.broadcast(INTS, start - patches.firstPixel()))
                            .reinterpretAsFloats();
            var value =
                    NOTHING.blend(
                            load(x.array(), origin + start)
                                    .mul(FloatVector.broadcast(FLOATS, sign)),
                            mask);
            var less = value.compare(VectorOperators.LE, most);
            var settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = here.blend(where, less).blend(where, settled);
        }
        ((FloatVector) FLOATS_CLASS.cast(most)).intoArray(best, to);
        where.reinterpretAsInts().intoArray(positions, to);
    }

    private static void selectLaneByLane(
            Values x,
            int plane,
            float sign,
            Patches patches,
            int patch,
            float[] best,
            int[] positions,
            int to) {
        float[] array = x.array();
        int origin = patches.origin(x, plane);
        int end = patches.pieces()[patch + 1];
        for (int piece = patches.pieces()[patch]; piece < end; piece++) {
            int start = patches.starts()[piece];
            for (int lane = 0; lane < patches.length(piece); lane++) {
                float value = sign * array[origin + start + lane];
                float most = best[to + lane];
                if (!(value <= most) && !Float.isNaN(most)) {
                    best[to + lane] = value;
                    positions[to + lane] = start - patches.firstPixel() + lane;
                }
            }
        }
    }

    /// Of the lanes of each entry the largest, NaN before all, and among equals the first pixel.
    static void fold(float[] best, int[] positions, int entries) {
        for (int entry = 0; entry < entries; entry++) {
            int from = entry * LANES;
            var values = FloatVector.fromArray(FLOATS, best, from);
            float most = values.reduceLanes(VectorOperators.MAX);
            // NaN is unequal to itself, and zeros of both signs are equal but not the same.
            if (Float.isNaN(most) || most == 0) {
                foldOneByOne(best, positions, entry);
                continue;
            }
            // Lanes that nothing reached hold negative infinity and position -1, the largest number
            // without a sign.
            int where =
                    IntVector.fromArray(INTS, positions, from)
                            .reinterpretAsFloats()
                            .blend(
                                    NOWHERE,
                                    values.compare(
                                            VectorOperators.NE,
                                            FloatVector.broadcast(FLOATS, most)))
                            .reinterpretAsInts()
                            .lanewise(
                                    VectorOperators.XOR,
                                    IntVector.broadcast(INTS, Integer.MIN_VALUE))
                            .reduceLanes(VectorOperators.MIN);
            best[entry] = most;
            positions[entry] = where ^ Integer.MIN_VALUE;
        }
    }

    private static void foldOneByOne(float[] best, int[] positions, int entry) {
        int from = entry * LANES;
        float most = best[from];
        int where = positions[from];
        for (int lane = 1; lane < LANES; lane++) {
            float value = best[from + lane];
            int position = positions[from + lane];
            boolean same = value == most || (Float.isNaN(value) && Float.isNaN(most));
            boolean earlier = position >= 0 && (where < 0 || position < where);
            boolean more = !(value <= most) && !Float.isNaN(most);
            if (same ? earlier : more) {
                most = value;
                where = position;
            }
        }
        best[entry] = most;
        positions[entry] = where;
    }
}
