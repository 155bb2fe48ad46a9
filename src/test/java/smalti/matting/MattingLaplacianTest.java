package smalti.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.algebra.GridStencil;
import smalti.algebra.SymmetricEigen;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class MattingLaplacianTest {
    private final Device device = Devices.named("cpu");

    private static Tensor random(int height, int width, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Tensor.of(values, 1, height, width, 3);
    }

    /// Where all colours are the same a window asks for nothing but the mean: `δ - 1/9`.
    @Test
    void aFlatWindowAsksForItsMean() {
        float[] flat = new float[27];
        Arrays.fill(flat, 0.4f);
        GridStencil matrix = MattingLaplacian.of(device, Tensor.of(flat, 1, 3, 3, 3));
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                assertThat(matrix.at(i, j)).isCloseTo((i == j ? 1 : 0) - 1.0 / 9, within(1e-12));
            }
        }
    }

    /// One red pixel in the middle: the mean is 1/9 and the variance 8/81. That pixel may be what it wants, and the others must be
    /// the same: `(1 + 1/8) / 9 = 1/8`.
    @Test
    void aPixelOfItsOwnColourIsFree() {
        float[] values = new float[27];
        values[12] = 1;
        GridStencil matrix = MattingLaplacian.of(device, Tensor.of(values, 1, 3, 3, 3));
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                double expected = i == 4 || j == 4 ? 0 : (i == j ? 1 : 0) - 1.0 / 8;
                assertThat(matrix.at(i, j)).isCloseTo(expected, within(1e-6));
            }
        }
    }

    /// Window by window, with the inverse from an eigenvalue decomposition.
    @ParameterizedTest
    @CsvSource({"3, 3", "3, 7", "8, 4", "35, 5"})
    void everyWindowAddsWhatTheFormulaSays(int height, int width) {
        Tensor picture = random(height, width, 3);
        int size = height * width;
        double[] expected = new double[size * size];
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                addWindow(expected, picture, y, x);
            }
        }
        GridStencil matrix = MattingLaplacian.of(device, picture);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                assertThat(matrix.at(i, j)).isCloseTo(expected[i * size + j], within(1e-9));
            }
        }
    }

    private static void addWindow(double[] matrix, Tensor picture, int y, int x) {
        int width = picture.shape().size(2);
        int size = picture.shape().size(1) * width;
        int[] pixels = new int[9];
        double[][] away = new double[9][3];
        for (int i = 0; i < 9; i++) {
            pixels[i] = (y + i / 3 - 1) * width + x + i % 3 - 1;
        }
        for (int c = 0; c < 3; c++) {
            double mean = 0;
            for (int pixel : pixels) {
                mean += picture.floats()[3 * pixel + c] / 9.0;
            }
            for (int i = 0; i < 9; i++) {
                away[i][c] = picture.floats()[3 * pixels[i] + c] - mean;
            }
        }
        double[] covariance = new double[9];
        for (int c = 0; c < 3; c++) {
            covariance[4 * c] = MattingLaplacian.EPSILON / 9;
            for (int d = 0; d < 3; d++) {
                for (int i = 0; i < 9; i++) {
                    covariance[3 * c + d] += away[i][c] * away[i][d] / 9;
                }
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance, 3);
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                double product = 1;
                for (int k = 0; k < 3; k++) {
                    double[] axis = eigen.vectors()[k];
                    product += dot(axis, away[i]) * dot(axis, away[j]) / eigen.values()[k];
                }
                matrix[pixels[i] * size + pixels[j]] += (i == j ? 1 : 0) - product / 9;
            }
        }
    }

    private static double dot(double[] one, double[] other) {
        return one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
    }

    @Test
    void constantsCostNothingAndNothingCostsLess() {
        Tensor picture = random(6, 9, 5);
        GridStencil matrix = MattingLaplacian.of(device, picture);
        int size = matrix.size();
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        double[] product = new double[size];
        matrix.multiply(device, ones, product);
        assertThat(product).containsOnly(new double[] {0}, within(1e-12));
        double[] dense = new double[size * size];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = matrix.at(i / size, i % size);
        }
        double[] values = SymmetricEigen.of(dense, size).values();
        Arrays.sort(values);
        assertThat(values[0]).isCloseTo(0, within(1e-12));
        assertThat(values[size - 1]).isLessThanOrEqualTo(9);
    }

    /// What is a linear function of the colours is free but for epsilon.
    @Test
    void linearFunctionsOfColoursCostNextToNothing() {
        Tensor picture = random(20, 18, 6);
        GridStencil matrix = MattingLaplacian.of(device, picture);
        double[] map = new double[matrix.size()];
        for (int i = 0; i < map.length; i++) {
            map[i] =
                    0.3
                            + 0.5 * picture.floats()[3 * i]
                            - 0.7 * picture.floats()[3 * i + 1]
                            + 0.2 * picture.floats()[3 * i + 2];
        }
        double[] product = new double[map.length];
        matrix.multiply(device, map, product);
        assertThat(product).containsOnly(new double[] {0}, within(1e-5));
    }

    @Test
    void whatIsNoPictureIsRefused() {
        for (int[] sizes : new int[][] {{1, 2, 5, 3}, {1, 5, 2, 3}, {2, 5, 5, 3}, {1, 5, 5, 1}}) {
            Tensor wrong =
                    Tensor.of(new float[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)], sizes);
            assertThatThrownBy(() -> MattingLaplacian.of(device, wrong))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("at least 3x3");
        }
    }
}
