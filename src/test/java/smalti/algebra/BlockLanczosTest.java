package smalti.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ParameterException;

class BlockLanczosTest {
    private final Device device = Devices.named("cpu");

    private record Product(Device device, GridStencil matrix) implements SymmetricOperator {
        @Override
        public int size() {
            return matrix.size();
        }

        @Override
        public void apply(double[][] vectors) {
            for (int i = 0; i < vectors.length; i++) {
                double[] product = new double[size()];
                matrix.multiply(device, vectors[i], product);
                vectors[i] = product;
            }
        }
    }

    /// Bases that hold the whole space, and some that must be begun again.
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 3, 9", "5, 4, 3", "9, 10, 60", "13, 17, 5", "20, 16, 30"})
    void valuesAndVectorsAreThoseOfTheWholeMatrix(int height, int width, int count) {
        GridStencil matrix = Stencils.random(height, width, 7);
        var operator = new Product(device, matrix);
        double[] expected = SymmetricEigen.of(Stencils.dense(matrix), matrix.size()).values();
        Arrays.sort(expected);
        SymmetricEigen found = BlockLanczos.largest(device, operator, count, 1e-10, 1, _ -> {});
        assertThat(found.values()).hasSize(count);
        for (int k = 0; k < count; k++) {
            assertThat(found.values()[k])
                    .isCloseTo(expected[expected.length - 1 - k], within(1e-9));
            double[][] product = {found.vectors()[k]};
            operator.apply(product);
            for (int i = 0; i < matrix.size(); i++) {
                double left = product[0][i] - found.values()[k] * found.vectors()[k][i];
                assertThat(left).isCloseTo(0, within(1e-8));
            }
            for (int j = 0; j <= k; j++) {
                double dot = 0;
                for (int i = 0; i < matrix.size(); i++) {
                    dot += found.vectors()[k][i] * found.vectors()[j][i];
                }
                assertThat(dot).isCloseTo(j == k ? 1 : 0, within(1e-11));
            }
        }
    }

    /// A basis that has seen all there is to see goes on with what is drawn: 40 times the value 2, and once 3.
    @Test
    void valuesThatRepeatAreFoundAsOftenAsTheyAre() {
        var matrix = new GridStencil(41, 5);
        Arrays.fill(matrix.entries(0, 0), 1);
        Arrays.fill(matrix.entries(0, 0), 0, 40, 2);
        matrix.entries(0, 0)[77] = 3;
        SymmetricEigen found =
                BlockLanczos.largest(device, new Product(device, matrix), 42, 1e-10, 1, _ -> {});
        double[] expected = new double[42];
        Arrays.fill(expected, 2);
        expected[0] = 3;
        expected[41] = 1;
        assertThat(found.values()).containsExactly(expected, within(1e-10));
    }

    @Test
    void moreThanThereAreIsRefused() {
        var operator = new Product(device, Stencils.random(2, 2, 1));
        assertThatThrownBy(() -> BlockLanczos.largest(device, operator, 5, 1e-3, 1, _ -> {}))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("from 1 to 4");
    }
}
