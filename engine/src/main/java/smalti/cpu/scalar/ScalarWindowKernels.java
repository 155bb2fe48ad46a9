package smalti.cpu.scalar;

import java.util.Arrays;
import smalti.cpu.kernel.AxisTable;
import smalti.cpu.kernel.Span;
import smalti.cpu.kernel.WindowKernels;
import smalti.cpu.kernel.WindowRow;

/// The reference: value by value.
public final class ScalarWindowKernels implements WindowKernels {
    @Override
    public void selectRow(WindowRow row, Span map, Span out, int[] switches, int switchesFrom) {
        for (int output = 0; output < row.outputs(); output++) {
            for (int channel = 0; channel < row.channels(); channel++) {
                int to = output * row.channels() + channel;
                select(
                        row,
                        output,
                        channel,
                        map,
                        out.array(),
                        out.from() + to,
                        switches,
                        switchesFrom + to);
            }
        }
    }

    /// The largest value of one channel under one window.
    public static void select(
            WindowRow row,
            int output,
            int channel,
            Span map,
            float[] out,
            int to,
            int[] switches,
            int switchTo) {
        int first = row.firstTap(output);
        int end = row.endTap(output);
        int where = row.firstRow() * row.width() + row.column(output, first);
        float most = map.array()[map.from() + where * row.channels() + channel];
        for (int each = 0; each < row.rows(); each++) {
            int start = (row.firstRow() + each * row.rowStep()) * row.width();
            for (int tap = first; tap < end; tap++) {
                int pixel = start + row.column(output, tap);
                float value = map.array()[map.from() + pixel * row.channels() + channel];
                if (!(value <= most) && !Float.isNaN(most)) {
                    most = value;
                    where = pixel;
                }
            }
        }
        out[to] = most;
        switches[switchTo] = where;
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
