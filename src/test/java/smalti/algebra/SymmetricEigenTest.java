package smalti.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {
    /// A chain of springs: its values are known, `2 - 2 cos(k π / (n+1))`.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 57})
    void valuesOfAChainAreThoseOfTheFormula(int size) {
        double[] matrix = new double[size * size];
        for (int i = 0; i < size; i++) {
            matrix[i * size + i] = 2;
            if (i > 0) {
                matrix[i * size + i - 1] = -1;
                matrix[(i - 1) * size + i] = -1;
            }
        }
        double[] values = SymmetricEigen.of(matrix, size).values();
        Arrays.sort(values);
        for (int k = 0; k < size; k++) {
            assertThat(values[k])
                    .isCloseTo(2 - 2 * Math.cos((k + 1) * Math.PI / (size + 1)), within(1e-14));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40, 130})
    void vectorsAreTurnedByNothing(int size) {
        var random = new SplittableRandom(size);
        double[] matrix = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double value = random.nextDouble(-1, 1);
                matrix[i * size + j] = value;
                matrix[j * size + i] = value;
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(matrix, size);
        for (int k = 0; k < size; k++) {
            double[] vector = eigen.vectors()[k];
            for (int i = 0; i < size; i++) {
                double product = -eigen.values()[k] * vector[i];
                double other = i == k ? -1 : 0;
                for (int j = 0; j < size; j++) {
                    product += matrix[i * size + j] * vector[j];
                    other += vector[j] * eigen.vectors()[i][j];
                }
                assertThat(product).isCloseTo(0, within(1e-13 * size));
                assertThat(other).isCloseTo(0, within(1e-14 * size));
            }
        }
    }

    /// Repeated values, and entries that are 0 already.
    @Test
    void whatIsSeparateStaysSo() {
        double[] matrix = {5, 0, 0, 0, 0, 5, 0, 0, 0, 0, 1, 2, 0, 0, 2, 1};
        double[] values = SymmetricEigen.of(matrix, 4).values();
        Arrays.sort(values);
        assertThat(values).containsExactly(new double[] {-1, 3, 5, 5}, within(1e-14));
        assertThat(SymmetricEigen.of(new double[9], 3).values()).containsExactly(0, 0, 0);
    }
}
