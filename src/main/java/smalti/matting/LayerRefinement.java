package smalti.matting;

import smalti.device.Device;

/// Makes layers sparse pixel by pixel, no longer as sums of eigenvectors: fine edges come back.
///
/// Minimised is the sum over layers of `αᵀ·L·α`, and of `c (|α|^γ + |1-α|^γ + (α - α₀)²)` over pixels, and per pixel `100 (Σα - 1)²`,
/// where `γ` is 0.9. Where the picture is flat `c` is 1; it falls to nearly 0 where colours change by a tenth a pixel: there the
/// matting Laplacian alone decides how layers blend. Iterations replace the powers by parabolas and solve by conjugate gradients.
///
/// Aksoy et al., "Semantic Soft Segmentation", 2018, section 3.4, with the numbers of their published code.
///
/// Deviations: in the paper `c` is 1 everywhere, and `γ` rises to 1 at edges of the picture, where the powers then ask for nothing
/// either, but what components were joined to a layer stays so, even if all they show is a blend of two. Equations are
/// preconditioned by what each pixel's own layers have to do with each other, and before the last iteration solved by few steps.
/// Results of up to a hundredth become 0 at the end, those from 0.99 on 1, and all of a pixel are brought to a sum of 1.
final class LayerRefinement {
    private static final double GAMMA = 0.9;
    private static final double STEEPEST = 0.1;
    private static final double LEAST = 1e-3;
    private static final double FLAT = 1e-2;
    private static final double SUM = 100;
    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;
    private static final int ITERATIONS = 20;
    private static final int FEW_STEPS = 20;
    private static final int MANY_STEPS = 200;
    private static final int TOGETHER = 4096;
    private static final double TOLERANCE = 1e-6;

    private final Device device;
    private final SoftLaplacian laplacian;
    private final double[] diagonal;
    private final double[] trust;
    private final int pixels;

