package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The largest of pixels whose channels lie together, and where they are; up to four neighbouring pixels at once, for
/// the same reasons as in [InterleavedSums].
///
/// A NaN exceeds everything and nothing exceeds a NaN: the new value is kept unless it is less or equal, or the old one
/// is settled on NaN. Each mask is used as it comes from its comparison, in a blend of its own: masks that are joined
/// by `and` or `not` are boxed, a megabyte a call.
final class InterleavedSelection {
    private static final VectorSpecies<Float> FLOATS = Species.FLOATS;
    private static final VectorSpecies<Integer> INTS = Species.INTS;
    private static final int LANES = FLOATS.length();

    private InterleavedSelection() {}

    /// Compares `pixels` neighbouring pixels from number `pixel` on, whose values begin at `at`.
    static void selectRun(
            float[] x,
            int at,
            int pixel,
            int pixels,
            int step,
            int channels,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        int left = pixels;
        int from = at;
        int number = pixel;
        while (left > 0) {
            int group = left > 8 ? 4 : left > 4 ? (left + 1) / 2 : left;
            switch (group) {
                case 1 -> select1(x, from, number, channels, sign, best, positions, to);
                case 2 -> select2(x, from, number, step, channels, sign, best, positions, to);
                case 3 -> select3(x, from, number, step, channels, sign, best, positions, to);
                default -> select4(x, from, number, step, channels, sign, best, positions, to);
            }
            left -= group;
            from += group * step;
            number += group;
        }
        selectTail(x, at, pixel, pixels, step, channels, sign, best, positions, to);
    }

    /// A number's bits as floats, so that positions are chosen by the mask that chose the values: a mask of floats that is
    /// converted to one of integers costs more than all the rest.
    private static FloatVector whole(int number) {
        return IntVector.broadcast(INTS, number).reinterpretAsFloats();
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(FLOATS, x, at);
    }

    private static void select1(
            float[] x,
            int at,
            int pixel,
            int channels,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        int bound = FLOATS.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            var most = load(best, to + c);
            var where = IntVector.fromArray(INTS, positions, to + c).reinterpretAsFloats();
            var value = load(x, at + c).mul(sign);
            var less = value.compare(VectorOperators.LE, most);
            var settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel).blend(where, less).blend(where, settled);
            most.intoArray(best, to + c);
            where.reinterpretAsInts().intoArray(positions, to + c);
        }
    }

    private static void select2(
            float[] x,
            int at,
            int pixel,
            int step,
            int channels,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        int p1 = at + step;
        int bound = FLOATS.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            var most = load(best, to + c);
            var where = IntVector.fromArray(INTS, positions, to + c).reinterpretAsFloats();
            var value = load(x, at + c).mul(sign);
            var less = value.compare(VectorOperators.LE, most);
            var settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel).blend(where, less).blend(where, settled);
            value = load(x, p1 + c).mul(sign);
            less = value.compare(VectorOperators.LE, most);
            settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel + 1).blend(where, less).blend(where, settled);
            most.intoArray(best, to + c);
            where.reinterpretAsInts().intoArray(positions, to + c);
        }
    }

    private static void select3(
            float[] x,
            int at,
            int pixel,
            int step,
            int channels,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        int bound = FLOATS.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            var most = load(best, to + c);
            var where = IntVector.fromArray(INTS, positions, to + c).reinterpretAsFloats();
            var value = load(x, at + c).mul(sign);
            var less = value.compare(VectorOperators.LE, most);
            var settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel).blend(where, less).blend(where, settled);
            value = load(x, p1 + c).mul(sign);
            less = value.compare(VectorOperators.LE, most);
            settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel + 1).blend(where, less).blend(where, settled);
            value = load(x, p2 + c).mul(sign);
            less = value.compare(VectorOperators.LE, most);
            settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel + 2).blend(where, less).blend(where, settled);
            most.intoArray(best, to + c);
            where.reinterpretAsInts().intoArray(positions, to + c);
        }
    }

    private static void select4(
            float[] x,
            int at,
            int pixel,
            int step,
            int channels,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        int p1 = at + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int bound = FLOATS.loopBound(channels);
        for (int c = 0; c < bound; c += LANES) {
            var most = load(best, to + c);
            var where = IntVector.fromArray(INTS, positions, to + c).reinterpretAsFloats();
            var value = load(x, at + c).mul(sign);
            var less = value.compare(VectorOperators.LE, most);
            var settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel).blend(where, less).blend(where, settled);
            value = load(x, p1 + c).mul(sign);
            less = value.compare(VectorOperators.LE, most);
            settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel + 1).blend(where, less).blend(where, settled);
            value = load(x, p2 + c).mul(sign);
            less = value.compare(VectorOperators.LE, most);
            settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel + 2).blend(where, less).blend(where, settled);
            value = load(x, p3 + c).mul(sign);
            less = value.compare(VectorOperators.LE, most);
            settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(pixel + 3).blend(where, less).blend(where, settled);
            most.intoArray(best, to + c);
            where.reinterpretAsInts().intoArray(positions, to + c);
        }
    }

    private static void selectTail(
            float[] x,
            int at,
            int pixel,
            int pixels,
            int step,
            int channels,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        for (int c = FLOATS.loopBound(channels); c < channels; c++) {
            float most = best[to + c];
            int where = positions[to + c];
            int from = at + c;
            for (int number = pixel; number < pixel + pixels; number++, from += step) {
                float value = sign * x[from];
                if (!(value <= most) && !Float.isNaN(most)) {
                    most = value;
                    where = number;
                }
            }
            best[to + c] = most;
            positions[to + c] = where;
        }
    }
}
