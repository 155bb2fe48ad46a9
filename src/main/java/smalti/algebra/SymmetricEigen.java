package smalti.algebra;

import smalti.error.SmaltiException;

/// The eigenvalues and eigenvectors of a symmetric matrix, in no particular order.
///
/// The matrix is brought to three diagonals by Householder's reflections, and those to one by the QL method with implicit shifts:
/// Bowdler, Martin, Reinsch, Wilkinson, "The QR and QL Algorithms for Symmetric Matrices", 1968; Dubrulle, Martin, Wilkinson, "The
/// Implicit QL Algorithm", 1968. Values are wrong by a few roundings of the largest one.
///
/// @param values eigenvalues
/// @param vectors an eigenvector of length 1 for each, at right angles to each other
public record SymmetricEigen(double[] values, double[][] vectors) {
    /// More than any value has been seen to need.
    private static final int TURNS = 60;

    /// Finds them, in time that grows with the cube of the size.
    ///
    /// @param matrix `[size,size]` in raster order, of finite numbers
    public static SymmetricEigen of(double[] matrix, int size) {
        double[][] a = new double[size][size];
        double[][] vectors = new double[size][size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(matrix, i * size, a[i], 0, size);
            vectors[i][i] = 1;
        }
        for (int k = 0; k + 2 < size; k++) {
            reflect(a, vectors, k);
        }
        double[] values = new double[size];
        double[] beside = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = a[i][i];
            beside[i] = i + 1 < size ? a[i + 1][i] : 0;
        }
        for (int i = 0; i < size; i++) {
            separate(values, beside, vectors, i);
        }
        return new SymmetricEigen(values, vectors);
    }

    /// Makes all but the first entry of a column below the diagonal 0, by a reflection of both sides.
    private static void reflect(double[][] a, double[][] vectors, int k) {
        int size = a.length;
        double scale = 0;
        for (int i = k + 1; i < size; i++) {
            scale = Math.max(scale, Math.abs(a[i][k]));
        }
        if (scale == 0) {
            return;
        }
        double[] normal = new double[size];
        double squares = 0;
        for (int i = k + 1; i < size; i++) {
            normal[i] = a[i][k] / scale;
            squares += normal[i] * normal[i];
        }
        double length = Math.copySign(Math.sqrt(squares), normal[k + 1]);
        double factor = 1 / (squares + normal[k + 1] * length);
        normal[k + 1] += length;
        double[] image = new double[size];
        for (int i = k; i < size; i++) {
            add(image, normal[i], a[i], k);
        }
        double along = 0;
        for (int i = k; i < size; i++) {
            along += image[i] * normal[i];
        }
        for (int i = k; i < size; i++) {
            image[i] = factor * (image[i] - factor * along / 2 * normal[i]);
        }
        for (int i = k; i < size; i++) {
            add(a[i], -normal[i], image, k);
            add(a[i], -image[i], normal, k);
        }
        double[] mirrored = new double[size];
        for (int i = k + 1; i < size; i++) {
            add(mirrored, factor * normal[i], vectors[i], 0);
        }
        for (int i = k + 1; i < size; i++) {
            add(vectors[i], -normal[i], mirrored, 0);
        }
    }

    private static void add(double[] to, double factor, double[] from, int first) {
        for (int i = first; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    /// Turns until a value has nothing to do with the next any more.
    ///
    /// @param beside the entries beside the diagonal, each between a value and the next
    private static void separate(double[] values, double[] beside, double[][] vectors, int first) {
        for (int turn = 0; ; turn++) {
            int last = first;
            while (last + 1 < values.length && !isNothing(values, beside, last)) {
                last++;
            }
            if (last == first) {
                return;
            }
            if (turn == TURNS) {
                throw new SmaltiException("the eigenvalues of a matrix were not found");
            }
            turn(values, beside, vectors, first, last);
        }
    }

    private static boolean isNothing(double[] values, double[] beside, int at) {
        double size = Math.abs(values[at]) + Math.abs(values[at + 1]);
        return Math.abs(beside[at]) <= Math.ulp(1.0) * size;
    }

    /// One round of turns, from the last value up to the first.
    private static void turn(
            double[] values, double[] beside, double[][] vectors, int first, int last) {
        double slope = (values[first + 1] - values[first]) / (2 * beside[first]);
        double g =
                values[last]
                        - values[first]
                        + beside[first] / (slope + Math.copySign(Math.hypot(slope, 1), slope));
        double sine = 1;
        double cosine = 1;
        double moved = 0;
        for (int i = last - 1; i >= first; i--) {
            double f = sine * beside[i];
            double b = cosine * beside[i];
            double length = Math.hypot(f, g);
            beside[i + 1] = length;
            if (length == 0) {
                values[i + 1] -= moved;
                beside[last] = 0;
                return;
            }
            sine = f / length;
            cosine = g / length;
            g = values[i + 1] - moved;
            double shared = (values[i] - g) * sine + 2 * cosine * b;
            moved = sine * shared;
            values[i + 1] = g + moved;
            g = cosine * shared - b;
            turn(vectors[i], vectors[i + 1], cosine, sine);
        }
        values[first] -= moved;
        beside[first] = g;
        beside[last] = 0;
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
