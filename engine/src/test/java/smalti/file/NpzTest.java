package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class NpzTest {
    /// `numpy.savez` of `x = [[1,2],[3,4]]` as f4 and `labels = [5,6,7]` as i8, by NumPy 1.24.
    private static final String STORED =
            "UEsDBBQAAAAAAAAAIQBO+yB1kAAAAJAAAAAFABQAeC5ucHkBABAAkAAAAAAAAACQAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAyKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAACAPwAAAEAAAEBAAACAQFBLAwQUAAAAAAAAACEAnk0ot5gAAACYAAAACgAUAGxhYmVscy5ucHkBABAAmAAAAAAAAACYAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxpOCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgzLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKBQAAAAAAAAAGAAAAAAAAAAcAAAAAAAAAUEsBAhQDFAAAAAAAAAAhAE77IHWQAAAAkAAAAAUAAAAAAAAAAAAAAIABAAAAAHgubnB5UEsBAhQDFAAAAAAAAAAhAJ5NKLeYAAAAmAAAAAoAAAAAAAAAAAAAAIABxwAAAGxhYmVscy5ucHlQSwUGAAAAAAIAAgBrAAAAmwEAAAAA";

    /// The same by `numpy.savez_compressed`.
    private static final String COMPRESSED =
            "UEsDBBQAAAAIAAAAIQBO+yB1UwAAAJAAAAAFABQAeC5ucHkBABAAkAAAAAAAAABTAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkaaOgq1CmQDLgaGBnsGBgYHIALiBgcAUEsDBBQAAAAIAAAAIQCeTSi3TQAAAJgAAAAKABQAbGFiZWxzLm5weQEAEACYAAAAAAAAAE0AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaxjqaOgq1ChQALlYGCGCD0uxQGgBQSwECFAMUAAAACAAAACEATvsgdVMAAACQAAAABQAAAAAAAAAAAAAAgAEAAAAAeC5ucHlQSwECFAMUAAAACAAAACEAnk0ot00AAACYAAAACgAAAAAAAAAAAAAAgAGKAAAAbGFiZWxzLm5weVBLBQYAAAAAAgACAGsAAAATAQAAAAA=";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {STORED, COMPRESSED})
    void whatNumpySavedIsRead(String base64) throws IOException {
        Path file = Files.write(folder.resolve("golden.npz"), Base64.getDecoder().decode(base64));
        try (NpzReader archive = NpzReader.open(file)) {
            assertThat(archive.names()).containsExactly("x", "labels");
            assertThat(archive.read("x").floats()).containsExactly(1, 2, 3, 4);
            assertThat(archive.read("labels").ints()).containsExactly(5, 6, 7);
            try (NpyReader x = archive.open("x")) {
                // Back and forth: an archive's stream only goes forward.
                assertThat(x.read(1, 1).floats()).containsExactly(3, 4);
                assertThat(x.read(0, 1).floats()).containsExactly(1, 2);
            }
            assertThatThrownBy(() -> archive.open("y"))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining("[x, labels]");
        }
    }

    @Test
    void whatIsWrittenInPartsIsReadInParts() throws IOException {
        Path file = folder.resolve("parts.npz");
        int[] counting = new int[3 * 50_000];
        Arrays.setAll(counting, i -> i);
        Tensor whole = Tensor.of(counting, 3, 50_000);
        try (NpzWriter writer = NpzWriter.create(file)) {
            writer.start("counting", DType.I32, Shape.of(3, 50_000));
            for (int i = 0; i < 3; i++) {
                writer.write(whole.at(i).reshape(1, 50_000));
            }
            writer.write("half", Tensor.of(new float[] {0.5f}, 1));
            writer.write("empty", Tensor.of(new double[0], 0, 7));
            writer.commit();
        }
        try (NpzReader archive = NpzReader.open(file);
                NpyReader parts = archive.open("counting")) {
            for (int i : new int[] {0, 1, 2, 1}) {
                assertThat(parts.read(i, 1).ints())
                        .containsExactly(
                                Arrays.copyOfRange(counting, i * 50_000, (i + 1) * 50_000));
            }
            assertThat(archive.read("half").floats()).containsExactly(0.5f);
            assertThat(archive.read("empty").shape()).isEqualTo(Shape.of(0, 7));
        }
    }

    @Test
    void equalArraysGiveEqualBytes() throws IOException {
        Path one = folder.resolve("one.npz");
        Path two = folder.resolve("two.npz");
        for (Path file : new Path[] {one, two}) {
            try (NpzWriter writer = NpzWriter.create(file)) {
                writer.write("x", Tensor.of(new float[] {1, 2}, 2));
                writer.commit();
            }
        }
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void nothingAppearsBeforeItIsCommitted() throws IOException {
        Path file = Files.writeString(folder.resolve("kept.npz"), "kept");
        try (NpzWriter writer = NpzWriter.create(file)) {
            writer.start("x", DType.F32, Shape.of(2, 2));
            writer.write(Tensor.of(new float[2], 1, 2));
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("4 elements");
        }
        assertThat(file).hasContent("kept");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aNameIsUsedOnceAndNumpyKnowsNoBrainFloats() throws IOException {
        try (NpzWriter writer = NpzWriter.create(folder.resolve("x.npz"))) {
            Tensor two = Tensor.of(new float[2], 2);
            assertThatThrownBy(() -> writer.write(two)).isInstanceOf(IllegalStateException.class);
            writer.write("x", two);
            assertThatThrownBy(() -> writer.write("x", two)).isInstanceOf(ParameterException.class);
            assertThatThrownBy(() -> writer.write("y", two.to(DType.BF16)))
                    .isInstanceOf(UnsupportedOpException.class)
                    .hasMessageContaining("F32");
        }
    }

    @Test
    void whatIsNoArchiveIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("text.npz"), "no archive");
        assertThatThrownBy(() -> NpzReader.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + ": is no .npz archive");
    }

    @Test
    void damageInAnEntryIsFound() throws IOException {
        for (String golden : new String[] {STORED, COMPRESSED}) {
            byte[] bytes = Base64.getDecoder().decode(golden);
            // Within x's elements when stored, within its deflated stream when compressed.
            int at = golden.equals(STORED) ? 60 + 128 : 70;
            bytes[at] ^= 0x40;
            Path file = Files.write(folder.resolve("damaged.npz"), bytes);
            try (NpzReader archive = NpzReader.open(file)) {
                assertThatThrownBy(() -> archive.read("x"))
                        .isInstanceOf(FormatException.class)
                        .hasMessageStartingWith(file + ":x");
                assertThat(archive.read("labels").ints()).containsExactly(5, 6, 7);
            }
        }
    }

    @Test
    void anEntryCannotPromiseMoreThanItHolds() throws IOException {
        Path file = folder.resolve("liar.npz");
        byte[] bytes = Base64.getDecoder().decode(COMPRESSED);
        byte[] directory = "PK\1\2".getBytes(StandardCharsets.ISO_8859_1);
        int entry = 0;
        while (!Arrays.equals(bytes, entry, entry + 4, directory, 0, 4)) {
            entry++;
        }
        // The uncompressed size in the central directory: 2 GiB of 83 bytes.
        bytes[entry + 27] = 0x7F;
        Files.write(file, bytes);
        try (NpzReader archive = NpzReader.open(file)) {
            assertThatThrownBy(() -> archive.open("x"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("83 bytes cannot hold");
        }
    }

    @Test
    void entriesThatAreNoArraysAreLeftOut() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
            zip.write('x');
            zip.putNextEntry(new ZipEntry("bad.npy"));
            zip.write("not an array".getBytes(StandardCharsets.US_ASCII));
        }
        Path file = Files.write(folder.resolve("mixed.npz"), bytes.toByteArray());
        try (NpzReader archive = NpzReader.open(file)) {
            assertThat(archive.names()).containsExactly("bad");
            assertThatThrownBy(() -> archive.read("bad"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith(file + ":bad: is no .npy file");
        }
    }
}
