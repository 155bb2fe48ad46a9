package smalti.bench.contest;

import java.util.Optional;

/// Sums of products, computed once more in double for a sample of a result: each of `n` terms may cost `2^-24` of the sum
/// of their magnitudes.
abstract class Terms {
    private static final int SAMPLES = 1000;

    private double sum;
    private double magnitude;
    private int count;

    /// Adds the terms of one element.
    abstract void visit(int element);

    final void add(float factor, float other) {
        double term = (double) factor * other;
        sum += term;
        magnitude += Math.abs(term);
        count++;
    }

    /// What is wrong with a result: empty if nothing is.
    final Optional<String> complaint(float[] values, int length) {
        if (values.length != length) {
            return Optional.of("has " + values.length + " values, not " + length);
        }
        // Small results are checked whole; of large ones a sample that meets every row, column and
        // channel at some time.
        int step = length <= SAMPLES ? 1 : length / SAMPLES | 1;
        for (int element = 0; element < length; element += step) {
            sum = 0;
            magnitude = 0;
            count = 0;
            visit(element);
            if (!(Math.abs(values[element] - sum) <= (count + 1) * 0x1p-24 * magnitude)) {
                return Optional.of(
                        "element %d is %s, not %s".formatted(element, values[element], sum));
            }
        }
        return Optional.empty();
    }
}
