package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The largest of pixels whose channels lie together, and where they are; those of a block of channels stay in registers
/// while the pixels of a run pass by.
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
        int c = 0;
        for (; c <= channels - 4 * LANES; c += 4 * LANES) {
            select4(x, at + c, pixel, pixels, step, sign, best, positions, to + c);
        }
        for (; c <= channels - LANES; c += LANES) {
            select1(x, at + c, pixel, pixels, step, sign, best, positions, to + c);
        }
        for (; c < channels; c++) {
            selectChannel(x, at + c, pixel, pixels, step, sign, best, positions, to + c);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(FLOATS, x, at);
    }

    /// Numbers' bits as floats, so that positions are chosen by the mask that chose the values: a mask of floats that is
    /// converted to one of integers costs more than all the rest.
    private static FloatVector whole(int[] positions, int at) {
        return IntVector.fromArray(INTS, positions, at).reinterpretAsFloats();
    }

    private static FloatVector whole(int number) {
        return IntVector.broadcast(INTS, number).reinterpretAsFloats();
    }

    private static void select4(
            float[] x,
            int at,
            int pixel,
            int pixels,
            int step,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        var m0 = load(best, to);
        var m1 = load(best, to + LANES);
        var m2 = load(best, to + 2 * LANES);
        var m3 = load(best, to + 3 * LANES);
        var w0 = whole(positions, to);
        var w1 = whole(positions, to + LANES);
        var w2 = whole(positions, to + 2 * LANES);
        var w3 = whole(positions, to + 3 * LANES);
        for (int number = pixel, from = at; number < pixel + pixels; number++, from += step) {
            var here = whole(number);
            var v0 = load(x, from).mul(Species.all(sign));
            var v1 = load(x, from + LANES).mul(Species.all(sign));
            var v2 = load(x, from + 2 * LANES).mul(Species.all(sign));
            var v3 = load(x, from + 3 * LANES).mul(Species.all(sign));
            var less0 = v0.compare(VectorOperators.LE, m0);
            var less1 = v1.compare(VectorOperators.LE, m1);
            var less2 = v2.compare(VectorOperators.LE, m2);
            var less3 = v3.compare(VectorOperators.LE, m3);
            var settled0 = m0.compare(VectorOperators.NE, m0);
            var settled1 = m1.compare(VectorOperators.NE, m1);
            var settled2 = m2.compare(VectorOperators.NE, m2);
            var settled3 = m3.compare(VectorOperators.NE, m3);
            m0 = v0.blend(m0, less0).blend(m0, settled0);
            m1 = v1.blend(m1, less1).blend(m1, settled1);
            m2 = v2.blend(m2, less2).blend(m2, settled2);
            m3 = v3.blend(m3, less3).blend(m3, settled3);
            w0 = here.blend(w0, less0).blend(w0, settled0);
            w1 = here.blend(w1, less1).blend(w1, settled1);
            w2 = here.blend(w2, less2).blend(w2, settled2);
            w3 = here.blend(w3, less3).blend(w3, settled3);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(m0)).intoArray(best, to);
        ((FloatVector) Species.FLOATS_CLASS.cast(m1)).intoArray(best, to + LANES);
        ((FloatVector) Species.FLOATS_CLASS.cast(m2)).intoArray(best, to + 2 * LANES);
        ((FloatVector) Species.FLOATS_CLASS.cast(m3)).intoArray(best, to + 3 * LANES);
        w0.reinterpretAsInts().intoArray(positions, to);
        w1.reinterpretAsInts().intoArray(positions, to + LANES);
        w2.reinterpretAsInts().intoArray(positions, to + 2 * LANES);
        w3.reinterpretAsInts().intoArray(positions, to + 3 * LANES);
    }

    private static void select1(
            float[] x,
            int at,
            int pixel,
            int pixels,
            int step,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        var most = load(best, to);
        var where = whole(positions, to);
        for (int number = pixel, from = at; number < pixel + pixels; number++, from += step) {
            var value = load(x, from).mul(Species.all(sign));
            var less = value.compare(VectorOperators.LE, most);
            var settled = most.compare(VectorOperators.NE, most);
            most = value.blend(most, less).blend(most, settled);
            where = whole(number).blend(where, less).blend(where, settled);
        }
        Species.store(most, best, to);
        where.reinterpretAsInts().intoArray(positions, to);
    }

    private static void selectChannel(
            float[] x,
            int at,
            int pixel,
            int pixels,
            int step,
            float sign,
            float[] best,
            int[] positions,
            int to) {
        float most = best[to];
        int where = positions[to];
        for (int number = pixel, from = at; number < pixel + pixels; number++, from += step) {
            float value = sign * x[from];
            if (!(value <= most) && !Float.isNaN(most)) {
                most = value;
                where = number;
            }
        }
        best[to] = most;
        positions[to] = where;
    }
}