    /// @param gradient how steep the picture is in each pixel
    LayerRefinement(Device device, SoftLaplacian laplacian, double[] gradient) {
        this.device = device;
        this.laplacian = laplacian;
        this.pixels = laplacian.size();
        this.diagonal = laplacian.matting().entries(0, 0);
        this.trust = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            trust[i] = Math.max(LEAST, 1 - gradient[i] / STEEPEST);
        }
    }

    /// The layers, sparse.
    ///
    /// @param layers a value a pixel each
    /// @return from 0 to 1, and in each pixel with a sum of 1
    double[][] of(double[][] layers, SpectralComponents.Steps steps) {
        double[][] first = normalized(layers, LOW, HIGH);
        double[][] alphas = new double[first.length][];
        for (int k = 0; k < first.length; k++) {
            alphas[k] = first[k].clone();
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            steps.at(iteration, ITERATIONS + 1);
            double[][] zeros = new double[alphas.length][];
            double[][] ones = new double[alphas.length][];
            device.runParts(
                    alphas.length,
                    k -> {
                        zeros[k] = penalty(alphas[k], 0);
                        ones[k] = penalty(alphas[k], 1);
                    });
            solve(zeros, ones, first, alphas, FEW_STEPS);
        }
        steps.at(ITERATIONS, ITERATIONS + 1);
        double[][] none = new double[alphas.length][pixels];
        double[][] last = new double[alphas.length][];
        for (int k = 0; k < alphas.length; k++) {
            last[k] = alphas[k].clone();
        }
        solve(none, none, last, alphas, MANY_STEPS);
        return normalized(alphas, FLAT, 1 - FLAT);
    }

    /// Values at most `low` become 0, those of at least `high` 1, and all of a pixel are brought to a sum of 1. Where none is
    /// left, the largest is 1.
    private double[][] normalized(double[][] layers, double low, double high) {
        double[][] alphas = new double[layers.length][pixels];
        for (int i = 0; i < pixels; i++) {
            double sum = 0;
            int largest = 0;
            for (int k = 0; k < layers.length; k++) {
                double value = layers[k][i];
                largest = value > layers[largest][i] ? k : largest;
                alphas[k][i] = value <= low ? 0 : value >= high ? 1 : value;
                sum += alphas[k][i];
            }
            if (sum == 0) {
                alphas[largest][i] = 1;
                sum = 1;
            }
            for (int k = 0; k < layers.length; k++) {
                alphas[k][i] /= sum;
            }
        }
        return alphas;
    }

    private double[] penalty(double[] alpha, double level) {
        double[] penalty = new double[alpha.length];
        for (int i = 0; i < alpha.length; i++) {
            double away = Math.max(Math.abs(alpha[i] - level), FLAT);
            penalty[i] = trust[i] > LEAST ? trust[i] * Math.pow(away, GAMMA - 2) : 0;
        }
        return penalty;
    }

    /// Conjugate gradients from where the alphas are.
    private void solve(
            double[][] zeros, double[][] ones, double[][] goal, double[][] alphas, int steps) {
        int count = alphas.length;
        var equations = new Equations(zeros, ones);
        double[][] residual = new double[count][pixels];
        double[][] direction = new double[count][pixels];
        double[][] image = new double[count][pixels];
        equations.multiply(alphas, image);
        double size = 0;
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < pixels; i++) {
                double right = ones[k][i] + trust[i] * goal[k][i] + SUM;
                residual[k][i] = right - image[k][i];
                size += right * right;
            }
        }
        double[][] scaled = new double[count][pixels];
        equations.precondition(residual, scaled);
        double product = product(residual, scaled);
        for (int k = 0; k < count; k++) {
            direction[k] = scaled[k].clone();
        }
        double limit = TOLERANCE * TOLERANCE * size;
        for (int step = 0; step < steps && product(residual, residual) > limit; step++) {
            equations.multiply(direction, image);
            double length = product / product(direction, image);
            add(length, direction, alphas);
            add(-length, image, residual);
            equations.precondition(residual, scaled);
            double next = product(residual, scaled);
            double turn = next / product;
            product = next;
            device.runParts(
                    count,
                    k -> {
                        for (int i = 0; i < pixels; i++) {
                            direction[k][i] = scaled[k][i] + turn * direction[k][i];
                        }
                    });
        }
    }

    private void add(double factor, double[][] from, double[][] to) {
        device.runParts(
                to.length,
                k -> {
                    for (int i = 0; i < pixels; i++) {
                        to[k][i] += factor * from[k][i];
                    }
                });
    }

    private double product(double[][] one, double[][] other) {
        double[] sums = new double[one.length];
        device.runParts(
                one.length,
                k -> {
                    double sum = 0;
                    for (int i = 0; i < pixels; i++) {
                        sum += one[k][i] * other[k][i];
                    }
                    sums[k] = sum;
                });
        double sum = 0;
        for (double each : sums) {
            sum += each;
        }
        return sum;
    }

    /// Some pixels.
    private interface Range {
        void of(int from, int below);
    }

    /// Pixels that go together do not depend on the number of threads.
    private void eachRange(Range range) {
        device.runParts(
                Math.ceilDiv(pixels, TOGETHER),
                part -> range.of(part * TOGETHER, Math.min(pixels, (part + 1) * TOGETHER)));
    }

    /// One iteration's equations, by their matrix.
    private final class Equations {
        private final double[][] own;

        /// What one over the matrix' diagonal is, without the sum that all layers of a pixel share.
        private final double[][] inverses;

        /// How much of a pixel's solutions is to be taken off again for that sum.
        private final double[] shared;

        Equations(double[][] zeros, double[][] ones) {
            int count = zeros.length;
            this.own = new double[count][pixels];
            this.inverses = new double[count][pixels];
            this.shared = new double[pixels];
            eachRange((from, below) -> {
                for (int k = 0; k < count; k++) {
                    for (int i = from; i < below; i++) {
                        own[k][i] = zeros[k][i] + ones[k][i] + trust[i];
                        inverses[k][i] = 1 / (own[k][i] + diagonal[i]);
                        shared[i] += inverses[k][i];
                    }
                }
                for (int i = from; i < below; i++) {
                    shared[i] = SUM / (1 + SUM * shared[i]);
                }
            });
        }

        void multiply(double[][] from, double[][] to) {
            for (int k = 0; k < from.length; k++) {
                laplacian.multiply(device, from[k], to[k]);
            }
            eachRange((first, below) -> {
                double[] sums = new double[below - first];
                for (double[] layer : from) {
                    for (int i = first; i < below; i++) {
                        sums[i - first] += layer[i];
                    }
                }
                for (int k = 0; k < from.length; k++) {
                    double[] weights = own[k];
                    double[] layer = from[k];
                    double[] product = to[k];
                    for (int i = first; i < below; i++) {
                        product[i] += weights[i] * layer[i] + SUM * sums[i - first];
                    }
                }
            });
        }

        /// Solves for the layers of each pixel alone: a diagonal and a multiple of ones, by the formula of Sherman and Morrison.
        void precondition(double[][] from, double[][] to) {
            eachRange((first, below) -> {
                double[] sums = new double[below - first];
                for (int k = 0; k < from.length; k++) {
                    double[] inverse = inverses[k];
                    double[] side = from[k];
                    double[] solution = to[k];
                    for (int i = first; i < below; i++) {
                        solution[i] = inverse[i] * side[i];
                        sums[i - first] += solution[i];
                    }
                }
                for (int k = 0; k < from.length; k++) {
                    double[] inverse = inverses[k];
                    double[] solution = to[k];
                    for (int i = first; i < below; i++) {
                        solution[i] -= shared[i] * sums[i - first] * inverse[i];
                    }
                }
            });
        }
    }
}
