package smalti.testkit.reference;

import smalti.op.Reduction;
import smalti.testkit.reference.Column.Term;

/// The derivatives of a reduction in each of its values.
final class Slopes {
    private Slopes() {}

    /// @param reduced the reduction's result as the gradient operator is given it
    static Term[] of(Reduction reduction, Column column, double reduced) {
        return switch (reduction) {
            case PRODUCT -> ofProduct(column);
            case VARIANCE -> ofDistances(column, 2.0 / column.size(), 4);
            // The gradient of a root at 0 is infinite; 0 is promised.
            case STDDEV -> ofDistances(column, reduced == 0 ? 0 : 1 / (column.size() * reduced), 8);
            case LOGSUMEXP -> ofLogSumExp(column, reduced);
            case SUM, MEAN, MAX, MIN ->
                    throw new IllegalArgumentException(reduction + " needs no features");
        };
    }

    /// Each the product of the values before and of those behind.
    private static Term[] ofProduct(Column column) {
        int size = column.size();
        double[] behind = new double[size + 1];
        behind[size] = 1;
        for (int i = size - 1; i >= 0; i--) {
            behind[i] = behind[i + 1] * column.values()[i];
        }
        var slopes = new Term[size];
        double before = 1;
        for (int i = 0; i < size; i++) {
            double others = before * behind[i + 1];
            slopes[i] = new Term(others, column.productSlack(others));
            before *= column.values()[i];
        }
        return slopes;
    }

    /// `factor·(x - mean)`.
    private static Term[] ofDistances(Column column, double factor, int roundings) {
        var slopes = new Term[column.size()];
        double mean = column.plainMean();
        double meanError = column.meanError();
        for (int i = 0; i < slopes.length; i++) {
            double distance = column.values()[i] - mean;
            double error =
                    meanError + roundings * Rounding.working(column.dtype()) * Math.abs(distance);
            slopes[i] = factor == 0 ? new Term(0, 0) : new Term(factor * distance, factor * error);
        }
        return slopes;
    }

    private static Term[] ofLogSumExp(Column column, double reduced) {
        var slopes = new Term[column.size()];
        for (int i = 0; i < slopes.length; i++) {
            double distance = column.values()[i] - reduced;
            double share = Math.exp(distance);
            slopes[i] =
                    new Term(
                            share,
                            share
                                    * Rounding.working(column.dtype())
                                    * (4 * Math.abs(distance) + 16));
        }
        return slopes;
    }
}
