package smalti.cpu.pool;

/// How the results of a segment follow from the tables of an accumulation, one plain loop each.
final class Rows {
    private Rows() {}

    static TableWriter.Row plain(double[] table, int channels) {
        return (entry, _, _, row) -> System.arraycopy(table, entry, row, 0, channels);
    }

    static TableWriter.Row mean(double[] sums, int channels) {
        return (entry, _, pixels, row) -> {
            for (int c = 0; c < channels; c++) {
                row[c] = sums[entry + c] / pixels;
            }
        };
    }

    /// @param weights of the segments
    /// @param empty what a segment without weight holds
    static TableWriter.Row quotient(double[] sums, double[] weights, double empty, int channels) {
        return (entry, segment, _, row) -> {
            double weight = weights[segment];
            for (int c = 0; c < channels; c++) {
                row[c] = weight == 0 ? empty : sums[entry + c] / weight;
            }
        };
    }

    static TableWriter.Row selected(Accumulation.Selection selection, int channels) {
        float sign = selection.sign();
        float[] best = selection.best();
        return (entry, _, _, row) -> {
            for (int c = 0; c < channels; c++) {
                row[c] = sign * best[entry + c];
            }
        };
    }

    static TableWriter.Row variance(Accumulation.Moments moments, int channels) {
        return (entry, _, pixels, row) -> {
            for (int c = 0; c < channels; c++) {
                row[c] = moments.variance(entry + c, pixels);
            }
        };
    }

    static TableWriter.Row deviation(Accumulation.Moments moments, int channels) {
        return (entry, _, pixels, row) -> {
            for (int c = 0; c < channels; c++) {
                row[c] = Math.sqrt(moments.variance(entry + c, pixels));
            }
        };
    }

    static TableWriter.Row logarithm(Accumulation.Exponentials sums, int channels) {
        return (entry, _, _, row) -> {
            for (int c = 0; c < channels; c++) {
                row[c] = sums.logarithm(entry + c);
            }
        };
    }
}
