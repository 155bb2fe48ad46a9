package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.file.NpyReader;
import smalti.file.NpyWriter;
import smalti.file.NpzReader;
import smalti.op.Layout;
import smalti.store.ArrayFiles;
import smalti.store.ArraySink;
import smalti.store.ArraySource;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class PoolCommandTest {
    @TempDir Path folder;

    /// The worked case of the original question, in both layouts.
    @ParameterizedTest
    @ValueSource(strings = {"nhwc", "NCHW"})
    void theWorkedCaseComesOutRight(String layout) throws IOException {
        Layout order = Layout.valueOf(layout.toUpperCase(java.util.Locale.ROOT));
        int[] sizes = order.shape(1, 2, 2, 1).sizes();
        Path features = write("f.npy", Tensor.of(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, sizes));
        Path labels = write("l.npy", Tensor.of(new int[] {0, 0, 1, 2}, 1, 2, 2));
        Path upstream = write("g.npy", Tensor.of(new float[] {1, 1, 1}, 1, 3, 1));
        Path out = folder.resolve("o.npz");

        Run run =
                Run.of(
                        "pool",
                        "--features",
                        features,
                        "--labels",
                        labels,
                        "--layout",
                        layout,
                        "--upstream",
                        upstream,
                        "--out",
                        out);

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
        Path features = write("f.npy", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2, 1));
        Path labels =
                write(
                        "l.npy",
                        Tensor.of(
                                new int[] {0, 0, 0, 1, 0, 0, 1, 1, 0, 2, 2, 1, 2, 2, 2, 1}, 4, 4));
        Path upstream = write("g.npy", Tensor.of(new float[] {6, 5, 5}, 1, 3, 1));
        Path out = folder.resolve("o.npz");

        Run run =
                Run.of(
                        "pool",
                        "--features",
                        features,
                        "--labels",
                        labels,
                        "--upstream",
                        upstream,
                        "--out",
                        out);

        assertThat(run.err()).isEmpty();
        assertThat(array(out, "mean").floats())
                .containsExactly(new float[] {1.5f, 2.8f, 3.4f}, within(1e-6f));
        assertThat(array(out, "grad_mean").shape()).isEqualTo(Shape.of(1, 2, 2, 1));
        assertThat(array(out, "grad_mean").floats()).containsExactly(4, 1 + 3, 1 + 3, 2 + 2);
        failing(
                "across resolutions, not mean,max",
                "--features",
                features,
                "--labels",
                labels,
                "--reduce",
                "mean,max",
                "--out",
                folder.resolve("p.npz"));
    }

    @Test
    void everyReductionStandsUnderItsName() throws IOException {
        Path features = write("f.npy", Tensor.of(new float[] {1, 3, 2, 5, 4, 4}, 2, 3, 1));
        Path labels = write("l.npy", Tensor.of(new int[] {0, 0, 2, 2, -1, 0}, 2, 3));
        Path out = folder.resolve("o.npz");

        Run run =
                Run.of(
                        "pool",
                        "--features",
                        features,
                        "--labels",
                        labels,
                        "--empty",
                        "-9",
                        "--out",
                        out,
                        "--reduce",
                        "mean,max,min,sum,product,variance,stddev,logsumexp,softmax,count");

        assertThat(run.err()).isEmpty();
        try (NpzReader reader = NpzReader.open(out)) {
            assertThat(reader.names())
                    .containsExactlyInAnyOrder(
                            "counts",
                            "mean",
                            "max",
                            "argmax",
                            "min",
                            "argmin",
                            "sum",
                            "product",
                            "variance",
                            "stddev",
                            "logsumexp",
                            "softmax",
                            "count");
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
        assertThat(array(out, "softmax").shape()).isEqualTo(Shape.of(1, 2, 3, 1));
        assertThat(array(out, "softmax").get(4)).isZero();
        assertThat(array(out, "softmax").get(2) + array(out, "softmax").get(3))
                .isBetween(0.999999, 1.000001);
    }

    @Test
    void modeTakesWholeNumbersAsClasses() throws IOException {
        Path features = write("f.npy", Tensor.of(new int[] {4, 1, 4, 2, 7, 1, 7, 2}, 1, 2, 2, 2));
        Path labels = write("l.npy", Tensor.of(new int[] {0, 0, 0, 1}, 1, 2, 2));
        Path out = folder.resolve("o.npz");

        assertThat(
                        run(
                                        "--features",
                                        features,
                                        "--labels",
                                        labels,
                                        "--reduce",
                                        "mode",
                                        "--out",
                                        out)
                                .err())
                .isEmpty();
        assertThat(array(out, "mode").shape()).isEqualTo(Shape.of(1, 2, 2));
        assertThat(array(out, "mode").ints()).containsExactly(4, 1, 7, 2);
        run(
                "--features",
                features,
                "--labels",
                labels,
                "--reduce",
                "mode",
                "--purity",
                "0.7",
                "--out",
                out);
        assertThat(array(out, "mode").ints()).containsExactly(-1, -1, 7, 2);
        Path real = write("r.npy", Tensor.of(new float[4], 2, 2, 1));
        failing(
                "mode takes whole numbers",
                "--features",
                real,
                "--labels",
                labels,
                "--reduce",
                "mode",
                "--out",
                out);
    }

    @Test
    void ignoredLabelsWeightsAndAFixedNumberOfSegments() throws IOException {
        Path features = write("f.npy", Tensor.of(new float[] {1, 2, 3, 40}, 2, 2, 1));
        Path labels = write("l.npy", Tensor.of(new int[] {0, 0, 1, 255}, 2, 2));
        Path weights = write("w.npy", Tensor.of(new float[] {3, 1, 5, 7}, 2, 2));
        Path out = folder.resolve("o.npz");

        Run run =
                run(
                        "--features",
                        features,
                        "--labels",
                        labels,
                        "--weights",
                        weights,
                        "--ignore",
                        255,
                        "--segments",
                        4,
                        "--reduce",
                        "mean,sum",
                        "--out",
                        out);

        assertThat(run.err()).isEmpty();
        assertThat(array(out, "mean").floats()).containsExactly(1.25f, 3, 0, 0);
        assertThat(array(out, "sum").floats()).containsExactly(5, 15, 0, 0);
        failing(
                "a weighted reduction must be sum or mean",
                "--features",
                features,
                "--labels",
                labels,
                "--weights",
                weights,
                "--ignore",
                255,
                "--reduce",
                "max",
                "--out",
                out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"npz", "h5"})
    void aDataSetIsStreamedImageByImage(String suffix) throws IOException {
        int images = 7;
        Path set = folder.resolve("set.h5");
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
        Path out = folder.resolve("pooled." + suffix);

        Run run =
                run(
                        "--features",
                        set + ":/features",
                        "--labels",
                        set + ":/labels",
                        "--layout",
                        "nchw",
                        "--reduce",
                        "mean,max",
                        "--out",
                        out,
                        "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\"images\":7", "\"segments\":7");
        Tensor mean = array(out, "mean");
        assertThat(mean.shape()).isEqualTo(Shape.of(images, 7, 3));
        assertThat(array(out, "counts").shape()).isEqualTo(Shape.of(images, 7));
        for (int image = 0; image < images; image++) {
            for (int segment = 0; segment < 7; segment++) {
                for (int channel = 0; channel < 3; channel++) {
                    double expected = segment <= image ? image + 100 * channel : 0;
                    assertThat(mean.get((image * 7 + segment) * 3 + channel)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void doublesAndHalvesKeepTheirPrecision() throws IOException {
        Path labels = write("l.npy", Tensor.of(new int[2], 1, 2));
        Path doubles = write("d.npy", Tensor.of(new double[] {1, 1 + 1e-12}, 1, 2, 1));
        Path halves =
                write("h.npy", Tensor.of(new float[] {0.625f, 0.625f}, 1, 2, 1).to(DType.F16));
        Path whole = write("i.npy", Tensor.of(new int[] {1 << 30, 1 + (1 << 30)}, 1, 2, 1));
        Path out = folder.resolve("o.npz");

        run("--features", doubles, "--labels", labels, "--out", out);
        assertThat(array(out, "mean").dtype()).isEqualTo(DType.F64);
        assertThat(array(out, "mean").get(0)).isEqualTo(1 + 0.5e-12);
        run("--features", halves, "--labels", labels, "--reduce", "mean,variance", "--out", out);
        assertThat(array(out, "mean").get(0)).isEqualTo(0.625);
        run("--features", whole, "--labels", labels, "--reduce", "mean,max,variance", "--out", out);
        assertThat(array(out, "mean").get(0)).isEqualTo((1 << 30) + 0.5);
        assertThat(array(out, "max").ints()).containsExactly(1 + (1 << 30));
    }

    @Test
    void whatIsNotANumberPassesThrough() throws IOException {
        Path features =
                write(
                        "f.npy",
                        Tensor.of(new float[] {Float.NaN, 1, Float.NEGATIVE_INFINITY, 2}, 2, 2, 1));
        Path labels = write("l.npy", Tensor.of(new int[] {0, 0, 1, 2}, 2, 2));
        Path out = folder.resolve("o.npz");

        assertThat(
                        run(
                                        "--features",
                                        features,
                                        "--labels",
                                        labels,
                                        "--reduce",
                                        "mean,max",
                                        "--out",
                                        out)
                                .code())
                .isZero();

        assertThat(array(out, "mean").floats())
                .containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, 2);
        assertThat(array(out, "max").floats())
                .containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, 2);
    }

    @Test
    void nothingToPoolGivesEmptyArrays() throws IOException {
        Path features = write("f.npy", Tensor.of(new float[0], 0, 4, 5, 3));
        Path labels = write("l.npy", Tensor.of(new int[0], 0, 4, 5));
        Path out = folder.resolve("o.npz");

        assertThat(
                        run(
                                        "--features",
                                        features,
                                        "--labels",
                                        labels,
                                        "--reduce",
                                        "mean,max",
                                        "--out",
                                        out)
                                .err())
                .isEmpty();

        assertThat(array(out, "mean").shape()).isEqualTo(Shape.of(0, 0, 3));
        assertThat(array(out, "counts").shape()).isEqualTo(Shape.of(0, 0));
        write("f.npy", Tensor.of(new float[0], 1, 4, 5, 0));
        write("l.npy", Tensor.of(new int[20], 1, 4, 5));
        assertThat(run("--features", features, "--labels", labels, "--out", out).err()).isEmpty();
        assertThat(array(out, "mean").shape()).isEqualTo(Shape.of(1, 1, 0));
        write("l.npy", Tensor.of(ofMinusOne(20), 1, 4, 5));
        assertThat(run("--features", features, "--labels", labels, "--out", out).err()).isEmpty();
        assertThat(array(out, "mean").shape()).isEqualTo(Shape.of(1, 0, 0));
    }

    @Test
    void badInputIsOneLineAndNoFile() throws IOException {
        Path features = write("f.npy", Tensor.of(new float[2 * 3 * 6 * 2], 2, 3, 6, 2));
        int[] bad = new int[2 * 3 * 6];
        bad[1 * 18 + 1 * 6 + 5] = 7;
        Path labels = write("l.npy", Tensor.of(bad, 2, 3, 6));
        Path out = folder.resolve("o.npz");

        failing(
                "label 7 at [1,1,5] is not below the 5 segments; give --segments 8 or mark it with --ignore 7",
                "--features",
                features,
                "--labels",
                labels,
                "--segments",
                5,
                "--out",
                out);
        bad[0] = Integer.MAX_VALUE;
        write("l.npy", Tensor.of(bad, 2, 3, 6));
        failing(
                "label 2147483647 at [0,0,0]",
                "--features",
                features,
                "--labels",
                labels,
                "--out",
                out);
        failing(
                "none.npy: no such file",
                "--features",
                "none.npy",
                "--labels",
                labels,
                "--out",
                out);
        failing(
                "none: no such file or folder",
                "--features",
                features,
                "--labels",
                write("ok.npy", Tensor.of(new int[36], 2, 3, 6)),
                "--out",
                folder.resolve("none/o.npz"));
        failing(
                "takes as many feature maps, not 2",
                "--features",
                features,
                "--labels",
                write("one.npy", Tensor.of(new int[18], 3, 6)),
                "--out",
                out);
        failing(
                "takes labels [B,H,W] or [H,W], not [36]",
                "--features",
                features,
                "--labels",
                write("flat.npy", Tensor.of(new int[36], 36)),
                "--out",
                out);
        failing(
                "holds f32 where whole numbers are needed",
                "--features",
                features,
                "--labels",
                write("real.npy", Tensor.of(new float[36], 2, 3, 6)),
                "--out",
                out);
        failing(
                "an upstream gradient [2,1,2], not [1,1,2]",
                "--features",
                features,
                "--labels",
                folder.resolve("ok.npy"),
                "--upstream",
                write("g.npy", Tensor.of(new float[2], 1, 1, 2)),
                "--out",
                out);
        failing(
                "a file of arrays must be called .npz, .h5 or .npy",
                "--features",
                features,
                "--labels",
                folder.resolve("ok.npy"),
                "--out",
                folder.resolve("o.txt"));
        Files.writeString(folder.resolve("text.npy"), "hello");
        failing(
                "text.npy: ",
                "--features",
                folder.resolve("text.npy"),
                "--labels",
                labels,
                "--out",
                out);
    }

    @Test
    void aFailureLeavesTheOldResult() throws IOException {
        Path out = Files.writeString(folder.resolve("o.npz"), "old");
        Path features = write("f.npy", Tensor.of(new float[4], 2, 2, 1));
        Path labels = write("l.npy", Tensor.of(new int[] {0, 0, 0, 9}, 2, 2));

        assertThat(
                        run(
                                        "--features",
                                        features,
                                        "--labels",
                                        labels,
                                        "--segments",
                                        2,
                                        "--out",
                                        out)
                                .code())
                .isEqualTo(Program.FAILED);

        assertThat(out).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void unpoolPaintsTablesBack() throws IOException {
        Path table = write("p.npy", Tensor.of(new float[] {1, 10, 2, 20, 3, 30}, 3, 2));
        Path labels = write("l.npy", Tensor.of(new int[] {2, 0, -1, 1}, 2, 2));
        Path out = folder.resolve("x.npy");

        Run run = Run.of("unpool", "--pooled", table, "--labels", labels, "--out", out);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(NpyReader.read(out).shape()).isEqualTo(Shape.of(1, 2, 2, 2));
        assertThat(NpyReader.read(out).floats()).containsExactly(3, 30, 1, 10, 0, 0, 2, 20);
        Run planar =
                Run.of(
                        "unpool",
                        "--pooled",
                        table,
                        "--labels",
                        labels,
                        "--layout",
                        "nchw",
                        "--out",
                        out);
        assertThat(planar.code()).isZero();
        assertThat(NpyReader.read(out).floats()).containsExactly(3, 1, 0, 2, 30, 10, 0, 20);
        write("l.npy", Tensor.of(new int[] {3, 0, -1, 1}, 2, 2));
        Run bad =
                Run.of(
                        "unpool",
                        "--pooled",
                        table,
                        "--labels",
                        labels,
                        "--out",
                        folder.resolve("y.npy"));
        assertThat(bad.code()).isEqualTo(Program.FAILED);
        assertThat(bad.err())
                .startsWith("smalti: label 3 at [0,0,0] is not below the 3 segments")
                .hasLineCount(1);
        assertThat(folder.resolve("y.npy")).doesNotExist();
    }

    private static int[] ofMinusOne(int length) {
        int[] labels = new int[length];
        java.util.Arrays.fill(labels, -1);
        return labels;
    }

    private Run run(Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "pool";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Run.of(all);
    }

    private void failing(String message, Object... arguments) {
        Run run = run(arguments);
        assertThat(run.code()).as(message).isEqualTo(Program.FAILED);
        assertThat(run.err()).startsWith("smalti: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        for (Object argument : List.of(arguments)) {
            if (argument.toString().endsWith("p.npz")) {
                assertThat(Path.of(argument.toString())).doesNotExist();
            }
        }
    }

    private Path write(String name, Tensor array) throws IOException {
        Path file = folder.resolve(name);
        NpyWriter.write(file, array);
        return file;
    }

    private static Tensor array(Path file, String name) throws IOException {
        try (ArraySource source = ArrayFiles.open(file + ":" + name)) {
            return source.read(0, source.shape().size(0), source.type().natural());
        }
    }
}
