package smalti.cpu.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Span;
import smalti.cpu.kernel.WindowKernels;
import smalti.cpu.kernel.WindowRow;
import smalti.cpu.scalar.ScalarWindowKernels;
import smalti.op.AxisTable;

/// Windows and mixtures on the Vector API, channels on the lanes.
public final class SimdWindowKernels implements WindowKernels {
    private static final VectorSpecies<Float> FLOATS = Species.FLOATS;
    private static final VectorSpecies<Integer> INTS = Species.INTS;
    private static final int LANES = FLOATS.length();

    /// Places of so many vectors are mixed without a loop.
    private static final int FEW = 4;

    /// What does not fill a vector of channels is computed by a whole one all the same: what that writes too much is
    /// written over by the next outputs. At the ends of row and array it goes value by value.
    @Override
    public void selectRow(WindowRow row, Span map, Span out, int[] switches, int switchesFrom) {
        int channels = row.channels();
        int down = row.rowStep() * row.width();
        for (int output = 0; output < row.outputs(); output++) {
            int first = row.firstTap(output);
            int taps = row.endTap(output) - first;
            int pixel = row.firstRow() * row.width() + row.column(output, first);
            int to = output * channels;
            int channel = 0;
            for (; channel <= channels - 2 * LANES; channel += 2 * LANES) {
                select2(
                        map.array(),
                        map.from() + channel,
                        channels,
                        pixel,
                        row.rows(),
                        down,
                        taps,
                        row.tapStep(),
                        out.array(),
                        out.from() + to + channel,
                        switches,
                        switchesFrom + to + channel);
            }
            int lastPixel = pixel + (row.rows() - 1) * down + (taps - 1) * row.tapStep();
            boolean inside =
                    to + channels + LANES <= row.outputs() * channels
                            && map.from() + (lastPixel + 1) * channels + LANES
                                    <= map.array().length;
            int end = inside ? channels : channels - LANES + 1;
            for (; channel < end; channel += LANES) {
                select1(
                        map.array(),
                        map.from() + channel,
                        channels,
                        pixel,
                        row.rows(),
                        down,
                        taps,
                        row.tapStep(),
                        out.array(),
                        out.from() + to + channel,
                        switches,
                        switchesFrom + to + channel);
            }
            if (channel < channels) {
                ScalarWindowKernels.select(
                        row, output, channel, map, out.plus(to), switches, switchesFrom + to);
            }
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(FLOATS, x, at);
    }

    /// A number's bits as floats, so that it is chosen by the mask that chose the value.
    private static FloatVector whole(int number) {
        return IntVector.broadcast(INTS, number).reinterpretAsFloats();
    }

    /// A value is taken unless it is less or equal, or the largest so far is a NaN; see [InterleavedSelection].
    private static void select2(
            float[] x,
            int from,
            int channels,
            int firstPixel,
            int rows,
            int down,
            int taps,
            int right,
            float[] out,
            int to,
            int[] switches,
            int switchTo) {
        var m0 = load(x, from + firstPixel * channels);
        var m1 = load(x, from + firstPixel * channels + LANES);
        var w0 = whole(firstPixel);
        var w1 = w0;
        for (int row = 0; row < rows; row++) {
            int pixel = firstPixel + row * down;
            for (int tap = 0; tap < taps; tap++, pixel += right) {
                var here = whole(pixel);
                var v0 = load(x, from + pixel * channels);
                var v1 = load(x, from + pixel * channels + LANES);
                var less0 = v0.compare(VectorOperators.LE, m0);
                var less1 = v1.compare(VectorOperators.LE, m1);
                var settled0 = m0.compare(VectorOperators.NE, m0);
                var settled1 = m1.compare(VectorOperators.NE, m1);
                m0 = v0.blend(m0, less0).blend(m0, settled0);
                m1 = v1.blend(m1, less1).blend(m1, settled1);
                w0 = here.blend(w0, less0).blend(w0, settled0);
                w1 = here.blend(w1, less1).blend(w1, settled1);
            }
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(m0)).intoArray(out, to);
        ((FloatVector) Species.FLOATS_CLASS.cast(m1)).intoArray(out, to + LANES);
        w0.reinterpretAsInts().intoArray(switches, switchTo);
        w1.reinterpretAsInts().intoArray(switches, switchTo + LANES);
    }

    private static void select1(
            float[] x,
            int from,
            int channels,
            int firstPixel,
            int rows,
            int down,
            int taps,
            int right,
            float[] out,
            int to,
            int[] switches,
            int switchTo) {
        var most = load(x, from + firstPixel * channels);
        var where = whole(firstPixel);
        for (int row = 0; row < rows; row++) {
            int pixel = firstPixel + row * down;
            for (int tap = 0; tap < taps; tap++, pixel += right) {
                var value = load(x, from + pixel * channels);
                var less = value.compare(VectorOperators.LE, most);
                var settled = most.compare(VectorOperators.NE, most);
                most = value.blend(most, less).blend(most, settled);
                where = whole(pixel).blend(where, less).blend(where, settled);
            }
        }
        Species.store(most, out, to);
        where.reinterpretAsInts().intoArray(switches, switchTo);
    }

    /// Outputs are written by whole vectors that reach into the next output, which is written later; the last ones, and
    /// those whose input ends with its array, are written to their length.
    @Override
    public void mix(AxisTable table, int first, int end, int length, Span x, Span out) {
        int whole = FLOATS.loopBound(length);
        int beyond = FLOATS.loopBound(length + LANES - 1);
        // The last output that may be written by whole vectors, and the last place that may be read
        // so.
        int lastOutput = length == 0 ? -1 : end - Math.ceilDiv(beyond, length);
        int lastPlace = Math.floorDiv(x.array().length - x.from() - beyond, Math.max(1, length));
        int output = first;
        while (output < end) {
            int to = out.from() + (output - first) * length;
            int pairs =
                    mixPairs(
                            table,
                            output,
                            lastOutput,
                            lastPlace,
                            length,
                            x.array(),
                            x.from(),
                            out.array(),
                            to);
            if (pairs > 0) {
                output += pairs;
                continue;
            }
            int behind = table.starts()[output + 1];
            boolean safe =
                    output <= lastOutput && (behind == 0 || table.taps()[behind - 1] <= lastPlace);
            mixOutput(table, output, length, safe ? beyond : whole, x, out.array(), to);
            output++;
        }
    }

    /// Mixes outputs of two places, as long as there are such, if they are of few vectors: a loop over vectors would take
    /// longer to begin and to end than these take.
    ///
    /// @return how many
    private static int mixPairs(
            AxisTable table,
            int first,
            int lastOutput,
            int lastPlace,
            int length,
            float[] x,
            int at,
            float[] out,
            int to) {
        int[] starts = table.starts();
        int[] taps = table.taps();
        float[] w = table.weights();
        int output = first;
        int into = to;
        for (; output <= lastOutput && length <= FEW * LANES; output++, into += length) {
            int t = starts[output];
            if (starts[output + 1] != t + 2 || taps[t + 1] > lastPlace) {
                break;
            }
            int x0 = at + taps[t] * length;
            int x1 = at + taps[t + 1] * length;
            float w0 = w[t];
            float w1 = w[t + 1];
            one2(x, x0, x1, w0, w1, out, into);
            if (length > LANES) {
                one2(x, x0 + LANES, x1 + LANES, w0, w1, out, into + LANES);
                if (length > 2 * LANES) {
                    one2(x, x0 + 2 * LANES, x1 + 2 * LANES, w0, w1, out, into + 2 * LANES);
                    if (length > 3 * LANES) {
                        one2(x, x0 + 3 * LANES, x1 + 3 * LANES, w0, w1, out, into + 3 * LANES);
                    }
                }
            }
        }
        return output - first;
    }

    /// @param whole values that are mixed by vectors; the others up to `length` follow one by one
    private static void mixOutput(
            AxisTable table, int output, int length, int whole, Span x, float[] out, int to) {
        int from = table.starts()[output];
        int behind = table.starts()[output + 1];
        if (from == behind) {
            Arrays.fill(out, to, to + length, 0);
            return;
        }
        if (whole > 0) {
            mixWhole(table, from, behind, length, whole, x, out, to);
        }
        for (int i = whole; i < length; i++) {
            ScalarWindowKernels.mixOne(table, from, behind, length, x, i, out, to + i);
        }
    }

    private static void mixWhole(
            AxisTable table,
            int from,
            int behind,
            int length,
            int whole,
            Span span,
            float[] out,
            int to) {
        float[] x = span.array();
        int[] taps = table.taps();
        float[] w = table.weights();
        int at = span.from();
        int t = from + (behind - from - 1) % 4 + 1;
        int x0 = at + taps[from] * length;
        int x1 = at + taps[Math.min(from + 1, t - 1)] * length;
        int x2 = at + taps[Math.min(from + 2, t - 1)] * length;
        switch (t - from) {
            case 1 -> store1(x, x0, w[from], out, to, whole);
            case 2 -> store2(x, x0, x1, w[from], w[from + 1], out, to, whole);
            case 3 -> store3(x, x0, x1, x2, w[from], w[from + 1], w[from + 2], out, to, whole);
            default ->
                    store4(
                            x,
                            x0,
                            x1,
                            x2,
                            at + taps[from + 3] * length,
                            w[from],
                            w[from + 1],
                            w[from + 2],
                            w[from + 3],
                            out,
                            to,
                            whole);
        }
        for (; t < behind; t += 4) {
            add4(
                    x,
                    at + taps[t] * length,
                    at + taps[t + 1] * length,
                    at + taps[t + 2] * length,
                    at + taps[t + 3] * length,
                    w[t],
                    w[t + 1],
                    w[t + 2],
                    w[t + 3],
                    out,
                    to,
                    whole);
        }
    }

    private static void store1(float[] x, int x0, float w0, float[] out, int to, int count) {
        for (int i = 0; i < count; i += LANES) {
            Species.store(load(x, x0 + i).mul(Species.all(w0)), out, to + i);
        }
    }

    private static void store2(
            float[] x, int x0, int x1, float w0, float w1, float[] out, int to, int count) {
        for (int i = 0; i < count; i += LANES) {
            one2(x, x0 + i, x1 + i, w0, w1, out, to + i);
        }
    }

    private static void one2(float[] x, int x0, int x1, float w0, float w1, float[] out, int to) {
        Species.store(
                load(x, x0).mul(Species.all(w0)).add(load(x, x1).mul(Species.all(w1))), out, to);
    }

    private static void store3(
            float[] x,
            int x0,
            int x1,
            int x2,
            float w0,
            float w1,
            float w2,
            float[] out,
            int to,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            Species.store(
                    load(x, x0 + i)
                            .mul(Species.all(w0))
                            .add(load(x, x1 + i).mul(Species.all(w1)))
                            .add(load(x, x2 + i).mul(Species.all(w2))),
                    out,
                    to + i);
        }
    }

    private static void store4(
            float[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            float w0,
            float w1,
            float w2,
            float w3,
            float[] out,
            int to,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            Species.store(
                    load(x, x0 + i)
                            .mul(Species.all(w0))
                            .add(load(x, x1 + i).mul(Species.all(w1)))
                            .add(load(x, x2 + i).mul(Species.all(w2)))
                            .add(load(x, x3 + i).mul(Species.all(w3))),
                    out,
                    to + i);
        }
    }

    private static void add4(
            float[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            float w0,
            float w1,
            float w2,
            float w3,
            float[] out,
            int to,
            int count) {
        for (int i = 0; i < count; i += LANES) {
            var sum =
                    load(x, x0 + i)
                            .mul(Species.all(w0))
                            .add(load(x, x1 + i).mul(Species.all(w1)))
                            .add(load(x, x2 + i).mul(Species.all(w2)))
                            .add(load(x, x3 + i).mul(Species.all(w3)));
            Species.store(load(out, to + i).add(sum), out, to + i);
        }
    }
}
