package smalti.cpu.axis;

/// Sums and maxima of values that lie together.
final class Sums {
    private Sums() {}

    /// The sum of `count` values, as eight sums that do not wait for each other.
    static double of(float[] x, int from, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int at = from;
        int whole = from + count / 8 * 8;
        for (; at < whole; at += 8) {
            s0 += x[at];
            s1 += x[at + 1];
            s2 += x[at + 2];
            s3 += x[at + 3];
            s4 += x[at + 4];
            s5 += x[at + 5];
            s6 += x[at + 6];
            s7 += x[at + 7];
        }
        for (; at < from + count; at++) {
            s0 += x[at];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    /// Adds rows of `width` values, the last of which may be shorter, to the sums of their columns.
    static void addRows(float[] x, int from, int count, int width, double[] sums) {
        int row = from;
        for (; row + width <= from + count; row += width) {
            addRow(x, row, width, sums);
        }
        addRow(x, row, from + count - row, sums);
    }

    private static void addRow(float[] x, int from, int count, double[] sums) {
        for (int i = 0; i < count; i++) {
            sums[i] += x[from + i];
        }
    }

    /// The largest of at least one value; NaN if there is one.
    static float most(float[] x, int from, int count) {
        float most = x[from];
        for (int i = 1; i < count; i++) {
            most = Math.max(most, x[from + i]);
        }
        return most;
    }
}
