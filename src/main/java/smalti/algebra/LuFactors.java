package smalti.algebra;

import smalti.error.ParameterException;

/// A square matrix as a product of two triangles, by which equations are solved: Gauss' elimination, each time by the row whose
/// entry is the largest.
public final class LuFactors {
    private final double[][] rows;
    private final int[] order;

    private LuFactors(double[][] rows, int[] order) {
        this.rows = rows;
        this.order = order;
    }

    /// Factors a matrix.
    ///
    /// @param matrix by rows; overwritten, and kept
    /// @throws ParameterException if it has no inverse
    public static LuFactors of(double[][] matrix) {
        int[] order = new int[matrix.length];
        java.util.Arrays.setAll(order, i -> i);
        for (int k = 0; k < matrix.length; k++) {
            int best = k;
            for (int i = k + 1; i < matrix.length; i++) {
                best = Math.abs(matrix[i][k]) > Math.abs(matrix[best][k]) ? i : best;
            }
            double[] row = matrix[best];
            matrix[best] = matrix[k];
            matrix[k] = row;
            int place = order[best];
            order[best] = order[k];
            order[k] = place;
            if (!(Math.abs(row[k]) > 0)) {
                throw new ParameterException("a pivot of a matrix", "other than 0", row[k]);
            }
            for (int i = k + 1; i < matrix.length; i++) {
                double[] other = matrix[i];
                double factor = other[k] / row[k];
                other[k] = factor;
                for (int j = k + 1; j < matrix.length; j++) {
                    other[j] -= factor * row[j];
                }
            }
        }
        return new LuFactors(matrix, order);
    }

    /// The vector of which the matrix makes this one.
    public double[] solve(double[] right) {
        int size = rows.length;
        double[] solution = new double[size];
        for (int i = 0; i < size; i++) {
            double sum = right[order[i]];
            for (int j = 0; j < i; j++) {
                sum -= rows[i][j] * solution[j];
            }
            solution[i] = sum;
        }
        for (int i = size - 1; i >= 0; i--) {
            double sum = solution[i];
            for (int j = i + 1; j < size; j++) {
                sum -= rows[i][j] * solution[j];
            }
            solution[i] = sum / rows[i][i];
        }
        return solution;
    }
}
