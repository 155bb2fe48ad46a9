package smalti.matting;

import java.util.Arrays;
import java.util.stream.IntStream;
import smalti.algebra.LuFactors;
import smalti.algebra.SymmetricEigen;
import smalti.device.Device;

/// Soft components as sums of eigenvectors of a Laplacian, which are 0 or 1 wherever they can be.
///
/// Components `αk = E·yk` sum up to 1 in each pixel and make `Σ |αk|^γ + |1-αk|^γ`, weighted, plus `αkᵀ·L·αk` small. Each iteration
/// replaces the powers by parabolas that touch them where the components are, and solves for all `y` at once. Components that
/// have come to nothing are dropped.
///
/// Levin, Rav-Acha, Lischinski, "Spectral Matting", 2008, section 4.1, with the numbers of Aksoy et al., "Semantic Soft
/// Segmentation", 2018, and of their published code: `γ` 0.8.
///
/// Deviations from the papers: powers are summed over some of the pixels only, at least 8000 of them if there are so many. There
/// are 20 iterations, as in Levin's code, rather than Aksoy's 40. Distances below a millionth count as that. Of the equations for all
/// components, which have the form `Ak·yk + A·Σy = ck`, each `Ak` is inverted alone, rather than all of them together.
final class SpectralComponents {
    private static final double GAMMA = 0.8;
    private static final int ITERATIONS = 20;
    private static final double FLAT = 1e-6;
    private static final double NOTHING = 0.1;
    private static final int DROPS = 4;
    private static final int SAMPLES = 8_000;
    private static final int TILE = 4;

    /// What powers are multiplied by: the papers' 0.3 to the power of `γ`.
    private static final double SPARSITY = Math.pow(0.3, GAMMA);

    private final Device device;
    private final double[][] vectors;
    private final double[] values;
    private final double[][] samples;

    /// The same sample by sample.
    private final double[] rows;

    private final double share;

    /// @param eigen eigenvalues and eigenvectors of the Laplacian, constants among them
    SpectralComponents(Device device, SymmetricEigen eigen) {
        this.device = device;
        this.vectors = eigen.vectors();
        this.values = eigen.values();
        int pixels = vectors[0].length;
        int step = Math.max(1, pixels / SAMPLES);
        this.samples = new double[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            double[] vector = vectors[i];
            samples[i] =
                    IntStream.range(0, pixels / step)
                            .mapToDouble(at -> vector[at * step])
                            .toArray();
        }
        this.rows = new double[samples[0].length * vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            for (int at = 0; at < samples[i].length; at++) {
                rows[at * vectors.length + i] = samples[i][at];
            }
        }
        this.share = (double) samples[0].length / pixels;
    }

