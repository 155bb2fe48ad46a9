package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.tensor.DType;
import smalti.tensor.Shape;

class NpyReaderTest {
    @TempDir Path folder;

    private Path file(String header, byte... elements) throws IOException {
        return NpyFiles.write(folder.resolve("bad.npy"), header, elements);
    }

    /// Each header's elements are there, so that nothing but the header can be wrong.
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            textBlock =
                    """
                    {'descr': '|u1', 'fortran_order': False, 'shape': 4}        # needs (
                    {'descr': '|u1', 'fortran_order': False, 'shape': (4)}      # not a tuple
                    {'descr': '|u1', 'fortran_order': False, 'shape': (-4,)}    # dimension 0 of the shape needs
                    {'descr': '|u1', 'fortran_order': False, 'shape': (2 2)}    # needs , or )
                    {'descr': '|u1', 'fortran_order': False, 'shape': (4,}      # dimension 1 of the shape needs
                    {'descr': '|u1', 'fortran_order': False, 'shape': (4,)      # needs }
                    {'descr': '|u1', 'fortran_order': False, 'shape': (4,)} {}  # goes on
                    {'descr': '|u1', 'fortran_order': False}                    # lacks the key 'shape'
                    {'descr': '|u1', 'shape': (4,)}                             # lacks the key 'fortran_order'
                    {'fortran_order': False, 'shape': (4,)}                     # lacks the key 'descr'
                    {}                                                          # lacks the key
                    {'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (4,)} # twice
                    {'descr': '|u1', 'fortran_order': False, 'shape': (4,), 'x': 1} # unknown key 'x'
                    {'descr': '|u1', 'fortran_order': 0, 'shape': (4,)}         # needs True or False
                    {'descr': '|u1, 'fortran_order': False, 'shape': (4,)}      # needs
                    {'descr': u1, 'fortran_order': False, 'shape': (4,)}        # needs a string
                    {'descr': '|u2', 'fortran_order': False, 'shape': (2,)}     # type '|u2'
                    {'descr': '=u1', 'fortran_order': False, 'shape': (4,)}     # type '=u1'
                    {'descr': '', 'fortran_order': False, 'shape': (4,)}        # type ''
                    {'descr': '<u3', 'fortran_order': False, 'shape': (4,)}     # type '<u3'
                    {'descr': '|u1', 'fortran_order': False, 'shape': (4294967300,)} # over the limit of 2147483647
                    {'descr': '|u1', 'fortran_order': False, 'shape': (3,)}     # takes 68 bytes
                    {'descr': '|u1', 'fortran_order': False, 'shape': (5,)}     # takes 70 bytes
                    """)
    void aBadHeaderIsNamedWithItsByte(String header, String trouble) throws IOException {
        Path bad = file(header, new byte[4]);
        assertThatThrownBy(() -> NpyReader.open(bad))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(bad + ": ")
                .hasMessageContaining(trouble);
    }

    @Test
    void blanksAndEitherQuotesAreAllowed() throws IOException {
        Path file =
                file(
                        " { \"shape\" : ( 2 , 1 ) , 'fortran_order' : True , 'descr' : \"|u1\" , } \n",
                        (byte) 3,
                        (byte) 4);
        assertThat(NpyReader.read(file).ints()).containsExactly(3, 4);
    }

    @Test
    void theByteIsTheOneWhereTheTroubleStands() throws IOException {
        Path bad = file("{'descr': '|u1', 'fortran_order': Maybe, 'shape': (4,)}", new byte[4]);
        assertThatThrownBy(() -> NpyReader.open(bad))
                .isInstanceOfSatisfying(
                        FormatException.class,
                        thrown -> assertThat(thrown.offset()).isEqualTo(10 + 34))
                .hasMessageEndingWith("(at byte 44)");
    }

    @Test
    void enormousShapesAreRefusedBeforeAnythingIsAllocated() throws IOException {
        String huge = "{'descr': '<f8', 'fortran_order': False, 'shape': (%s)}";
        assertThatThrownBy(() -> NpyReader.open(file(huge.formatted("2147483647,2147483647,"))))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("takes more than 2^63 bytes");
        assertThatThrownBy(() ->
                        NpyReader.open(file(huge.formatted("2147483647,2147483647,2147483647"))))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("more than 2^63-1 elements");
        assertThatThrownBy(() -> NpyReader.open(file(huge.formatted("1,".repeat(65)))))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("64 dimensions");
    }

    @Test
    void aFileLargerThanTheHeapIsReadInParts() throws IOException {
        long images = 1 + Runtime.getRuntime().maxMemory() / (1 << 22);
        Path file =
                file(
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d,1024,1024)}"
                                .formatted(images));
        long start = Files.size(file);
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(start + images * (1 << 22));
            sparse.seek(start + (images - 1) * (1 << 22));
            sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3F});
        }
        try (NpyReader reader = NpyReader.open(file)) {
            assertThat(reader.read((int) images - 1, 1).floats()[0]).isOne();
            assertThatThrownBy(reader::read)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("read it in parts");
        }
        Files.delete(file);
    }

    @Test
    void filesThatAreNoneAreNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npy"), "this is no array at all");
        assertThatThrownBy(() -> NpyReader.open(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("does not start with \\x93NUMPY");
        Path empty = Files.createFile(folder.resolve("empty.npy"));
        assertThatThrownBy(() -> NpyReader.open(empty))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("0 bytes");
        Path four = file("{}", new byte[4]);
        byte[] bytes = Files.readAllBytes(four);
        bytes[6] = 4;
        Files.write(four, bytes);
        assertThatThrownBy(() -> NpyReader.open(four))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("version 4.0");
        bytes[6] = 2;
        bytes[11] = 1;
        Files.write(four, bytes);
        assertThatThrownBy(() -> NpyReader.open(four))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("limit of 65536");
        assertThatThrownBy(() -> NpyReader.open(folder.resolve("none.npy")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "<i8, 4294967296, 4294967296",
        "<i8, -2147483649, -2147483649",
        "<u8, -1, 18446744073709551615",
        "<u8, 2147483648, 2147483648",
    })
    void aLabelThatIsNoIntIsNamedWithItsPosition(String type, long bits, String value)
            throws IOException {
        ByteBuffer elements = ByteBuffer.allocate(2 * 3 * 2 * 8).order(ByteOrder.LITTLE_ENDIAN);
        elements.putLong((1 * 3 * 2 + 2 * 2 + 1) * 8, bits);
        Path file =
                file(
                        "{'descr': '%s', 'fortran_order': False, 'shape': (2,3,2)}".formatted(type),
                        elements.array());
        long at = Files.size(file) - 8;
        try (NpyReader reader = NpyReader.open(file)) {
            assertThat(reader.read(0, 1).ints()).hasSize(6);
            assertThatThrownBy(() -> reader.read(1, 1))
                    .isInstanceOf(FormatException.class)
                    .hasMessage(
                            file
                                    + ": "
                                    + value
                                    + " at [1,2,1] does not fit a 32-bit integer (at byte "
                                    + at
                                    + ")");
            assertThat(reader.read(DType.F64).get(11)).isEqualTo(Double.parseDouble(value));
        }
        elements.putLong((1 * 3 * 2 + 2 * 2 + 1) * 8, 0).putLong(2 * 2 * 2 * 8, bits);
        Path fortran =
                file(
                        "{'descr': '%s', 'fortran_order': True, 'shape': (2,3,2)}".formatted(type),
                        elements.array());
        assertThatThrownBy(() -> NpyReader.read(fortran))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(value + " at [0,1,1]");
    }

    @Test
    void longsAreRoundedOnceOnTheirWayToFloats() throws IOException {
        // Half way between two floats and a little more, which a double does not hold.
        long value = (1L << 62) + (1L << 38) + 1;
        byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putLong(value).array();
        Path signed = file("{'descr': '>i8', 'fortran_order': False, 'shape': (1,)}", bytes);
        try (NpyReader reader = NpyReader.open(signed)) {
            assertThat(reader.read(DType.F32).floats()).containsExactly(0x1.000002p62f);
        }
        bytes = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putLong(2 * value).array();
        Path unsigned = file("{'descr': '>u8', 'fortran_order': False, 'shape': (1,)}", bytes);
        try (NpyReader reader = NpyReader.open(unsigned)) {
            assertThat(reader.read(DType.F32).floats()).containsExactly(0x1.000002p63f);
            assertThat(reader.read(DType.F64).get(0)).isEqualTo(0x1.000001p63);
        }
    }

    @Test
    void floatsAreNoLabels() throws IOException {
        Path file = file("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", new byte[4]);
        try (NpyReader reader = NpyReader.open(file)) {
            assertThatThrownBy(() -> reader.read(DType.I32))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("holds f32 where whole numbers are needed");
        }
    }

    @Test
    void partsLieWithinTheArray() throws IOException {
        Path file =
                file(
                        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,2)}",
                        (byte) 1,
                        (byte) 2,
                        (byte) 3,
                        (byte) 4);
        try (NpyReader reader = NpyReader.open(file)) {
            assertThat(reader.shape()).isEqualTo(Shape.of(2, 2));
            assertThat(reader.read(2, 0).shape()).isEqualTo(Shape.of(0, 2));
            assertThat(reader.read(1, 1).ints()).containsExactly(3, 4);
            for (int[] part :
                    new int[][] {{-1, 1}, {0, 3}, {2, 1}, {1, -1}, {1, Integer.MAX_VALUE}}) {
                assertThatThrownBy(() -> reader.read(part[0], part[1]))
                        .isInstanceOf(ParameterException.class)
                        .hasMessageContaining("[2,2]");
            }
        }
        Path scalar = file("{'descr': '|b1', 'fortran_order': False, 'shape': ()}", (byte) 2);
        try (NpyReader reader = NpyReader.open(scalar)) {
            assertThat(reader.read().get(0)).isOne();
            assertThatThrownBy(() -> reader.read(0, 1)).isInstanceOf(ParameterException.class);
        }
    }

    @Test
    void aFileThatIsCutWhileItIsReadIsNamed() throws IOException {
        Path file =
                file(
                        "{'descr': '|u1', 'fortran_order': False, 'shape': (70000,)}",
                        new byte[70_000]);
        try (NpyReader reader = NpyReader.open(file)) {
            try (var cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(69_000);
            }
            assertThatThrownBy(reader::read)
                    .isInstanceOf(FormatException.class)
                    .hasMessageEndingWith("the file ends early (at byte 69000)");
            assertThat(reader.read(0, 10).ints()).hasSize(10);
        }
    }
}
