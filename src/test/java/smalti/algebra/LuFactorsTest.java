package smalti.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.error.ParameterException;

class LuFactorsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 60})
    void solutionsGiveTheRightSideBack(int size) {
        var random = new SplittableRandom(size);
        double[][] matrix = new double[size][];
        double[][] copy = new double[size][];
        for (int i = 0; i < size; i++) {
            matrix[i] = random.doubles(size, -1, 1).toArray();
            copy[i] = matrix[i].clone();
        }
        double[] right = random.doubles(size, -1, 1).toArray();
        double[] solution = LuFactors.of(copy).solve(right);
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += matrix[i][j] * solution[j];
            }
            assertThat(sum).isCloseTo(right[i], within(1e-10));
        }
    }

    @Test
    void rowsAreExchangedWhereAPivotIsNothing() {
        LuFactors factors = LuFactors.of(new double[][] {{0, 2}, {4, 1}});
        assertThat(factors.solve(new double[] {6, 7})).containsExactly(1, 3);
        assertThatThrownBy(() -> LuFactors.of(new double[][] {{1, 2}, {2, 4}}))
                .isInstanceOf(ParameterException.class);
    }
}
