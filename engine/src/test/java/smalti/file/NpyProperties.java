package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

class NpyProperties {
    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("smalti-npy");
    }

    @AfterContainer
    static void dropFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Provide
    Arbitrary<int[]> sizes() {
        return Arbitraries.integers().between(0, 9).array(int[].class).ofMaxSize(4);
    }

    @Provide
    Arbitrary<DType> numpyTypes() {
        return Arbitraries.of(DType.F16, DType.F32, DType.F64, DType.I32);
    }

    @Property(tries = 200)
    void whatWasWrittenIsReadToTheBit(
            @ForAll("sizes") int[] sizes, @ForAll("numpyTypes") DType type, @ForAll long seed)
            throws IOException {
        Tensor written = random(type, Shape.of(sizes), seed);
        Path file = folder.resolve("round.npy");
        NpyWriter.write(file, written);
        try (NpyReader reader = NpyReader.open(file)) {
            assertThat(reader.header().dataStart() % 64).isZero();
            Tensor read = reader.read();
            assertThat(read.dtype()).isEqualTo(type);
            assertThat(read.shape()).isEqualTo(written.shape());
            assertThat(bits(read)).isEqualTo(bits(written));
        }
    }

    /// The parts are larger and smaller than the reader's buffer, and come in any order.
    @Property(tries = 60)
    void partsArePiecesOfTheWholeInBothOrders(
            @ForAll @IntRange(min = 1, max = 40) int images,
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll boolean fortran,
            @ForAll long seed)
            throws IOException {
        int[] values = (int[]) array(random(DType.I32, Shape.of(images, height, width), seed));
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int image = i / width / height;
            bytes.putInt(4 * (fortran ? (x * height + y) * images + image : i), values[i]);
        }
        String header =
                "{'shape':(%d,%d,%d),'descr':'<i4','fortran_order':%s}"
                        .formatted(images, height, width, fortran ? "True" : "False");
        Path file = NpyFiles.write(folder.resolve("parts.npy"), header, bytes.array());
        try (NpyReader reader = NpyReader.open(file)) {
            Random random = new Random(seed);
            for (int i = 0; i < 4; i++) {
                int first = random.nextInt(images);
                int count = random.nextInt(images - first + 1);
                int inner = height * width;
                assertThat(reader.read(first, count).ints())
                        .isEqualTo(
                                Arrays.copyOfRange(values, first * inner, (first + count) * inner));
            }
        }
    }

    private static Tensor random(DType type, Shape shape, long seed) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(type, shape);
        for (int i = 0; i < tensor.elements(); i++) {
            switch (tensor.storage()) {
                case Storage.Floats(float[] array) ->
                        array[i] = Float.intBitsToFloat(random.nextInt());
                case Storage.Doubles(double[] array) ->
                        array[i] = Double.longBitsToDouble(random.nextLong());
                case Storage.Shorts(DType _, short[] array) -> array[i] = (short) random.nextInt();
                case Storage.Ints(int[] array) -> array[i] = random.nextInt();
                case Storage.OnDevice _ -> throw new AssertionError();
            }
        }
        return tensor;
    }

    private static Object array(Tensor tensor) {
        return switch (tensor.storage()) {
            case Storage.Floats(float[] array) -> array;
            case Storage.Doubles(double[] array) -> array;
            case Storage.Shorts(DType _, short[] array) -> array;
            case Storage.Ints(int[] array) -> array;
            case Storage.OnDevice _ -> throw new AssertionError();
        };
    }

    /// Raw bits, since NaNs are not equal to themselves.
    private static long[] bits(Tensor tensor) {
        long[] bits = new long[(int) tensor.elements()];
        Object array = array(tensor);
        Arrays.setAll(
                bits,
                i ->
                        switch (array) {
                            case float[] floats -> Float.floatToRawIntBits(floats[i]);
                            case double[] doubles -> Double.doubleToRawLongBits(doubles[i]);
                            case short[] shorts -> shorts[i];
                            case int[] ints -> ints[i];
                            default -> throw new AssertionError();
                        });
        return bits;
    }
}
