package smalti.testkit.reference;

import smalti.op.TensorType;

/// Sums of terms, an output at a time, with what rounding may make of them.
final class Sum {
    private final TensorType type;
    private final double[] values;
    private final double[] magnitudes;
    private final int[] terms;

    Sum(TensorType type) {
        this.type = type;
        this.values = new double[type.shape().arrayLength("expected values")];
        this.magnitudes = new double[values.length];
        this.terms = new int[values.length];
    }

    void add(int output, double term) {
        // 0 and -0 would make 0: a single term is itself.
        values[output] = terms[output] == 0 ? term : values[output] + term;
        magnitudes[output] += Math.abs(term);
        terms[output]++;
    }

    /// Sums that may be off by `(n + more)·2^-24` of the sum of the magnitudes of their terms, and by as many times the
    /// smallest number, which terms may be rounded to.
    Expected within(int more) {
        double[] slack = new double[values.length];
        for (int i = 0; i < slack.length; i++) {
            int roundings = terms[i] + more;
            slack[i] =
                    terms[i] == 0
                            ? 0
                            : roundings
                                    * (Rounding.working(type.dtype()) * magnitudes[i]
                                            + Float.MIN_VALUE);
        }
        return new Expected(type, values, slack);
    }

    /// Sums that may be off by [Rounding#MEAN_BOUND] of the sum of the magnitudes of their terms.
    Expected withinMeanBound() {
        double[] slack = new double[values.length];
        for (int i = 0; i < slack.length; i++) {
            slack[i] = Rounding.summing(type.dtype(), terms[i]) * magnitudes[i] + Float.MIN_VALUE;
        }
        return new Expected(type, values, slack);
    }
}
