package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.tensor.Tensor;

/// Bad input of `smalti pool` gets one line and no output file.
class PoolFailuresTest {
    @TempDir Path folder;

    private ArrayFolder arrays = new ArrayFolder(Path.of(""));
    private Path features = Path.of("");
    private Path labels = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writeArrays() throws IOException {
        arrays = new ArrayFolder(folder);
        features = arrays.write("f.npy", Tensor.of(new float[2 * 3 * 6 * 2], 2, 3, 6, 2));
        labels = arrays.write("l.npy", Tensor.of(new int[2 * 3 * 6], 2, 3, 6));
        out = arrays.file("o.npz");
    }

    @Test
    void aLabelBeyondTheSegmentsIsToldWithItsPlace() throws IOException {
        int[] bad = new int[2 * 3 * 6];
        bad[1 * 18 + 1 * 6 + 5] = 7;
        arrays.write("l.npy", Tensor.of(bad, 2, 3, 6));
        arrays.poolingFails(
                "label 7 at [1,1,5] is not below the 5 segments; give --segments 8 or mark it with --ignore 7",
                features,
                labels,
                out,
                "--segments",
                5);
        bad[0] = Integer.MAX_VALUE;
        arrays.write("l.npy", Tensor.of(bad, 2, 3, 6));
        arrays.poolingFails("label 2147483647 at [0,0,0]", features, labels, out);
    }

    @Test
    void shapesThatDoNotMatchAreTold() throws IOException {
        Path one = arrays.write("one.npy", Tensor.of(new int[18], 3, 6));
        arrays.poolingFails("takes as many feature maps, not 2", features, one, out);
        Path flat = arrays.write("flat.npy", Tensor.of(new int[36], 36));
        arrays.poolingFails("takes labels [B,H,W] or [H,W], not [36]", features, flat, out);
        Path upstream = arrays.write("g.npy", Tensor.of(new float[2], 1, 1, 2));
        arrays.poolingFails(
                "an upstream gradient [2,1,2], not [1,1,2]",
                features,
                labels,
                out,
                "--upstream",
                upstream);
    }

    @Test
    void labelsAndClassesMustBeWholeNumbers() throws IOException {
        Path real = arrays.write("real.npy", Tensor.of(new float[36], 2, 3, 6));
        arrays.poolingFails("holds f32 where whole numbers are needed", features, real, out);
        arrays.poolingFails("mode takes whole numbers", features, labels, out, "--reduce", "mode");
    }

    @Test
    void reductionsThatDoNotGoTogetherAreTold() throws IOException {
        Path weights = arrays.write("w.npy", Tensor.of(new float[36], 2, 3, 6));
        arrays.poolingFails(
                "a weighted reduction must be sum or mean",
                features,
                labels,
                out,
                "--weights",
                weights,
                "--reduce",
                "max");
        Path fine = arrays.write("fine.npy", Tensor.of(new int[2 * 6 * 12], 2, 6, 12));
        arrays.poolingFails(
                "across resolutions, not mean,max", features, fine, out, "--reduce", "mean,max");
    }

    @Test
    void filesThatAreMissingOrNoArraysAreTold() throws IOException {
        arrays.poolingFails("none.npy: no such file", "none.npy", labels, out);
        arrays.poolingFails(
                "none: no such file or folder", features, labels, arrays.file("none/o.npz"));
        arrays.poolingFails(
                "a file of arrays must be called .npz, .h5 or .npy",
                features,
                labels,
                arrays.file("o.txt"));
        Path text = Files.writeString(arrays.file("text.npy"), "hello");
        arrays.poolingFails("text.npy: ", text, labels, out);
    }

    @Test
    void aFailureInTheSecondImageLeavesTheOldResult() throws IOException {
        Files.writeString(out, "old");
        int[] bad = new int[2 * 3 * 6];
        bad[bad.length - 1] = 9;
        arrays.write("l.npy", Tensor.of(bad, 2, 3, 6));
        arrays.poolingFails("label 9 at [1,2,5]", features, labels, out, "--segments", 2);
        assertThat(out).hasContent("old");
    }
}
