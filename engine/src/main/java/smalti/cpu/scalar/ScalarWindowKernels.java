package smalti.cpu.scalar;

import java.util.Arrays;
import smalti.cpu.kernel.Span;
import smalti.cpu.kernel.WindowKernels;
import smalti.cpu.kernel.WindowRow;
import smalti.op.AxisTable;

/// The reference: value by value.
public final class ScalarWindowKernels implements WindowKernels {
    @Override
    public void selectRow(WindowRow row, Span map, Span out, int[] switches, int switchesFrom) {
        int channels = row.channels();
        for (int output = 0; output < row.outputs(); output++) {
            int to = output * channels;
            select(row, output, 0, map, out.plus(to), switches, switchesFrom + to);
        }
    }

    /// The largest values under one window, of the channels from `channel` on.
    ///
    /// @param out where the values of all channels of the output begin
    public static void select(
            WindowRow row,
            int output,
            int channel,
            Span map,
            Span out,
            int[] switches,
            int switchesFrom) {
        int first = row.firstTap(output);
        int taps = row.endTap(output) - first;
        int pixel = row.firstRow() * row.width() + row.column(output, first);
        int down = row.rowStep() * row.width();
        for (int each = channel; each < row.channels(); each++) {
            int where =
                    largest(
                            map.array(),
                            map.from() + each,
                            row.channels(),
                            pixel,
                            row.rows(),
                            down,
                            taps,
                            row.tapStep());
            out.array()[out.from() + each] =
                    map.array()[map.from() + where * row.channels() + each];
            switches[switchesFrom + each] = where;
        }
    }

    /// The pixel of the largest value under a window. Which of two is larger cannot be foreseen: nothing branches on it.
    private static int largest(
            float[] x,
            int from,
            int channels,
            int firstPixel,
            int rows,
            int down,
            int taps,
            int right) {
        int where = firstPixel;
        float most = x[from + where * channels];
        for (int row = 0; row < rows; row++) {
            int pixel = firstPixel + row * down;
            for (int tap = 0; tap < taps; tap++, pixel += right) {
                float value = x[from + pixel * channels];
                boolean larger = !(value <= most) & !Float.isNaN(most);
                most = larger ? value : most;
                where = larger ? pixel : where;
            }
        }
        return where;
    }

    @Override
    public void mix(AxisTable table, int first, int end, int length, Span x, Span out) {
        for (int output = first; output < end; output++) {
            int to = out.from() + (output - first) * length;
            int from = table.starts()[output];
            int behind = table.starts()[output + 1];
            if (from == behind) {
                Arrays.fill(out.array(), to, to + length, 0);
            }
            for (int i = 0; i < length; i++) {
                mixOne(table, from, behind, length, x, i, out.array(), to + i);
            }
        }
    }

    /// One value of an output.
    public static void mixOne(
            AxisTable table, int from, int behind, int length, Span x, int i, float[] out, int to) {
        int t = from;
        for (int last = from + (behind - from - 1) % 4 + 1; t < behind; last += 4) {
            boolean add = t > from;
            float sum = term(table, t++, length, x, i);
            while (t < last) {
                sum += term(table, t++, length, x, i);
            }
            out[to] = add ? out[to] + sum : sum;
        }
    }

    private static float term(AxisTable table, int t, int length, Span x, int i) {
        return table.weights()[t] * x.array()[x.from() + table.taps()[t] * length + i];
    }
}
