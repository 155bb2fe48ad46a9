package smalti.testkit.reference;

import smalti.op.Reduction;
import smalti.tensor.DType;

/// One channel of one segment: the values to reduce, in raster order, with their weights.
///
/// @param dtype the type that the values have in storage
record Column(double[] values, double[] weights, DType dtype) {

    /// A result and how far it may be off.
    record Term(double value, double slack) {}

    int size() {
        return values.length;
    }

    Term reduce(Reduction reduction) {
        return switch (reduction) {
            case SUM -> sum();
            case MEAN -> mean();
            case MAX, MIN -> new Term(values[select(reduction)], 0);
            case PRODUCT -> product();
            case VARIANCE -> variance();
            case STDDEV -> stddev();
            case LOGSUMEXP -> logSumExp();
        };
    }

    double total() {
        double total = 0;
        for (int i = 0; i < size(); i++) {
            total += weights[i] * values[i];
        }
        return total;
    }

    /// The sum of the magnitudes of all terms.
    double magnitude() {
        double magnitude = 0;
        for (int i = 0; i < size(); i++) {
            magnitude += Math.abs(weights[i] * values[i]);
        }
        return magnitude;
    }

    double weight() {
        double weight = 0;
        for (double each : weights) {
            weight += each;
        }
        return weight;
    }

    Term sum() {
        boolean integers = dtype == DType.I32 && weight() == size();
        return new Term(
                total(), integers ? 0 : Rounding.summing(dtype, size()) * magnitude() + smallest());
    }

    /// The mean; only of columns whose weights do not sum to 0.
    Term mean() {
        double weight = weight();
        boolean weighted = weight != size();
        double error = Rounding.summing(dtype, size()) * (weighted ? 2 : 1);
        return new Term(total() / weight, error * magnitude() / weight + smallest());
    }

    /// The first value in raster order that none exceeds; NaN exceeds everything.
    int select(Reduction reduction) {
        int best = 0;
        for (int i = 1; i < size(); i++) {
            boolean better =
                    reduction == Reduction.MAX
                            ? values[i] > values[best]
                            : values[i] < values[best];
            if (!Double.isNaN(values[best]) && (better || Double.isNaN(values[i]))) {
                best = i;
            }
        }
        return best;
    }

    Term product() {
        double product = 1;
        for (double value : values) {
            product *= value;
        }
        return new Term(product, productSlack(product));
    }

    /// What a product of these values, or of some of them, may be off. Where a part of the factors leaves the range of
    /// `double`, the order of multiplication decides, and no order is promised.
    double productSlack(double product) {
        double above = 1;
        double below = 1;
        boolean special = false;
        for (double value : values) {
            above *= Math.max(1, Math.abs(value));
            below *= value == 0 ? 1 : Math.min(1, Math.abs(value));
            special |= !Double.isFinite(value);
        }
        if (below < Double.MIN_NORMAL || (!special && above == Double.POSITIVE_INFINITY)) {
            return Expected.NOTHING_PROMISED;
        }
        return 2 * size() * Rounding.working(dtype) * Math.abs(product) + flushed();
    }

    /// The mean squared distance from the mean; the mean's own error enters squared.
    Term variance() {
        double mean = plainMean();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double variance = squares / size();
        double meanError = meanError();
        return new Term(
                variance,
                4 * Rounding.summing(dtype, size()) * variance + meanError * meanError + flushed());
    }

    Term stddev() {
        Term variance = variance();
        double stddev = Math.sqrt(variance.value());
        double lower = Math.sqrt(Math.max(0, variance.value() - variance.slack()));
        return new Term(
                stddev,
                stddev - lower + Math.sqrt(variance.slack()) * (stddev == 0 ? 1 : 0) + flushed());
    }

    /// The largest value is taken out first, so that no exponential overflows.
    Term logSumExp() {
        double largest = values[select(Reduction.MAX)];
        if (!Double.isFinite(largest)) {
            return new Term(largest, flushed());
        }
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - largest);
        }
        double result = largest + Math.log(sum);
        double relative = Rounding.summing(dtype, size()) + 16 * Rounding.working(dtype);
        return new Term(
                result,
                relative
                        + 4
                                * Rounding.working(dtype)
                                * Math.max(Math.abs(largest), Math.abs(result)));
    }

    double plainMean() {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / size();
    }

    /// How far a mean of the unweighted values may be off.
    double meanError() {
        double magnitude = 0;
        for (double value : values) {
            magnitude += Math.abs(value);
        }
        return Rounding.summing(dtype, size()) * magnitude / size();
    }

    /// What may be lost where results are smaller than any normal number.
    double flushed() {
        return dtype == DType.F64 ? Double.MIN_NORMAL : Rounding.TINY;
    }

    /// What a division may lose of a subnormal result; it also says that a result need not agree to the bit.
    private double smallest() {
        return dtype == DType.F64 ? Double.MIN_VALUE : Float.MIN_VALUE;
    }
}
