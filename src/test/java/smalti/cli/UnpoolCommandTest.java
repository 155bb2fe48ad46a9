package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static smalti.cli.ArrayFolder.unpool;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.file.NpyReader;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class UnpoolCommandTest {
    @TempDir Path folder;

    private ArrayFolder arrays = new ArrayFolder(Path.of(""));
    private Path table = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writeTable() throws IOException {
        arrays = new ArrayFolder(folder);
        table = arrays.write("p.npy", Tensor.of(new float[] {1, 10, 2, 20, 3, 30}, 3, 2));
        out = arrays.file("x.npy");
    }

    @Test
    void tablesArePaintedBackInBothLayouts() throws IOException {
        Path labels = arrays.write("l.npy", Tensor.of(new int[] {2, 0, -1, 1}, 2, 2));

        Run run = unpool(table, labels, out);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(NpyReader.read(out).shape()).isEqualTo(Shape.of(1, 2, 2, 2));
        assertThat(NpyReader.read(out).floats()).containsExactly(3, 30, 1, 10, 0, 0, 2, 20);
        assertThat(unpool(table, labels, out, "--layout", "nchw").code()).isZero();
        assertThat(NpyReader.read(out).floats()).containsExactly(3, 1, 0, 2, 30, 10, 0, 20);
    }

    @Test
    void ignoredLabelsAreLeftAtZero() throws IOException {
        Path labels = arrays.write("l.npy", Tensor.of(new int[] {2, 255, 0, 255}, 2, 2));

        assertThat(unpool(table, labels, out, "--ignore", 255).err()).isEmpty();

        assertThat(NpyReader.read(out).floats()).containsExactly(3, 30, 0, 0, 1, 10, 0, 0);
    }

    @Test
    void aLabelBeyondTheTableIsOneLineAndNoFile() throws IOException {
        Path labels = arrays.write("l.npy", Tensor.of(new int[] {3, 0, -1, 1}, 2, 2));

        Run run = unpool(table, labels, out);

        assertThat(run.code()).isEqualTo(Program.FAILED);
        assertThat(run.err())
                .startsWith("smalti: label 3 at [0,0,0] is not below the 3 segments")
                .hasLineCount(1);
        assertThat(out).doesNotExist();
    }
}
