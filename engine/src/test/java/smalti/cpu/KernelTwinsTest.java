package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.cpu.kernel.NormKernels;
import smalti.cpu.kernel.Span;
import smalti.cpu.kernel.WindowKernels;
import smalti.op.AxisTable;
import smalti.testkit.Tensors;

/// The kernels of choice beside their scalar twins, where rows are taken several at a time and where writes reach beyond
/// what is asked for.
class KernelTwinsTest {
    private static final Kernels CHOSEN = Kernels.chosen();
    private static final Kernels SCALAR = Kernels.scalar("a twin");

    /// Rows of four, some over, and the last one cut short.
    @ParameterizedTest
    @ValueSource(ints = {512, 513, 519, 1000})
    void sumsOfDistancesAreThoseOfTheTwin(int width) {
        for (int count : new int[] {1, width - 1, 4 * width, 9 * width + 5, 11 * width}) {
            float[] x = Tensors.random(1, count + 3).floats();
            float[] upstream = Tensors.random(2, count + 3).floats();
            double[] shift = doubles(Tensors.random(3, width).floats());
            double[][] actual = added(CHOSEN.norms(), upstream, x, count, shift);
            double[][] expected = added(SCALAR.norms(), upstream, x, count, shift);
            for (int table = 0; table < actual.length; table++) {
                for (int i = 0; i < width; i++) {
                    assertThat(actual[table][i])
                            .as("table %d of %d values, column %d of %d", table, count, i, width)
                            .isCloseTo(expected[table][i], within(1e-12));
                }
            }
        }
    }

    private static double[][] added(
            NormKernels kernels, float[] upstream, float[] x, int count, double[] shift) {
        double[][] tables = new double[4][shift.length];
        kernels.addDistances(x, 3, count, shift, tables[0], tables[1]);
        kernels.addProducts(upstream, 2, x, 3, count, shift, tables[2], tables[3]);
        return tables;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /// Outputs of one, two and no places, of up to five vectors, on arrays that end with them.
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 13, 16, 17, 21, 31, 32, 33, 40, 48, 64, 65, 80})
    void mixedPlacesHaveTheBitsOfTheTwin(int length) {
        int places = 7;
        var table =
                new AxisTable(
                        new int[] {0, 2, 4, 5, 7, 7, 9, 11, 14, 16},
                        new int[] {0, 1, 0, 1, 1, 2, 3, 3, 4, 5, 6, 3, 4, 5, 5, 6},
                        Tensors.random(1, 16).floats());
        float[] x = Tensors.random(2, places * length + 2).floats();
        for (int first = 0; first < 3; first++) {
            float[] actual = mixed(CHOSEN.windows(), table, first, length, x);
            float[] expected = mixed(SCALAR.windows(), table, first, length, x);
            assertThat(actual).as("from output %d", first).isEqualTo(expected);
        }
    }

    private static float[] mixed(
            WindowKernels kernels, AxisTable table, int first, int length, float[] x) {
        int outputs = table.outputs() - 1 - first;
        float[] out = new float[1 + outputs * length + 40];
        Arrays.fill(out, 7);
        kernels.mix(table, first, first + outputs, length, new Span(x, 2), new Span(out, 1));
        return out;
    }
}
