package smalti.algebra;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import smalti.device.Device;
import smalti.error.ParameterException;

/// The Cholesky factor of a [GridStencil] that is positive definite, by which equations are solved.
///
/// Pixels are eliminated in the order of a [Dissection], all of a node in one dense matrix (the multifrontal method: Duff and
/// Reid, 1983; Liu, "The Multifrontal Method for Sparse Matrix Solution", 1992). A picture of 320x240 has a factor of about 13
/// million entries; memory grows a little faster than the number of pixels, time with its power of 3/2.
public final class GridCholesky {
    /// Columns that are eliminated in one go, and vectors that are solved for in one go.
    private static final int TOGETHER = 4;

    private final int size;
    private final List<Dissection.Node> nodes;
    private final double[][] factors;
    private final int longest;

    private GridCholesky(int size, List<Dissection.Node> nodes, double[][] factors) {
        this.size = size;
        this.nodes = nodes;
        this.factors = factors;
        this.longest = nodes.stream().mapToInt(node -> node.front().length).max().orElse(0);
    }

    /// Factors a matrix.
    ///
    /// @param device whose threads compute
    /// @param matrix of which `matrix + shift·I` is positive definite
    /// @param shift what is added to its diagonal
    /// @throws ParameterException if that is not positive definite
    public static GridCholesky of(Device device, GridStencil matrix, double shift) {
        List<List<Dissection.Node>> levels = Dissection.of(matrix.height(), matrix.width());
        Map<Dissection.Node, double[]> rests = new IdentityHashMap<>();
        Map<Dissection.Node, double[]> factors = new IdentityHashMap<>();
        for (List<Dissection.Node> level : levels.reversed()) {
            double[][] columns = new double[level.size()][];
            double[][] left = new double[level.size()][];
            device.runParts(
                    level.size(),
                    part -> {
                        var front = new Front(level.get(part), matrix, shift, rests);
                        columns[part] = front.eliminated();
                        left[part] = front.rest();
                    });
            for (int i = 0; i < level.size(); i++) {
                factors.put(level.get(i), columns[i]);
                level.get(i).children().forEach(rests::remove);
                rests.put(level.get(i), left[i]);
            }
        }
        List<Dissection.Node> nodes = levels.reversed().stream().flatMap(List::stream).toList();
        return new GridCholesky(
                matrix.size(), nodes, nodes.stream().map(factors::get).toArray(double[][]::new));
    }

    /// How many entries the factor of such a picture has, of 8 bytes each.
    public static long entries(int height, int width) {
        return Dissection.of(height, width).stream()
                .flatMap(List::stream)
                .mapToLong(Dissection.Node::entries)
                .sum();
    }

    /// Solves for several right sides, which are overwritten with the solutions.
    ///
    /// @param device whose threads compute
    /// @param vectors a value a pixel each
    public void solve(Device device, double[][] vectors) {
        device.runParts(
                Math.ceilDiv(vectors.length, TOGETHER),
                part -> {
                    int first = part * TOGETHER;
                    double[][] own = new double[TOGETHER][];
                    for (int i = 0; i < TOGETHER; i++) {
                        // Vectors that are missing in the last group are solved for, and thrown
                        // away.
                        own[i] = first + i < vectors.length ? vectors[first + i] : new double[size];
                    }
                    solve(own);
                });
    }

    private void solve(double[][] vectors) {
        double[][] local = new double[TOGETHER][longest];
        for (int i = 0; i < factors.length; i++) {
            down(nodes.get(i), factors[i], vectors, local);
        }
        for (int i = factors.length - 1; i >= 0; i--) {
            up(nodes.get(i), factors[i], vectors, local);
        }
    }

    /// Solves for a node's pixels with the lower triangle, and takes what they are worth from the pixels that are left.
    private static void down(
            Dissection.Node node, double[] factor, double[][] vectors, double[][] local) {
        int[] front = node.front();
        int length = front.length;
        int pivots = node.pivots();
        boolean none = true;
        for (int v = 0; v < TOGETHER; v++) {
            double[] vector = vectors[v];
            double[] values = local[v];
            for (int i = 0; i < pivots; i++) {
                values[i] = vector[front[i]];
                none &= values[i] == 0;
            }
            java.util.Arrays.fill(values, pivots, length, 0);
        }
        if (none) {
            return;
        }
        for (int first = 0; first < pivots; first += TOGETHER) {
            int count = Math.min(TOGETHER, pivots - first);
            for (int v = 0; v < TOGETHER; v++) {
                downPanel(factor, length, first, count, local[v]);
            }
        }
        for (int v = 0; v < TOGETHER; v++) {
            double[] vector = vectors[v];
            double[] values = local[v];
            for (int i = 0; i < pivots; i++) {
                vector[front[i]] = values[i];
            }
            for (int i = pivots; i < length; i++) {
                vector[front[i]] += values[i];
            }
        }
    }

    private static void downPanel(
            double[] factor, int length, int first, int count, double[] values) {
        for (int k = first; k < first + count; k++) {
            double value = values[k];
            for (int j = first; j < k; j++) {
                value -= factor[j * length + k] * values[j];
            }
            values[k] = value / factor[k * length + k];
        }
        int behind = first + count;
        int at = first * length;
        if (count == TOGETHER) {
            double a = values[first];
            double b = values[first + 1];
            double c = values[first + 2];
            double d = values[first + 3];
            int second = at + length;
            int third = second + length;
            int fourth = third + length;
            for (int i = behind; i < length; i++) {
                values[i] -=
                        a * factor[at + i]
                                + b * factor[second + i]
                                + c * factor[third + i]
                                + d * factor[fourth + i];
            }
            return;
        }
        for (int k = first; k < behind; k++) {
            double value = values[k];
            for (int i = behind; i < length; i++) {
                values[i] -= value * factor[k * length + i];
            }
        }
    }

    /// Solves for a node's pixels with the upper triangle, when all that come after them are known.
    private static void up(
            Dissection.Node node, double[] factor, double[][] vectors, double[][] local) {
        int[] front = node.front();
        int length = front.length;
        for (int v = 0; v < TOGETHER; v++) {
            double[] vector = vectors[v];
            double[] values = local[v];
            for (int i = 0; i < length; i++) {
                values[i] = vector[front[i]];
            }
        }
        double[] p = local[0];
        double[] q = local[1];
        double[] r = local[2];
        double[] s = local[3];
        for (int k = node.pivots() - 1; k >= 0; k--) {
            // Four sums at a time: they do not wait for each other.
            double sumP = p[k];
            double sumQ = q[k];
            double sumR = r[k];
            double sumS = s[k];
            int at = k * length;
            for (int i = k + 1; i < length; i++) {
                double entry = factor[at + i];
                sumP -= entry * p[i];
                sumQ -= entry * q[i];
                sumR -= entry * r[i];
                sumS -= entry * s[i];
            }
            double pivot = factor[at + k];
            p[k] = sumP / pivot;
            q[k] = sumQ / pivot;
            r[k] = sumR / pivot;
            s[k] = sumS / pivot;
        }
        for (int v = 0; v < TOGETHER; v++) {
            double[] vector = vectors[v];
            for (int i = 0; i < node.pivots(); i++) {
                vector[front[i]] = local[v][i];
            }
        }
    }
}
