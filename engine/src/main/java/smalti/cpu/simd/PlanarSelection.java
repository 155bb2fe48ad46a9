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
    private static final int LANES = FLOATS.length();

    /// What lies behind a piece: it exceeds nothing.
    private static final FloatVector NOTHING =
            FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);

    private static final IntVector LANE_NUMBERS = IntVector.zero(INTS).addIndex(1);

    private static final FloatVector NOWHERE = IntVector.broadcast(INTS, -1).reinterpretAsFloats();

    private PlanarSelection() {}

    static void select(Values x, float sign, Share share, float[] best, int[] positions) {
        PieceRange range = PieceRange.of(share);
        float[] array = x.array();
        int[] starts = range.starts();
        int[] labels = range.labels();
        byte[] lengths = range.lengths();
        int step = x.channelStep();
        int planes = x.channels();
        int row = planes * LANES;
        int origin = x.origin() - range.firstPixel();
        int safe = range.safe(array.length - LANES - origin - (planes - 1) * step);
        for (int piece = range.from(); piece < safe; piece++) {
            int label = labels[piece];
            if (label < range.low() || label >= range.high()) {
                continue;
            }
            int at = origin + starts[piece];
            int to = (label - range.low()) * row;
            var mask = VectorMask.fromLong(FLOATS, (1L << lengths[piece]) - 1);
            var here = LANE_NUMBERS.add(starts[piece] - range.firstPixel()).reinterpretAsFloats();
            for (int plane = 0; plane < planes; plane++) {
                selectPiece(array, at, sign, mask, here, best, positions, to);
                at += step;
                to += LANES;
            }
        }
        selectLast(x, sign, safe, range, best, positions);
    }

    private static void selectPiece(
            float[] x,
            int at,
            float sign,
            VectorMask<Float> mask,
            FloatVector here,
            float[] best,
            int[] positions,
            int to) {
        var most = FloatVector.fromArray(FLOATS, best, to);
        var where = IntVector.fromArray(INTS, positions, to).reinterpretAsFloats();
        var value = NOTHING.blend(FloatVector.fromArray(FLOATS, x, at).mul(sign), mask);
        var less = value.compare(VectorOperators.LE, most);
        var settled = most.compare(VectorOperators.NE, most);
        value.blend(most, less).blend(most, settled).intoArray(best, to);
        here.blend(where, less).blend(where, settled).reinterpretAsInts().intoArray(positions, to);
    }

    /// The pieces behind which the array ends too soon for a vector, lane by lane.
    private static void selectLast(
            Values x, float sign, int from, PieceRange range, float[] best, int[] positions) {
        float[] array = x.array();
        for (int piece = from; piece < range.to(); piece++) {
            int label = range.labels()[piece];
            if (label < range.low() || label >= range.high()) {
                continue;
            }
            for (int plane = 0; plane < x.channels(); plane++) {
                int at = range.at(x, plane, piece);
                int to = ((label - range.low()) * x.channels() + plane) * LANES;
                for (int lane = 0; lane < range.lengths()[piece]; lane++) {
                    float value = sign * array[at + lane];
                    float most = best[to + lane];
                    if (!(value <= most) && !Float.isNaN(most)) {
                        best[to + lane] = value;
                        positions[to + lane] = range.starts()[piece] - range.firstPixel() + lane;
                    }
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
                            .blend(NOWHERE, values.compare(VectorOperators.NE, most))
                            .reinterpretAsInts()
                            .lanewise(VectorOperators.XOR, Integer.MIN_VALUE)
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
