package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

class NpyWriterTest {
    @TempDir Path folder;

    @Test
    void theBytesAreThoseThatNumpyWrites() throws IOException {
        Path file = folder.resolve("x.npy");
        NpyWriter.write(file, Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
        // numpy.save of the same array, by NumPy 1.24.
        assertThat(file)
                .hasBinaryContent(
                        Base64.getDecoder()
                                .decode(
                                        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAQAAAQEAAAIBA"));
    }

    @Test
    void tuplesOfNoneAndOneArePython() throws IOException {
        Path file = folder.resolve("x.npy");
        NpyWriter.write(file, Tensor.of(new int[] {1}, new int[0]));
        assertThat(header(file)).contains("'shape': ()").contains("'<i4'");
        assertThat(NpyReader.read(file).shape()).isEqualTo(Shape.of());
        NpyWriter.write(file, Tensor.of(new double[] {1}, 1));
        assertThat(header(file)).contains("'shape': (1,)").contains("'<f8'");
    }

    private static String header(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    @Test
    void partsAndViewsMakeAWhole() throws IOException {
        Path file = folder.resolve("x.npy");
        float[] values = {9, 9, 1, 2, 3, 4, 5, 6};
        Tensor view = Tensor.of(Shape.of(3, 2), new Storage.Floats(values), 2);
        try (NpyWriter writer = NpyWriter.create(file, DType.F32, Shape.of(3, 2))) {
            writer.write(view.at(0).reshape(1, 2));
            writer.write(Tensor.of(Shape.of(2, 2), view.storage(), 4));
            writer.commit();
        }
        assertThat(NpyReader.read(file).floats()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void partsThatDoNotFitAreRefused() throws IOException {
        Path file = folder.resolve("x.npy");
        try (NpyWriter writer = NpyWriter.create(file, DType.F32, Shape.of(3, 2))) {
            for (Tensor wrong :
                    new Tensor[] {
                        Tensor.of(new int[2], 1, 2),
                        Tensor.of(new float[3], 1, 3),
                        Tensor.of(new float[2], 2),
                        Tensor.of(new float[8], 4, 2),
                        Tensor.of(new float[1], new int[0])
                    }) {
                assertThatThrownBy(() -> writer.write(wrong))
                        .isInstanceOf(ShapeException.class)
                        .hasMessageContaining(wrong.toString());
            }
            writer.write(Tensor.of(new float[4], 2, 2));
            assertThatThrownBy(() -> writer.write(Tensor.of(new float[4], 2, 2)))
                    .isInstanceOf(ShapeException.class);
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("6 elements");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anOlderFileStaysUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("x.npy"), "old");
        try (NpyWriter writer = NpyWriter.create(file, DType.F32, Shape.of(2))) {
            writer.write(Tensor.of(new float[1], 1));
        }
        assertThat(file).hasContent("old");
        try (NpyWriter writer = NpyWriter.create(file, DType.F32, Shape.of(2))) {
            writer.write(Tensor.of(new float[2], 2));
            assertThat(file).hasContent("old");
            writer.commit();
        }
        assertThat(NpyReader.read(file).floats()).containsExactly(0, 0);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatCannotBeWrittenLeavesNothingBehind() {
        assertThatThrownBy(() -> NpyWriter.create(folder.resolve("x.npy"), DType.BF16, Shape.of(1)))
                .isInstanceOf(UnsupportedOpException.class)
                .hasMessageContaining("convert to F32");
        assertThatThrownBy(() ->
                        NpyWriter.create(folder.resolve("none/x.npy"), DType.F32, Shape.of(1)))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
