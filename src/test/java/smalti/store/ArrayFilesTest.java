package smalti.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.file.ElementType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class ArrayFilesTest {
    @TempDir Path folder;

    private String outside = "";

    /// Written by h5py 3.16 with a user block, `x = arange(120).reshape(3,5,4,2)`: `plain`, `big`, `half`, `double` and
    /// `packed` hold `x/8` in as many ways, `fletcher`, `holes` and `otherfill` hold `x`, the latter two only `x[1]`.
    @BeforeEach
    void copyOutsideFile() throws IOException {
        Path copy = folder.resolve("outside.h5");
        try (InputStream resource = ArrayFilesTest.class.getResourceAsStream("outside.h5")) {
            Files.copy(Objects.requireNonNull(resource), copy);
        }
        outside = copy + ":/";
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "big", "half", "double", "packed", "link"})
    void whatOtherProgramsWroteIsReadHoweverItIsLaidOut(String dataset) throws IOException {
        try (ArraySource source = ArrayFiles.open(outside + dataset)) {
            assertThat(source.shape()).isEqualTo(Shape.of(3, 5, 4, 2));
            for (int first = 0; first < 3; first++) {
                for (int count = 1; first + count <= 3; count++) {
                    Tensor part = source.read(first, count, DType.F32);
                    assertThat(part.shape()).isEqualTo(Shape.of(count, 5, 4, 2));
                    for (int i = 0; i < part.elements(); i++) {
                        assertThat(part.get(i)).isEqualTo((first * 40 + i) / 8.0);
                    }
                }
            }
        }
    }

    @Test
    void elementTypesAreKnown() throws IOException {
        assertThat(type("plain")).isEqualTo(ElementType.F32);
        assertThat(type("half")).isEqualTo(ElementType.F16);
        assertThat(type("double")).isEqualTo(ElementType.F64);
        assertThat(type("types/u1")).isEqualTo(ElementType.U8);
        assertThat(type("types/u8")).isEqualTo(ElementType.U64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8"})
    void labelsOfEveryIntegerTypeAreRead(String dataset) throws IOException {
        try (ArraySource source = ArrayFiles.open(outside + "types/" + dataset)) {
            assertThat(source.read(0, 2, DType.I32).ints()).containsExactly(0, 1, 2, 100, 101, 127);
        }
    }

    @Test
    void checksummedChunksAreRead() throws IOException {
        try (ArraySource source = ArrayFiles.open(outside + "fletcher")) {
            assertThat(source.read(2, 1, DType.I32).get(0)).isEqualTo(80);
        }
    }

    @Test
    void partsNeverWrittenAreZeros() throws IOException {
        try (ArraySource source = ArrayFiles.open(outside + "holes")) {
            assertThat(source.read(0, 1, DType.I32).ints()).containsOnly(0);
            assertThat(source.read(1, 1, DType.I32).get(39)).isEqualTo(79);
            assertThat(source.read(0, 3, DType.I32).get(79)).isEqualTo(79);
        }
        try (ArraySource source = ArrayFiles.open(outside + "unwritten")) {
            assertThat(source.read(0, 3, DType.F32).floats()).containsOnly(0);
        }
        try (ArraySource source = ArrayFiles.open(outside + "otherfill")) {
            assertThat(source.read(1, 1, DType.I32).get(0)).isEqualTo(40);
            assertThatThrownBy(() -> source.read(0, 1, DType.I32))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("fill value is not 0");
        }
        try (ArraySource source = ArrayFiles.open(outside + "empty")) {
            assertThat(source.read(0, 0, DType.F32).elements()).isZero();
        }
    }

    @Test
    void whatCannotBeReadSaysWhy() {
        assertThatThrownBy(() -> read("large", DType.I32))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("1099511627776 at [0,1] does not fit a 32-bit integer");
        assertThatThrownBy(() -> read("plain", DType.I32))
                .hasMessageContaining("whole numbers are needed");
        assertThatThrownBy(() -> read("nothing", DType.F32))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("holds no dataset /nothing; it has /");
        assertThatThrownBy(() -> read("types", DType.F32))
                .hasMessageContaining("no dataset but a group");
        assertThatThrownBy(() -> read("plain/deeper", DType.F32))
                .hasMessageContaining("holds no dataset");
        assertThatThrownBy(() -> read("text", DType.F32))
                .hasMessageContaining("neither integers nor");
        assertThatThrownBy(() -> read("scalar", DType.F32)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> ArrayFiles.open(folder + "/none.h5:/x"))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ArrayFiles.open(folder + "/none.h5"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("FILE.h5:/dataset");
    }

    @Test
    void brokenFilesAreRefusedWithOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("outside.h5"));
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            byte[] broken = whole.clone();
            if (i % 3 == 0) {
                broken = java.util.Arrays.copyOf(broken, random.nextInt(broken.length));
            }
            for (int hit = 0; hit < i % 5 && broken.length > 0; hit++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("broken.h5"), broken);
            for (String dataset : new String[] {"/plain", "/packed", "/holes"}) {
                try (ArraySource source = ArrayFiles.open(file + ":" + dataset)) {
                    if (source.shape().rank() > 0 && source.shape().elements() < 1 << 20) {
                        source.read(0, source.shape().size(0), DType.F64);
                    }
                } catch (FormatException expected) {
                    assertThat(expected).message().hasLineCount(1);
                }
            }
        }
        assertThatThrownBy(() ->
                        ArrayFiles.open(
                                Files.writeString(folder.resolve("text.h5"), "hello") + ":/x"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("not a sound HDF5 file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h5", "npz"})
    void arraysOfEveryTypeComeBackWrittenImageByImage(String suffix) throws IOException {
        Path file = folder.resolve("arrays." + suffix);
        DType[] types = {DType.F32, DType.F64, DType.F16, DType.I32};
        try (ArraySink sink = ArrayFiles.create(file)) {
            for (DType type : types) {
                sink.declare("of_" + type, type, Shape.of(5, 3, 2));
            }
            sink.declare("nothing", DType.F32, Shape.of(5, 0));
            sink.declare("long", DType.F32, Shape.of(5, 700_001));
            for (int image = 0; image < 5; image++) {
                for (DType type : types) {
                    sink.write("of_" + type, values(type, image, 1, 3, 2));
                }
                sink.write("nothing", Tensor.zeros(DType.F32, Shape.of(1, 0)));
                sink.write("long", values(DType.F32, image, 1, 700_001));
            }
            sink.commit();
        }
        for (DType type : types) {
            try (ArraySource source =
                    ArrayFiles.open(file + ":" + (suffix.equals("h5") ? "/" : "") + "of_" + type)) {
                assertThat(source.type().natural()).isEqualTo(type);
                assertThat(source.shape()).isEqualTo(Shape.of(5, 3, 2));
                Tensor all = source.read(0, 5, type);
                for (int i = 0; i < 30; i++) {
                    assertThat(all.get(i)).as("%s %d", type, i).isEqualTo(i / 6 * 100 + i % 6);
                }
            }
        }
        try (ArraySource source = ArrayFiles.open(file + ":long")) {
            assertThat(source.read(4, 1, DType.F32).get(700_000))
                    .isEqualTo((float) (400 + 700_000));
        }
        onlyFiles("arrays." + suffix, "outside.h5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.h5", "a.npz", "a.npy"})
    void whatIsNotCommittedLeavesNothing(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "old");
        try (ArraySink sink = ArrayFiles.create(file)) {
            sink.declare("x", DType.F32, Shape.of(2, 3_000_000));
            sink.write("x", Tensor.zeros(DType.F32, Shape.of(1, 3_000_000)));
            assertThatThrownBy(sink::commit).isInstanceOf(ShapeException.class);
        }
        assertThat(file).hasContent("old");
        onlyFiles(name, "outside.h5");
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "I32"})
    void partsThatDoNotFitAreRefused(DType type) throws IOException {
        try (ArraySink sink = ArrayFiles.create(folder.resolve("a.h5"))) {
            sink.declare("x", DType.F32, Shape.of(2, 3));
            assertThatThrownBy(() -> sink.declare("x", type, Shape.of(1)))
                    .isInstanceOf(ParameterException.class);
            assertThatThrownBy(() -> sink.write("y", Tensor.zeros(type, Shape.of(1, 3))))
                    .isInstanceOf(ParameterException.class);
            assertThatThrownBy(() -> sink.write("x", Tensor.zeros(type, Shape.of(1, 4))))
                    .isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> sink.write("x", Tensor.zeros(type, Shape.of(3, 3))))
                    .isInstanceOf(ShapeException.class);
        }
    }

    private ElementType type(String dataset) throws IOException {
        try (ArraySource source = ArrayFiles.open(outside + dataset)) {
            return source.type();
        }
    }

    private Tensor read(String dataset, DType type) throws IOException {
        try (ArraySource source = ArrayFiles.open(outside + dataset)) {
            return source.read(0, 1, type);
        }
    }

    private static Tensor values(DType type, int image, int... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = image * 100 + i;
        }
        return Tensor.of(values, sizes).to(type);
    }

    private void onlyFiles(String... names) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(names);
        }
    }
}
