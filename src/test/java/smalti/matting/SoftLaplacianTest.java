package smalti.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smalti.algebra.BlockLanczos;
import smalti.algebra.SymmetricEigen;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ShapeException;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

class SoftLaplacianTest {
    private static final int HEIGHT = 12;
    private static final int WIDTH = 15;

    private final Device device = Devices.named("cpu");
    private final SplittableRandom random = new SplittableRandom(9);

    /// Twelve superpixels of 4x4 or 4x3 pixels.
    private static SegmentMap map() {
        int[] labels = new int[HEIGHT * WIDTH];
        Arrays.setAll(labels, i -> i / WIDTH / 4 * 4 + i % WIDTH / 4);
        return SegmentMap.of(labels, HEIGHT, WIDTH);
    }

    private Tensor picture() {
        float[] values = new float[3 * HEIGHT * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Tensor.of(values, 1, HEIGHT, WIDTH, 3);
    }

    private double[][] drawn(int channels, double most) {
        double[][] rows = new double[12][];
        Arrays.setAll(rows, i -> random.doubles(channels, 0, most).toArray());
        return rows;
    }

    /// @param spread of features: from about 0.3 on, neighbours are driven apart
    private SoftLaplacian laplacian(double spread) {
        double[] affinities = RegionAffinities.laplacian(map(), drawn(3, 0.2), drawn(2, spread));
        return new SoftLaplacian(
                MattingLaplacian.of(device, picture()), Regions.of(map()), affinities);
    }

    private double[] dense(SoftLaplacian laplacian) {
        int size = laplacian.size();
        double[] matrix = new double[size * size];
        double[] product = new double[size];
        for (int i = 0; i < size; i++) {
            double[] unit = new double[size];
            unit[i] = 1;
            laplacian.multiply(device, unit, product);
            System.arraycopy(product, 0, matrix, i * size, size);
        }
        return matrix;
    }

    @Test
    void theErrorFunctionIsThatOfTheTables() {
        assertThat(RegionAffinities.erf(0)).isCloseTo(0, within(1e-8));
        assertThat(RegionAffinities.erf(0.5)).isCloseTo(0.5204998778, within(1.5e-7));
        assertThat(RegionAffinities.erf(-1)).isCloseTo(-0.8427007929, within(1.5e-7));
        assertThat(RegionAffinities.erf(4)).isCloseTo(0.9999999846, within(1.5e-7));
    }

    /// Two superpixels side by side, too far apart for their colours to count, and 0.25 apart in features: `erf(-1)`.
    @Test
    void neighboursThatDifferAreDrivenApart() {
        int[] labels = {0, 0, 0, 1, 1, 1};
        SegmentMap map = SegmentMap.of(labels, 1, 6);
        double[][] colours = {{0, 0, 0}, {0, 0, 0}};
        double[][] features = {{0.1}, {0.35}};
        double weight = 0.01 * -0.8427007929;
        assertThat(RegionAffinities.laplacian(map, colours, features))
                .containsExactly(new double[] {weight, -weight, -weight, weight}, within(1e-8));
    }

    /// Three in a row of which the outer ones are near enough to each other to be compared by colour, and no neighbours.
    @Test
    void alikeColoursHoldTogetherWithinAFifthOfThePicture() {
        int[] labels = {0, 1, 2, 3, 3, 3, 3, 3, 3, 3};
        SegmentMap map = SegmentMap.of(labels, 1, 10);
        double[][] colours = {{0.5, 0, 0}, {0, 0, 1}, {0.5, 0.03, 0}, {0.5, 0, 0}};
        double[][] features = {{0}, {0.2}, {0.4}, {0.6}};
        double[] matrix = RegionAffinities.laplacian(map, colours, features);
        assertThat(matrix[2]).isCloseTo(-0.01 * (1 + 0.8427007929) / 2, within(1e-8));
        assertThat(matrix[1]).isCloseTo(0, within(1e-8));
        assertThat(matrix[3]).isEqualTo(0);
        assertThat(matrix[0] + matrix[1] + matrix[2] + matrix[3]).isCloseTo(0, within(1e-15));
    }

    /// What is the same in each superpixel costs what the superpixels' affinities say, besides what it costs in the windows.
    @Test
    void affinitiesHoldBetweenMeans() {
        SoftLaplacian laplacian = laplacian(0.5);
        double[] values = random.doubles(12).toArray();
        double[] pixels = new double[laplacian.size()];
        Arrays.setAll(pixels, i -> values[laplacian.regions().of(i)]);
        double[] windows = new double[pixels.length];
        double[] whole = new double[pixels.length];
        laplacian.matting().multiply(device, pixels, windows);
        laplacian.multiply(device, pixels, whole);
        double cost = 0;
        for (int i = 0; i < pixels.length; i++) {
            cost += pixels[i] * (whole[i] - windows[i]);
        }
        double[] image = laplacian.affine(values);
        double expected = 0;
        for (int k = 0; k < 12; k++) {
            expected += values[k] * image[k];
        }
        assertThat(cost).isCloseTo(expected, within(1e-12));
        double[] ones = new double[pixels.length];
        Arrays.fill(ones, 1);
        laplacian.multiply(device, ones, whole);
        assertThat(whole).containsOnly(new double[] {0}, within(1e-12));
    }

    @Test
    void itIsSymmetric() {
        SoftLaplacian laplacian = laplacian(0.5);
        double[] matrix = dense(laplacian);
        int size = laplacian.size();
        for (int i = 0; i < matrix.length; i++) {
            assertThat(matrix[i]).isCloseTo(matrix[i % size * size + i / size], within(1e-13));
        }
    }

    @Test
    void theInverseUndoesTheProduct() {
        SoftLaplacian laplacian = laplacian(0.5);
        double shift = 1e-3 + laplacian.deepest(device);
        var inverse = new ShiftedInverse(device, laplacian, shift);
        double[] vector = random.doubles(laplacian.size(), -1, 1).toArray();
        double[][] solved = {vector.clone()};
        inverse.apply(solved);
        double[] product = new double[vector.length];
        laplacian.multiply(device, solved[0], product);
        for (int i = 0; i < vector.length; i++) {
            assertThat(product[i] + shift * solved[0][i]).isCloseTo(vector[i], within(1e-9));
        }
    }

    /// Values and vectors against those of the whole matrix, with affinities below 0 and without.
    @Test
    void smallestEigenvectorsAreThoseOfTheWholeMatrix() {
        for (double spread : new double[] {0.05, 0.5}) {
            SoftLaplacian laplacian = laplacian(spread);
            int size = laplacian.size();
            double[] expected = SymmetricEigen.of(dense(laplacian), size).values();
            Arrays.sort(expected);
            double deepest = laplacian.deepest(device);
            assertThat(-deepest).isLessThanOrEqualTo(Math.min(0, expected[0]) + 1e-12);
            double shift = 1e-6 + deepest;
            SymmetricEigen found =
                    BlockLanczos.largest(
                            device,
                            new ShiftedInverse(device, laplacian, shift),
                            20,
                            1e-6,
                            1,
                            _ -> {});
            for (int k = 0; k < 20; k++) {
                double value = 1 / found.values()[k] - shift;
                assertThat(value).isCloseTo(expected[k], within(1e-8));
                double[] product = new double[size];
                laplacian.multiply(device, found.vectors()[k], product);
                for (int i = 0; i < size; i++) {
                    assertThat(product[i] - value * found.vectors()[k][i])
                            .isCloseTo(0, within(1e-5));
                }
            }
        }
        assertThat(laplacian(0.05).deepest(device)).isCloseTo(0, within(1e-6));
        assertThat(laplacian(2).deepest(device)).isGreaterThan(1e-4);
    }

    @Test
    void pixelsWithoutASuperpixelAreRefused() {
        Tensor labels = Tensor.of(new int[] {0, 1, -1, 0}, 2, 2);
        SegmentMap map = SegmentMap.of(labels, Labelling.DENSE.ignoring(-1));
        assertThatThrownBy(() -> Regions.of(map)).isInstanceOf(ShapeException.class);
    }
}
