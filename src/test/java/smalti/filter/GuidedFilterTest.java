package smalti.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class GuidedFilterTest {
    private final Device device = Devices.named("cpu");

    /// Sizes with one band of rows and with two, with windows larger than the map, and with more channels than go together.
    @ParameterizedTest
    @CsvSource({
        "12, 17, 5, 2, 1e-2",
        "101, 6, 2, 3, 1e-3",
        "5, 4, 3, 10, 1e-1",
        "7, 9, 19, 1, 1e-4",
        "3, 1, 1, 0, 1e-2"
    })
    void everyWindowIsSolvedAsTheFormulaSays(
            int height, int width, int channels, int radius, double epsilon) {
        Tensor guide = random(7, height, width, 3, 0, 1);
        Tensor map = random(8, height, width, channels, -5, 5);
        Tensor filtered = GuidedFilter.by(guide, radius, epsilon).filter(device, map);
        assertThat(filtered.shape()).isEqualTo(map.shape());
        for (int channel = 0; channel < channels; channel++) {
            double[] expected = plain(guide, map, channel, radius, epsilon);
            for (int pixel = 0; pixel < expected.length; pixel++) {
                double actual = filtered.floats()[pixel * channels + channel];
                assertThat(Math.abs(actual - expected[pixel]))
                        .as("pixel %d of channel %d", pixel, channel)
                        .isLessThan(2e-6);
            }
        }
    }

    /// The functions, given the picture's own colours, are what the filter makes; 17 channels need two groups.
    @Test
    void functionsSayWhatTheFilterMakes() {
        Tensor guide = random(3, 9, 8, 3, 0, 1);
        Tensor map = random(4, 9, 8, 17, -1, 1);
        GuidedFilter filter = GuidedFilter.by(guide, 2, 1e-2);
        float[] expected = filter.filter(device, map).floats();
        Tensor functions = filter.functions(device, map);
        assertThat(functions.shape().sizes()).containsExactly(1, 9, 8, 68);
        for (int i = 0; i < expected.length; i++) {
            int colour = 3 * (i / 17);
            double value =
                    functions.floats()[4 * i] * guide.floats()[colour]
                            + functions.floats()[4 * i + 1] * guide.floats()[colour + 1]
                            + functions.floats()[4 * i + 2] * guide.floats()[colour + 2]
                            + functions.floats()[4 * i + 3];
            assertThat(Math.abs(value - expected[i])).isLessThan(2e-6);
        }
    }

    /// Window by window, from sums over all its pixels.
    private static double[] plain(
            Tensor guide, Tensor map, int channel, int radius, double epsilon) {
        int height = guide.shape().size(1);
        int width = guide.shape().size(2);
        int channels = map.shape().size(3);
        double[][] functions = new double[height * width][];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] window = window(y, x, height, width, radius);
                double[] colour = new double[3];
                double mean = 0;
                for (int pixel : window) {
                    for (int i = 0; i < 3; i++) {
                        colour[i] += guide.floats()[3 * pixel + i] / (double) window.length;
                    }
                    mean += map.floats()[channels * pixel + channel] / (double) window.length;
                }
                double[][] equations = new double[3][4];
                for (int i = 0; i < 3; i++) {
                    equations[i][i] = epsilon;
                }
                for (int pixel : window) {
                    double value = map.floats()[channels * pixel + channel] - mean;
                    for (int i = 0; i < 3; i++) {
                        double own = (guide.floats()[3 * pixel + i] - colour[i]) / window.length;
                        for (int j = 0; j < 3; j++) {
                            equations[i][j] += own * (guide.floats()[3 * pixel + j] - colour[j]);
                        }
                        equations[i][3] += own * value;
                    }
                }
                double[] a = solved(equations);
                double b = mean - a[0] * colour[0] - a[1] * colour[1] - a[2] * colour[2];
                functions[y * width + x] = new double[] {a[0], a[1], a[2], b};
            }
        }
        double[] filtered = new double[height * width];
        for (int at = 0; at < filtered.length; at++) {
            int[] window = window(at / width, at % width, height, width, radius);
            for (int pixel : window) {
                double[] function = functions[pixel];
                double value = function[3];
                for (int i = 0; i < 3; i++) {
                    value += function[i] * guide.floats()[3 * at + i];
                }
                filtered[at] += value / window.length;
            }
        }
        return filtered;
    }

    private static int[] window(int y, int x, int height, int width, int radius) {
        return IntStream.range(0, height * width)
                .filter(pixel ->
                        Math.abs(pixel / width - y) <= radius
                                && Math.abs(pixel % width - x) <= radius)
                .toArray();
    }

    /// Gauss's elimination; a covariance with something on its diagonal needs no exchange of rows.
    private static double[] solved(double[][] equations) {
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double share = equations[j][i] / equations[i][i];
                for (int k = 0; j != i && k < 4; k++) {
                    equations[j][k] -= share * equations[i][k];
                }
            }
        }
        return new double[] {
            equations[0][3] / equations[0][0],
            equations[1][3] / equations[1][1],
            equations[2][3] / equations[2][2]
        };
    }

    @Test
    void whatIsTheSameEverywhereStaysSo() {
        float[] constant = new float[40 * 30];
        Arrays.fill(constant, -3.25f);
        Tensor filtered =
                GuidedFilter.by(random(1, 40, 30, 3, 0, 1), 4, 1e-3)
                        .filter(device, Tensor.of(constant, 1, 40, 30, 1));
        for (float each : filtered.floats()) {
            assertThat(each).isBetween(-3.250001f, -3.249999f);
        }
    }

    /// A noisy step loses its noise: where the picture has an edge it stays a step, and elsewhere it becomes a slope.
    @Test
    void edgesOfThePictureAreKeptAndOthersAreNot() {
        int side = 40;
        float[] edge = new float[side * side * 3];
        float[] step = new float[side * side];
        var random = new SplittableRandom(5);
        for (int pixel = 0; pixel < side * side; pixel++) {
            boolean right = pixel % side >= side / 2;
            for (int i = 0; i < 3; i++) {
                edge[3 * pixel + i] = right ? 0.8f : 0.2f;
            }
            step[pixel] = (right ? 1 : 0) + (float) random.nextDouble(-0.5, 0.5);
        }
        Tensor map = Tensor.of(step, 1, side, side, 1);
        Tensor kept =
                GuidedFilter.by(Tensor.of(edge, 1, side, side, 3), 5, 1e-4).filter(device, map);
        Tensor lost =
                GuidedFilter.by(Tensor.of(new float[side * side * 3], 1, side, side, 3), 5, 1e-4)
                        .filter(device, map);
        for (int y = 0; y < side; y++) {
            int left = y * side + side / 2 - 1;
            assertThat(kept.floats()[left]).isBetween(-0.15f, 0.15f);
            assertThat(kept.floats()[left + 1]).isBetween(0.85f, 1.15f);
            assertThat(lost.floats()[left + 1] - lost.floats()[left]).isBetween(-0.2f, 0.2f);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor guide = random(1, 4, 5, 3, 0, 1);
        assertThatThrownBy(() -> GuidedFilter.by(random(1, 4, 5, 1, 0, 1), 1, 1))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> GuidedFilter.by(guide, 1, 0))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> GuidedFilter.by(guide, -1, 1))
                .isInstanceOf(ParameterException.class);
        GuidedFilter filter = GuidedFilter.by(guide, 1, 1);
        for (Tensor wrong : List.of(random(1, 5, 5, 2, 0, 1), random(1, 4, 4, 2, 0, 1))) {
            assertThatThrownBy(() -> filter.filter(device, wrong))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[1,4,5,C]");
        }
    }

    private static Tensor random(
            long seed, int height, int width, int channels, double from, double to) {
        var random = new SplittableRandom(seed);
        float[] values = new float[height * width * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(from, to);
        }
        return Tensor.of(values, 1, height, width, channels);
    }
}