    /// The components that come from a first guess.
    ///
    /// @param groups of each pixel, below `count`
    /// @return a value a pixel for each component that is left; they sum up to 1, but may lie somewhat outside of 0 to 1
    double[][] from(int[] groups, int count, Steps steps) {
        int step = groups.length / samples[0].length;
        double[][] alphas = new double[count][samples[0].length];
        for (int i = 0; i < samples[0].length; i++) {
            alphas[groups[i * step]][i] = 1;
        }
        double[][] weights = new double[0][];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            steps.at(iteration, ITERATIONS);
            weights = solved(alphas);
            alphas = combined(samples, weights);
            if ((iteration + 1) % (ITERATIONS / DROPS) == 0 && iteration + 1 < ITERATIONS) {
                alphas = withoutNothing(alphas);
            }
        }
        return combined(vectors, weights);
    }

    /// Is told of iterations.
    interface Steps {
        void at(int done, int all);
    }

    private static double[][] withoutNothing(double[][] alphas) {
        return Arrays.stream(alphas)
                .filter(each -> Arrays.stream(each).map(Math::abs).max().orElse(0) > NOTHING)
                .toArray(double[][]::new);
    }

    /// The last component is what the others leave.
    private double[][] combined(double[][] basis, double[][] weights) {
        double[][] alphas = new double[weights.length + 1][basis[0].length];
        device.runParts(
                weights.length,
                k -> {
                    for (int i = 0; i < basis.length; i++) {
                        double weight = weights[k][i];
                        for (int at = 0; at < alphas[k].length; at++) {
                            alphas[k][at] += weight * basis[i][at];
                        }
                    }
                });
        double[] last = alphas[weights.length];
        Arrays.fill(last, 1);
        for (int k = 0; k < weights.length; k++) {
            for (int at = 0; at < last.length; at++) {
                last[at] -= alphas[k][at];
            }
        }
        return alphas;
    }

    /// One iteration: the weights of the eigenvectors for all components but the last.
    private double[][] solved(double[][] alphas) {
        int count = alphas.length;
        int size = vectors.length;
        double[][][] matrices = new double[count][][];
        double[][] sides = new double[count][];
        device.runParts(
                count,
                k -> {
                    double[] one = penalty(alphas[k], 1);
                    double[] zero = penalty(alphas[k], 0);
                    sides[k] = projected(k + 1 < count ? one : zero);
                    for (int i = 0; i < one.length; i++) {
                        one[i] += zero[i];
                    }
                    matrices[k] = weighted(one);
                });
        double[][] last = matrices[count - 1];
        LuFactors[] factors = new LuFactors[count - 1];
        double[][][] shares = new double[count - 1][][];
        device.runParts(
                count - 1,
                k -> {
                    factors[k] = LuFactors.of(matrices[k]);
                    for (int i = 0; i < size; i++) {
                        sides[k][i] += sides[count - 1][i];
                    }
                    shares[k] = new double[size + 1][];
                    for (int i = 0; i < size; i++) {
                        shares[k][i] = factors[k].solve(last[i]);
                    }
                    shares[k][size] = factors[k].solve(sides[k]);
                });
        double[][] system = new double[size][size];
        double[] right = new double[size];
        for (int k = 0; k < count - 1; k++) {
            for (int i = 0; i < size; i++) {
                right[i] += shares[k][size][i];
                for (int j = 0; j < size; j++) {
                    system[i][j] += shares[k][j][i];
                }
            }
        }
        for (int i = 0; i < size; i++) {
            system[i][i] += 1;
        }
        double[] sum = LuFactors.of(system).solve(right);
        double[][] weights = new double[count - 1][];
        for (int k = 0; k < count - 1; k++) {
            weights[k] = shares[k][size];
            for (int j = 0; j < size; j++) {
                for (int i = 0; i < size; i++) {
                    weights[k][i] -= shares[k][j][i] * sum[j];
                }
            }
        }
        return weights;
    }

    /// How steep the parabola is that replaces the power of a component's distance from a level.
    private static double[] penalty(double[] alphas, double level) {
        double[] penalty = new double[alphas.length];
        for (int i = 0; i < penalty.length; i++) {
            penalty[i] =
                    SPARSITY * Math.pow(Math.max(Math.abs(alphas[i] - level), FLAT), GAMMA - 2);
        }
        return penalty;
    }

    /// `Eᵀ·w`, over the samples.
    private double[] projected(double[] weights) {
        double[] projected = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            for (int at = 0; at < weights.length; at++) {
                projected[i] += weights[at] * samples[i][at];
            }
        }
        return projected;
    }

    /// `Eᵀ·diag(w)·E + Λ`, with as much of the eigenvalues as there are samples of the pixels.
    private double[][] weighted(double[] weights) {
        int size = samples.length;
        double[][] matrix = new double[size][size];
        for (int first = 0; first < weights.length; first += TILE) {
            for (int i = 0; i < size; i++) {
                addSquare(matrix[i], weights, first, i);
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                matrix[i][j] = matrix[j][i];
            }
            matrix[i][i] += share * values[i];
        }
        return matrix;
    }

    /// Adds a row of the products of some samples, up to the diagonal.
    private void addSquare(double[] row, double[] weights, int first, int i) {
        int size = samples.length;
        if (first + TILE > weights.length) {
            for (int at = first; at < weights.length; at++) {
                double factor = weights[at] * rows[at * size + i];
                for (int j = 0; j <= i; j++) {
                    row[j] += factor * rows[at * size + j];
                }
            }
            return;
        }
        int p = first * size;
        int q = p + size;
        int r = q + size;
        int s = r + size;
        double a = weights[first] * rows[p + i];
        double b = weights[first + 1] * rows[q + i];
        double c = weights[first + 2] * rows[r + i];
        double d = weights[first + 3] * rows[s + i];
        for (int j = 0; j <= i; j++) {
            row[j] += a * rows[p + j] + b * rows[q + j] + c * rows[r + j] + d * rows[s + j];
        }
    }
}
