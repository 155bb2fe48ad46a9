package smalti.metric;

/// The eigenvalues and eigenvectors of a symmetric matrix, in no particular order.
///
/// Jacobi's method: rotations make one pair of entries off the diagonal 0 after the other, until all are as good as 0. As
/// accurate as methods come, and fast enough for a few hundred rows.
///
/// @param values eigenvalues
/// @param vectors an eigenvector of length 1 for each, at right angles to each other
record SymmetricEigen(double[] values, double[][] vectors) {
    /// More than any matrix has been seen to need.
    private static final int SWEEPS = 60;

    /// @param matrix `[size,size]` in raster order, of finite numbers
    static SymmetricEigen of(double[] matrix, int size) {
        double[][] a = new double[size][size];
        double[][] vectors = new double[size][size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(matrix, i * size, a[i], 0, size);
            vectors[i][i] = 1;
        }
        double whole = squares(a, true);
        for (int sweep = 0; sweep < SWEEPS && squares(a, false) > 1e-30 * whole; sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    if (a[p][q] != 0) {
                        rotate(a, vectors, p, q);
                    }
                }
            }
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = a[i][i];
        }
        return new SymmetricEigen(values, vectors);
    }

    private static double squares(double[][] a, boolean withDiagonal) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                sum += i == j && !withDiagonal ? 0 : a[i][j] * a[i][j];
            }
        }
        return sum;
    }

    /// Turns the plane of two axes such that they no longer have anything in common.
    private static void rotate(double[][] a, double[][] vectors, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double cosine = 1 / Math.hypot(tangent, 1);
        double sine = tangent * cosine;
        turn(a[p], a[q], cosine, sine);
        for (double[] row : a) {
            double left = row[p];
            double right = row[q];
            row[p] = cosine * left - sine * right;
            row[q] = sine * left + cosine * right;
        }
        a[p][q] = 0;
        a[q][p] = 0;
        turn(vectors[p], vectors[q], cosine, sine);
    }

    private static void turn(double[] first, double[] second, double cosine, double sine) {
        for (int i = 0; i < first.length; i++) {
            double left = first[i];
            double right = second[i];
            first[i] = cosine * left - sine * right;
            second[i] = sine * left + cosine * right;
        }
    }
}
