package smalti.algebra;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import smalti.error.ParameterException;

/// The dense matrix of a [Dissection.Node], from which the node's pixels are eliminated. Kept is the lower triangle, column by
/// column.
final class Front {
    /// Columns that are taken from the rest in one go.
    private static final int PANEL = 4;

    private final Dissection.Node node;
    private final int length;

    /// Column `k` begins at `k·length`, its entries from the diagonal down at `k·length + k`.
    private final double[] columns;

    /// @param rests what the node's children left, by [#rest()]
    Front(
            Dissection.Node node,
            GridStencil matrix,
            double shift,
            Map<Dissection.Node, double[]> rests) {
        this.node = node;
        this.length = node.front().length;
        this.columns = new double[length * length];
        place(matrix, shift);
        for (Dissection.Node child : node.children()) {
            add(child, Objects.requireNonNull(rests.get(child)));
        }
        for (int first = 0; first < node.pivots(); first += PANEL) {
            eliminate(first, Math.min(PANEL, node.pivots() - first));
        }
    }

    /// The factor's columns, `pivots·length` entries.
    double[] eliminated() {
        return Arrays.copyOf(columns, node.pivots() * length);
    }

    /// What is left for the parent: a lower triangle of the rest, column by column, as wide as the rest.
    double[] rest() {
        int rest = node.rest();
        double[] left = new double[rest * rest];
        for (int k = 0; k < rest; k++) {
            System.arraycopy(
                    columns,
                    (node.pivots() + k) * length + node.pivots() + k,
                    left,
                    k * rest + k,
                    rest - k);
        }
        return left;
    }

    /// The matrix' own entries of the pixels that are eliminated here.
    private void place(GridStencil matrix, double shift) {
        int[] front = node.front();
        for (int k = 0; k < node.pivots(); k++) {
            columns[k * length + k] = matrix.at(front[k], front[k]) + shift;
            for (int i = k + 1; i < length; i++) {
                columns[k * length + i] = matrix.at(front[k], front[i]);
            }
        }
    }

    /// Adds what a child left. Its pixels stand in raster order within the two parts of the parent's front.
    private void add(Dissection.Node child, double[] left) {
        int rest = child.rest();
        int[] places = places(child);
        for (int k = 0; k < rest; k++) {
            for (int i = k; i < rest; i++) {
                int column = Math.min(places[k], places[i]);
                int row = Math.max(places[k], places[i]);
                columns[column * length + row] += left[k * rest + i];
            }
        }
    }

    private int[] places(Dissection.Node child) {
        int[] front = node.front();
        int[] places = new int[child.rest()];
        for (int i = 0; i < places.length; i++) {
            int pixel = child.front()[child.pivots() + i];
            int place = Arrays.binarySearch(front, 0, node.pivots(), pixel);
            places[i] =
                    place >= 0 ? place : Arrays.binarySearch(front, node.pivots(), length, pixel);
        }
        return places;
    }

    private void eliminate(int first, int count) {
        for (int k = first; k < first + count; k++) {
            int at = k * length;
            for (int j = first; j < k; j++) {
                double factor = columns[j * length + k];
                for (int i = k; i < length; i++) {
                    columns[at + i] -= factor * columns[j * length + i];
                }
            }
            double pivot = columns[at + k];
            if (!(pivot > 0)) {
                throw new ParameterException(
                        "the pivot of pixel " + node.front()[k] + " in a Cholesky factor",
                        "above 0: the matrix must be positive definite",
                        pivot);
            }
            double root = Math.sqrt(pivot);
            columns[at + k] = root;
            for (int i = k + 1; i < length; i++) {
                columns[at + i] /= root;
            }
        }
        if (count == PANEL) {
            int p = first * length;
            int q = p + length;
            int r = q + length;
            int s = r + length;
            for (int j = first + PANEL; j < length; j++) {
                double a = columns[p + j];
                double b = columns[q + j];
                double c = columns[r + j];
                double d = columns[s + j];
                int to = j * length;
                for (int i = j; i < length; i++) {
                    columns[to + i] -=
                            a * columns[p + i]
                                    + b * columns[q + i]
                                    + c * columns[r + i]
                                    + d * columns[s + i];
                }
            }
            return;
        }
        for (int k = first; k < first + count; k++) {
            for (int j = first + count; j < length; j++) {
                double factor = columns[k * length + j];
                for (int i = j; i < length; i++) {
                    columns[j * length + i] -= factor * columns[k * length + i];
                }
            }
        }
    }
}
