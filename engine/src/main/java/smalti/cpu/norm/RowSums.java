package smalti.cpu.norm;

/// Sums over one row in double, as four sums that do not wait for each other.
final class RowSums {
    private RowSums() {}

    static double sum(float[] x, int from, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int at = from;
        for (int whole = from + count / 4 * 4; at < whole; at += 4) {
            s0 += x[at];
            s1 += x[at + 1];
            s2 += x[at + 2];
            s3 += x[at + 3];
        }
        for (; at < from + count; at++) {
            s0 += x[at];
        }
        return (s0 + s1) + (s2 + s3);
    }

    static double product(float[] x, int from, float[] y, int yFrom, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (int whole = count / 4 * 4; i < whole; i += 4) {
            s0 += (double) x[from + i] * y[yFrom + i];
            s1 += (double) x[from + i + 1] * y[yFrom + i + 1];
            s2 += (double) x[from + i + 2] * y[yFrom + i + 2];
            s3 += (double) x[from + i + 3] * y[yFrom + i + 3];
        }
        for (; i < count; i++) {
            s0 += (double) x[from + i] * y[yFrom + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /// The largest of at least one value; NaN if there is one.
    static float most(float[] x, int from, int count) {
        float most = x[from];
        for (int at = from + 1; at < from + count; at++) {
            most = Math.max(most, x[at]);
        }
        return most;
    }
}
