package smalti.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.error.ShapeException;

class GridCholeskyTest {
    private final Device device = Devices.named("cpu");

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "6, 1", "3, 2", "7, 8", "40, 5"})
    void productsAreThoseOfTheWholeMatrix(int height, int width) {
        GridStencil matrix = Stencils.random(height, width, 1);
        double[] dense = Stencils.dense(matrix);
        double[] vector = random(matrix.size(), 2);
        double[] product = new double[matrix.size()];
        matrix.multiply(device, vector, product);
        for (int i = 0; i < product.length; i++) {
            double sum = 0;
            for (int j = 0; j < product.length; j++) {
                sum += dense[i * product.length + j] * vector[j];
                assertThat(dense[i * product.length + j]).isEqualTo(dense[j * product.length + i]);
            }
            assertThat(product[i]).isCloseTo(sum, within(1e-12));
        }
    }

    /// Pictures that are not halved at all, that are halved one way only, and with every number of right sides.
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "2, 2, 3",
        "1, 50, 4",
        "33, 2, 5",
        "4, 4, 8",
        "9, 11, 2",
        "37, 64, 6",
        "61, 20, 1"
    })
    void whatWasSolvedGivesTheRightSideBack(int height, int width, int vectors) {
        GridStencil matrix = Stencils.random(height, width, 3);
        double shift = 0.25;
        double[][] sides = new double[vectors][];
        double[][] solved = new double[vectors][];
        for (int v = 0; v < vectors; v++) {
            sides[v] = random(matrix.size(), 10 + v);
            solved[v] = sides[v].clone();
        }
        GridCholesky.of(device, matrix, shift).solve(device, solved);
        double[] product = new double[matrix.size()];
        for (int v = 0; v < vectors; v++) {
            matrix.multiply(device, solved[v], product);
            for (int i = 0; i < product.length; i++) {
                assertThat(product[i] + shift * solved[v][i]).isCloseTo(sides[v][i], within(1e-12));
            }
        }
    }

    /// A right side that is 0 nearly everywhere takes shorter ways.
    @Test
    void aUnitVectorIsSolvedForAsAnyOther() {
        GridStencil matrix = Stencils.random(30, 30, 4);
        double[][] solved = {new double[900]};
        solved[0][431] = 1;
        GridCholesky.of(device, matrix, 0).solve(device, solved);
        double[] product = new double[900];
        matrix.multiply(device, solved[0], product);
        for (int i = 0; i < 900; i++) {
            assertThat(product[i]).isCloseTo(i == 431 ? 1 : 0, within(1e-13));
        }
    }

    @Test
    void whatIsNotPositiveDefiniteIsRefused() {
        GridStencil matrix = Stencils.random(12, 12, 5);
        assertThatThrownBy(() -> GridCholesky.of(device, matrix, -30))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("positive definite");
        assertThatThrownBy(() -> new GridStencil(0, 5)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> new GridStencil(1 << 16, 1 << 16))
                .isInstanceOf(ShapeException.class);
    }

    /// The order of elimination keeps the factor sparse: about `n log n` entries, not `n²`.
    @Test
    void factorsStaySmall() {
        assertThat(GridCholesky.entries(240, 320)).isBetween(5_000_000L, 20_000_000L);
        assertThat(GridCholesky.entries(4, 4)).isEqualTo(16 * 16);
    }

    private static double[] random(int size, long seed) {
        var random = new SplittableRandom(seed);
        return random.doubles(size, -1, 1).toArray();
    }
}
