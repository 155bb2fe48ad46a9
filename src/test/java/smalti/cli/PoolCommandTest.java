package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static smalti.cli.ArrayFolder.array;
import static smalti.cli.ArrayFolder.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.file.NpzReader;
import smalti.op.Layout;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// What `smalti pool` computes.
class PoolCommandTest {
    @TempDir Path folder;

    private ArrayFolder arrays = new ArrayFolder(Path.of(""));
    private Path out = Path.of("");

    @BeforeEach
    void open() {
        arrays = new ArrayFolder(folder);
        out = arrays.file("o.npz");
    }

    /// The worked case of the original question, in both layouts.
    @ParameterizedTest
    @ValueSource(strings = {"nhwc", "NCHW"})
    void theWorkedCaseComesOutRight(String layout) throws IOException {
        int[] sizes = Layout.valueOf(layout.toUpperCase(Locale.ROOT)).shape(1, 2, 2, 1).sizes();
        float[] values = {0.1f, 0.2f, 0.3f, 0.4f};
        Path features = arrays.write("f.npy", Tensor.of(values, sizes));
        Path labels = arrays.write("l.npy", Tensor.of(new int[] {0, 0, 1, 2}, 1, 2, 2));
        Path upstream = arrays.write("g.npy", Tensor.of(new float[] {1, 1, 1}, 1, 3, 1));

        Run run = pool(features, labels, out, "--layout", layout, "--upstream", upstream);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(array(out, "mean").shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(array(out, "mean").floats()).containsExactly(0.15f, 0.3f, 0.4f);
        assertThat(array(out, "counts").shape()).isEqualTo(Shape.of(1, 3));
        assertThat(array(out, "counts").ints()).containsExactly(2, 1, 1);
        assertThat(array(out, "grad_mean").shape()).isEqualTo(Shape.of(sizes));
        assertThat(array(out, "grad_mean").floats()).containsExactly(0.5f, 0.5f, 1, 1);
    }

    /// The worked case of the cross-resolution mean, without B.
    @Test
    void labelsOfAnotherResolutionGiveTheCrossResolutionMean() throws IOException {
        int[] fine = {0, 0, 0, 1, 0, 0, 1, 1, 0, 2, 2, 1, 2, 2, 2, 1};
        Path features = arrays.write("f.npy", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2, 1));
        Path labels = arrays.write("l.npy", Tensor.of(fine, 4, 4));
        Path upstream = arrays.write("g.npy", Tensor.of(new float[] {6, 5, 5}, 1, 3, 1));

        Run run = pool(features, labels, out, "--upstream", upstream);

        assertThat(run.err()).isEmpty();
        assertThat(array(out, "mean").floats())
                .containsExactly(new float[] {1.5f, 2.8f, 3.4f}, within(1e-6f));
        assertThat(array(out, "grad_mean").shape()).isEqualTo(Shape.of(1, 2, 2, 1));
        assertThat(array(out, "grad_mean").floats()).containsExactly(4, 1 + 3, 1 + 3, 2 + 2);
    }

    @Test
    void everyReductionStandsUnderItsName() throws IOException {
        String[] all = {
            "mean",
            "max",
            "min",
            "sum",
            "product",
            "variance",
            "stddev",
            "logsumexp",
            "softmax",
            "count"
        };
        Path features = arrays.write("f.npy", Tensor.of(new float[] {1, 3, 2, 5, 4, 4}, 2, 3, 1));
        Path labels = arrays.write("l.npy", Tensor.of(new int[] {0, 0, 2, 2, -1, 0}, 2, 3));

        Run run = pool(features, labels, out, "--empty", -9, "--reduce", String.join(",", all));

        assertThat(run.err()).isEmpty();
        try (NpzReader reader = NpzReader.open(out)) {
            assertThat(reader.names())
                    .contains(all)
                    .contains("counts", "argmax", "argmin")
                    .hasSize(all.length + 3);
        }
        assertThat(array(out, "counts").ints()).containsExactly(3, 0, 2);
        assertThat(array(out, "count").ints()).containsExactly(3, 0, 2);
        assertThat(array(out, "sum").floats()).containsExactly(8, -9, 7);
        assertThat(array(out, "max").floats()).containsExactly(4, -9, 5);
        assertThat(array(out, "argmax").ints()).containsExactly(5, -1, 3);
        assertThat(array(out, "argmin").ints()).containsExactly(0, -1, 2);
        assertThat(array(out, "product").floats()).containsExactly(12, -9, 10);
        assertThat(array(out, "variance").get(2)).isEqualTo(2.25);
        assertThat(array(out, "stddev").get(2)).isEqualTo(1.5);
        Tensor softmax = array(out, "softmax");
        assertThat(softmax.shape()).isEqualTo(Shape.of(1, 2, 3, 1));
        assertThat(softmax.get(4)).isZero();
        assertThat(softmax.get(2) + softmax.get(3)).isBetween(0.999999, 1.000001);
    }

    @Test
    void modeTakesWholeNumbersAsClasses() throws IOException {
        int[] classes = {4, 1, 4, 2, 7, 1, 7, 2};
        Path features = arrays.write("f.npy", Tensor.of(classes, 1, 2, 2, 2));
        Path labels = arrays.write("l.npy", Tensor.of(new int[] {0, 0, 0, 1}, 1, 2, 2));

        assertThat(pool(features, labels, out, "--reduce", "mode").err()).isEmpty();
        assertThat(array(out, "mode").shape()).isEqualTo(Shape.of(1, 2, 2));
        assertThat(array(out, "mode").ints()).containsExactly(4, 1, 7, 2);

        pool(features, labels, out, "--reduce", "mode", "--purity", 0.7);
        assertThat(array(out, "mode").ints()).containsExactly(-1, -1, 7, 2);
    }

    @Test
    void ignoredLabelsWeightsAndAFixedNumberOfSegments() throws IOException {
        Path features = arrays.write("f.npy", Tensor.of(new float[] {1, 2, 3, 40}, 2, 2, 1));
        Path labels = arrays.write("l.npy", Tensor.of(new int[] {0, 0, 1, 255}, 2, 2));
        Path weights = arrays.write("w.npy", Tensor.of(new float[] {3, 1, 5, 7}, 2, 2));

        Run run =
                pool(
                        features,
                        labels,
                        out,
                        "--weights",
                        weights,
                        "--ignore",
                        255,
                        "--segments",
                        4,
                        "--reduce",
                        "mean,sum");

        assertThat(run.err()).isEmpty();
        assertThat(array(out, "mean").floats()).containsExactly(1.25f, 3, 0, 0);
        assertThat(array(out, "sum").floats()).containsExactly(5, 15, 0, 0);
    }
}
