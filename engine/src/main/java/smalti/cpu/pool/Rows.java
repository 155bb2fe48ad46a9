package smalti.cpu.pool;

/// How the results of a segment follow from the tables of an accumulation, one plain loop each.
///
/// From doubles straight to floats: of two arrays of one type the compiler cannot know that they are apart, and takes
/// such a loop value by value.
final class Rows {
    private Rows() {}

    static TableWriter.Row plain(double[] table, int channels) {
        return (entry, _, _, results, at) -> {
            for (int c = 0; c < channels; c++) {
                results[at + c] = (float) table[entry + c];
            }
        };
    }

    /// One division a segment: a division each took a twelfth of the time of a whole reduction over planes. The rounding
    /// of the quotient is `2^-53` of the mean, and is rounded off with the rest.
    static TableWriter.Row mean(double[] sums, int channels) {
        return (entry, _, pixels, results, at) -> {
            double share = 1.0 / pixels;
            for (int c = 0; c < channels; c++) {
                results[at + c] = (float) (sums[entry + c] * share);
            }
        };
    }

    /// @param weights of the segments
    /// @param empty what a segment without weight holds
    static TableWriter.Row quotient(double[] sums, double[] weights, double empty, int channels) {
        return (entry, segment, _, results, at) -> {
            double weight = weights[segment];
            for (int c = 0; c < channels; c++) {
                results[at + c] = (float) (weight == 0 ? empty : sums[entry + c] / weight);
            }
        };
    }

    static TableWriter.Row selected(Accumulation.Selection selection, int channels) {
        float sign = selection.sign();
        float[] best = selection.best();
        return (entry, _, _, results, at) -> {
            for (int c = 0; c < channels; c++) {
                results[at + c] = sign * best[entry + c];
            }
        };
    }

    static TableWriter.Row variance(Accumulation.Moments moments, int channels) {
        return (entry, _, pixels, results, at) -> {
            for (int c = 0; c < channels; c++) {
                results[at + c] = (float) moments.variance(entry + c, pixels);
            }
        };
    }

    static TableWriter.Row deviation(Accumulation.Moments moments, int channels) {
        return (entry, _, pixels, results, at) -> {
            for (int c = 0; c < channels; c++) {
                results[at + c] = (float) Math.sqrt(moments.variance(entry + c, pixels));
            }
        };
    }

    static TableWriter.Row logarithm(Accumulation.Exponentials sums, int channels) {
        return (entry, _, _, results, at) -> {
            for (int c = 0; c < channels; c++) {
                results[at + c] = (float) sums.logarithm(entry + c);
            }
        };
    }
}
