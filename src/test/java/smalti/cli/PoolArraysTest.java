package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static smalti.cli.ArrayFolder.array;
import static smalti.cli.ArrayFolder.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.store.ArrayFiles;
import smalti.store.ArraySink;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// What `smalti pool` makes of arrays of every type, size and container.
class PoolArraysTest {
    @TempDir Path folder;

    private ArrayFolder arrays = new ArrayFolder(Path.of(""));
    private Path out = Path.of("");

    @BeforeEach
    void open() {
        arrays = new ArrayFolder(folder);
        out = arrays.file("o.npz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "h5"})
    void aDataSetIsStreamedImageByImage(String suffix) throws IOException {
        int images = 7;
        Path set = writeDataSet(images);
        Path pooled = arrays.file("pooled." + suffix);

        Run run =
                pool(
                        set + ":/features",
                        set + ":/labels",
                        pooled,
                        "--layout",
                        "nchw",
                        "--reduce",
                        "mean,max",
                        "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\"images\":7", "\"segments\":7");
        Tensor mean = array(pooled, "mean");
        assertThat(mean.shape()).isEqualTo(Shape.of(images, 7, 3));
        assertThat(array(pooled, "counts").shape()).isEqualTo(Shape.of(images, 7));
        for (int image = 0; image < images; image++) {
            for (int segment = 0; segment < 7; segment++) {
                for (int channel = 0; channel < 3; channel++) {
                    double expected = segment <= image ? image + 100 * channel : 0;
                    assertThat(mean.get((image * 7 + segment) * 3 + channel)).isEqualTo(expected);
                }
            }
        }
    }

    /// Image `i` has `i + 1` segments and the features `i`, `i + 100` and `i + 200`.
    private Path writeDataSet(int images) throws IOException {
        Path set = arrays.file("set.h5");
        try (ArraySink sink = ArrayFiles.create(set)) {
            sink.declare("features", DType.F32, Shape.of(images, 3, 4, 5));
            sink.declare("labels", DType.I32, Shape.of(images, 4, 5));
            for (int image = 0; image < images; image++) {
                float[] values = new float[60];
                int[] labels = new int[20];
                for (int i = 0; i < 60; i++) {
                    values[i] = image + i / 20 * 100;
                }
                for (int i = 0; i < 20; i++) {
                    labels[i] = i % (image + 1);
                }
                sink.write("features", Tensor.of(values, 1, 3, 4, 5));
                sink.write("labels", Tensor.of(labels, 1, 4, 5));
            }
            sink.commit();
        }
        return set;
    }

    @Test
    void doublesHalvesAndWholeNumbersKeepTheirPrecision() throws IOException {
        Path labels = arrays.write("l.npy", Tensor.of(new int[2], 1, 2));
        Path doubles = arrays.write("d.npy", Tensor.of(new double[] {1, 1 + 1e-12}, 1, 2, 1));
        Tensor half = Tensor.of(new float[] {0.625f, 0.625f}, 1, 2, 1).to(DType.F16);
        Path halves = arrays.write("h.npy", half);
        Path whole = arrays.write("i.npy", Tensor.of(new int[] {1 << 30, 1 + (1 << 30)}, 1, 2, 1));

        pool(doubles, labels, out);
        assertThat(array(out, "mean").dtype()).isEqualTo(DType.F64);
        assertThat(array(out, "mean").get(0)).isEqualTo(1 + 0.5e-12);
        pool(halves, labels, out, "--reduce", "mean,variance");
        assertThat(array(out, "mean").get(0)).isEqualTo(0.625);
        pool(whole, labels, out, "--reduce", "mean,max,variance");
        assertThat(array(out, "mean").get(0)).isEqualTo((1 << 30) + 0.5);
        assertThat(array(out, "max").ints()).containsExactly(1 + (1 << 30));
    }

    @Test
    void whatIsNotANumberPassesThrough() throws IOException {
        float[] values = {Float.NaN, 1, Float.NEGATIVE_INFINITY, 2};
        Path features = arrays.write("f.npy", Tensor.of(values, 2, 2, 1));
        Path labels = arrays.write("l.npy", Tensor.of(new int[] {0, 0, 1, 2}, 2, 2));

        assertThat(pool(features, labels, out, "--reduce", "mean,max").code()).isZero();

        assertThat(array(out, "mean").floats())
                .containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, 2);
        assertThat(array(out, "max").floats())
                .containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, 2);
    }

    @Test
    void noImagesNoChannelsAndNoSegmentsGiveEmptyArrays() throws IOException {
        Path features = arrays.write("f.npy", Tensor.of(new float[0], 0, 4, 5, 3));
        Path labels = arrays.write("l.npy", Tensor.of(new int[0], 0, 4, 5));
        assertThat(pool(features, labels, out, "--reduce", "mean,max").err()).isEmpty();
        assertThat(array(out, "mean").shape()).isEqualTo(Shape.of(0, 0, 3));
        assertThat(array(out, "counts").shape()).isEqualTo(Shape.of(0, 0));

        arrays.write("f.npy", Tensor.of(new float[0], 1, 4, 5, 0));
        arrays.write("l.npy", Tensor.of(new int[20], 1, 4, 5));
        assertThat(pool(features, labels, out).err()).isEmpty();
        assertThat(array(out, "mean").shape()).isEqualTo(Shape.of(1, 1, 0));

        int[] nowhere = new int[20];
        Arrays.fill(nowhere, -1);
        arrays.write("l.npy", Tensor.of(nowhere, 1, 4, 5));
        assertThat(pool(features, labels, out).err()).isEmpty();
        assertThat(array(out, "mean").shape()).isEqualTo(Shape.of(1, 0, 0));
    }
}
