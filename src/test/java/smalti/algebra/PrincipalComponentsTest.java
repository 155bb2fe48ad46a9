package smalti.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class PrincipalComponentsTest {
    private final Device device = Devices.named("cpu");

    /// Six points around (10, 20, 30): three apart along (3, 4, 0)/5, two along (-4, 3, 0)/5, and one along (0, 0, -1).
    @Test
    void axesThatWereMadeAreFound() {
        float[] rows = {
            10 + 1.8f, 20 + 2.4f, 30, 10 - 1.8f, 20 - 2.4f, 30, 10 - 1.6f, 20 + 1.2f, 30, 10 + 1.6f,
            20 - 1.2f, 30, 10, 20, 29, 10, 20, 31
        };
        Tensor points = Tensor.of(rows, 6, 3);
        PrincipalComponents found = PrincipalComponents.of(device, points, 3);
        assertThat(found.axes()[0]).containsExactly(new double[] {0.6, 0.8, 0}, within(1e-6));
        assertThat(found.axes()[1]).containsExactly(new double[] {0.8, -0.6, 0}, within(1e-6));
        assertThat(found.axes()[2]).containsExactly(new double[] {0, 0, 1}, within(1e-6));
        assertThat(found.variances())
                .containsExactly(new double[] {18.0 / 6, 8.0 / 6, 2.0 / 6}, within(1e-5));
        Tensor projected = PrincipalComponents.of(device, points, 2).project(device, points);
        assertThat(projected.shape().sizes()).containsExactly(6, 2);
        assertThat(projected.floats())
                .containsExactly(new float[] {3, 0, -3, 0, 0, -2, 0, 2, 0, 0, 0, 0}, within(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 4", "50, 7, 7", "1000, 40, 40", "9, 30, 12", "300, 128, 3"})
    void axesStandUprightAndVariancesFall(int rows, int columns, int count) {
        var random = new SplittableRandom(rows);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            double shared = random.nextDouble();
            values[i] = (float) (random.nextDouble(-1, 1) * (1 + i % columns) + shared);
        }
        Tensor all = Tensor.of(values, rows, columns);
        PrincipalComponents found = PrincipalComponents.of(device, all, count);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int k = 0; k < columns; k++) {
                    product += found.axes()[i][k] * found.axes()[j][k];
                }
                assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
            assertThat(found.variances()[i])
                    .isBetween(0.0, i == 0 ? Double.MAX_VALUE : found.variances()[i - 1]);
        }
        for (double[] axis : found.axes()) {
            double most = Arrays.stream(axis).max().orElseThrow();
            assertThat(Arrays.stream(axis).min().orElseThrow()).isGreaterThanOrEqualTo(-most);
        }
        expectUncorrelated(found, found.project(device, all), rows, count);
    }

    /// Along different axes rows have nothing in common, and along each the variance that was told.
    private static void expectUncorrelated(
            PrincipalComponents found, Tensor projected, int rows, int count) {
        float[] along = projected.floats();
        double scale = 1e-5 * (1 + found.variances()[0]);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double mean = 0;
                for (int row = 0; row < rows; row++) {
                    mean += along[row * count + i] * along[row * count + j] / (double) rows;
                }
                assertThat(mean).isCloseTo(i == j ? found.variances()[i] : 0, within(scale));
            }
        }
    }

    /// Of all axes together nothing is lost.
    @Test
    void variancesAddUp() {
        float[] values = {1, 5, 2, 8, 3, 3, 9, 1, 4, 4, 0, 7};
        PrincipalComponents found = PrincipalComponents.of(device, Tensor.of(values, 4, 3), 3);
        double sum = 0;
        for (int column = 0; column < 3; column++) {
            double mean = 0;
            double squares = 0;
            for (int row = 0; row < 4; row++) {
                mean += values[row * 3 + column] / 4.0;
                squares += values[row * 3 + column] * values[row * 3 + column] / 4.0;
            }
            sum += squares - mean * mean;
        }
        assertThat(found.variances()[0] + found.variances()[1] + found.variances()[2])
                .isCloseTo(sum, within(1e-12));
    }

    @Test
    void rowsThatAreAllTheSameLieAtTheMean() {
        Tensor rows = Tensor.of(new float[] {2, 7, 2, 7, 2, 7}, 3, 2);
        PrincipalComponents found = PrincipalComponents.of(device, rows, 2);
        assertThat(found.variances()).containsExactly(0, 0);
        assertThat(found.project(device, rows).floats()).containsOnly(0);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor rows = Tensor.of(new float[6], 2, 3);
        assertThatThrownBy(() -> PrincipalComponents.of(device, rows, 4))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("from 1 to 3");
        assertThatThrownBy(() -> PrincipalComponents.of(device, Tensor.of(new float[0], 0, 3), 1))
                .isInstanceOf(ParameterException.class);
        PrincipalComponents found = PrincipalComponents.of(device, rows, 1);
        assertThatThrownBy(() -> found.project(device, Tensor.of(new float[6], 3, 2)))
                .isInstanceOf(ShapeException.class);
    }
}
