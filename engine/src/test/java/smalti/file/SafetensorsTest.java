package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.error.DeviceException;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.FarStorage;
import smalti.testkit.RealData;
import smalti.testkit.Tensors;

class SafetensorsTest {
    /// Written by the Python package safetensors 0.8.0, one tensor of each type.
    private static final String EVERY_TYPE =
            "MAMAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJxdW90ZSI6IlwiXFzDvFxuIiwibWFkZSBieSI6InNhZmV0ZW5zb3JzIn0sInVsIjp7ImR0eXBlIjoiVTY0Iiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMCw4XX0sImxvbmciOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOls4LDI0XX0sImRvdWJsZSI6eyJkdHlwZSI6IkY2NCIsInNoYXBlIjpbXSwiZGF0YV9vZmZzZXRzIjpbMjQsMzJdfSwibm9uZSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCwzXSwiZGF0YV9vZmZzZXRzIjpbMzIsMzJdfSwic2luZ2xlIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxLDJdLCJkYXRhX29mZnNldHMiOlszMiw0MF19LCJ1aSI6eyJkdHlwZSI6IlUzMiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzQwLDQ0XX0sImludCI6eyJkdHlwZSI6IkkzMiIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzQ0LDUyXX0sImhhbGYiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOls1Miw1Nl19LCJ1cyI6eyJkdHlwZSI6IlUxNiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzU2LDU4XX0sInNob3J0Ijp7ImR0eXBlIjoiSTE2Iiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbNTgsNjBdfSwic21hbGwiOnsiZHR5cGUiOiJJOCIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzYwLDYyXX0sImJ5dGVzIjp7ImR0eXBlIjoiVTgiLCJzaGFwZSI6WzNdLCJkYXRhX29mZnNldHMiOls2Miw2NV19LCJmbGFncyI6eyJkdHlwZSI6IkJPT0wiLCJzaGFwZSI6WzNdLCJkYXRhX29mZnNldHMiOls2NSw2OF19fSAJAAAAAAAAAAUAAAAAAAAA+v////////+amZmZmZm5PwAAwD8AAIB/cBEBAHARAQD/////ADgAwP//1P6AfwEC/wEAAQ==";

    /// Written by the same, with ml_dtypes' bfloat16: 1.5 and -3.140625.
    private static final String BRAIN_FLOATS =
            "QAAAAAAAAAB7ImJyYWluIjp7ImR0eXBlIjoiQkYxNiIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzAsNF19fSAgICAgwD9JwA==";

    @TempDir Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.safetensors"), bytes);
    }

    /// A file of any text as header and zeros behind it.
    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return file(
                ByteBuffer.allocate(8 + text.length + dataBytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .array());
    }

    @Test
    void whatTheOriginalWroteIsRead() throws IOException {
        try (var reader = SafetensorsReader.open(file(Base64.getDecoder().decode(EVERY_TYPE)))) {
            assertThat(reader.names())
                    .containsExactlyInAnyOrder(
                            "half", "single", "double", "bytes", "small", "short", "int", "long",
                            "flags", "none", "us", "ui", "ul");
            assertThat(reader.metadata())
                    .isEqualTo(Map.of("made by", "safetensors", "quote", "\"\\ü\n"));
            assertRead(reader, "half", DType.F16, Shape.of(2), 0.5, -2);
            assertRead(reader, "single", DType.F32, Shape.of(1, 2), 1.5, Double.POSITIVE_INFINITY);
            assertRead(reader, "double", DType.F64, Shape.of(), 0.1);
            assertRead(reader, "bytes", DType.I32, Shape.of(3), 1, 2, 255);
            assertRead(reader, "small", DType.I32, Shape.of(2), -128, 127);
            assertRead(reader, "short", DType.I32, Shape.of(1), -300);
            assertRead(reader, "int", DType.I32, Shape.of(2), 70_000, -1);
            assertRead(reader, "long", DType.I32, Shape.of(2), 5, -6);
            assertRead(reader, "flags", DType.I32, Shape.of(3), 1, 0, 1);
            assertRead(reader, "none", DType.F32, Shape.of(0, 3));
            assertRead(reader, "us", DType.I32, Shape.of(1), 65_535);
            assertRead(reader, "ui", DType.I32, Shape.of(1), 70_000);
            assertRead(reader, "ul", DType.I32, Shape.of(1), 9);
            assertThat(reader.read("long", DType.F32).floats()).containsExactly(5, -6);
            assertThat(reader.read("half", DType.BF16).get(1)).isEqualTo(-2);
            assertThat(reader.type("long")).isEqualTo(ElementType.I64);
            assertThat(reader.shape("single")).isEqualTo(Shape.of(1, 2));
        }
        try (var reader = SafetensorsReader.open(file(Base64.getDecoder().decode(BRAIN_FLOATS)))) {
            assertRead(reader, "brain", DType.BF16, Shape.of(2), 1.5, -3.140625);
            assertThat(reader.metadata()).isEmpty();
        }
    }

    private static void assertRead(
            SafetensorsReader reader, String name, DType type, Shape shape, double... values)
            throws IOException {
        Tensor tensor = reader.read(name);
        assertThat(tensor.dtype()).isEqualTo(type);
        assertThat(tensor.shape()).isEqualTo(shape);
        double[] read = new double[(int) tensor.elements()];
        Arrays.setAll(read, tensor::get);
        assertThat(read).containsExactly(values);
    }

    @Test
    void whatIsWrittenIsReadAndAligned() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b.half", Tensor.of(new float[] {1, 2, 3}, 3).to(DType.F16));
        tensors.put("a.brain", Tensor.of(new float[] {4}, 1).to(DType.BF16));
        tensors.put("z", Tensor.of(Shape.of(2), new Storage.Floats(new float[] {9, 5, 6, 9}), 1));
        tensors.put("labels \"ü\"\t", Tensor.of(new int[] {7, -8}, 2, 1));
        tensors.put("wide", Tensor.of(new double[] {0.1}, 1, 1));
        tensors.put("none", Tensor.of(new float[0], 0));
        Map<String, String> metadata = Map.of("line", "one\ntwo", "\ud800", "lone \\");
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, tensors, metadata);
        try (var reader = SafetensorsReader.open(file)) {
            assertThat(reader.names())
                    .containsExactly("wide", "labels \"ü\"\t", "none", "z", "a.brain", "b.half");
            assertThat(reader.metadata()).isEqualTo(metadata);
            for (var entry : tensors.entrySet()) {
                Tensor written = entry.getValue();
                double[] values = new double[(int) written.elements()];
                Arrays.setAll(values, written::get);
                assertRead(reader, entry.getKey(), written.dtype(), written.shape(), values);
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
        Path again = folder.resolve("again.safetensors");
        SafetensorsWriter.write(again, new TreeMap<>(tensors), metadata);
        assertThat(again).hasBinaryContent(bytes);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void theReservedNameIsRefusedAndAnOlderFileStays() throws IOException {
        Path file = Files.writeString(folder.resolve("x.safetensors"), "old");
        Tensor one = Tensor.of(new float[1], 1);
        assertThatThrownBy(
                        () -> SafetensorsWriter.write(file, Map.of("__metadata__", one), Map.of()))
                .isInstanceOf(ParameterException.class);
        Tensor lost = Tensor.of(Shape.of(1), new Lost(), 0);
        assertThatThrownBy(
                        () -> SafetensorsWriter.write(file, Map.of("x", one, "y", lost), Map.of()))
                .isInstanceOf(DeviceException.class);
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    /// The buffer of a device that has failed.
    private record Lost() implements Storage.OnDevice {
        @Override
        public DType dtype() {
            return DType.F32;
        }

        @Override
        public long capacity() {
            return 1;
        }

        @Override
        public void read(long first, MemorySegment to) {
            throw new DeviceException("gone");
        }

        @Override
        public void write(long first, MemorySegment from) {
            throw new DeviceException("gone");
        }
    }

    @Test
    void whatLiesOnADeviceIsWrittenLikeAnythingElse() throws IOException {
        Path file = folder.resolve("far.safetensors");
        Tensor near = Tensors.random(3, 5, 7);
        SafetensorsWriter.write(file, Map.of("x", FarStorage.copy(near)), Map.of());
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThat(reader.read("x").floats()).isEqualTo(near.floats());
        }
    }

    /// There are 8 bytes of data behind each header.
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}   # tensor x of f32 [2] does not take the 4 bytes
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}   # tensor x of f32 [1] does not take the 8 bytes
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   # goes on to byte 70 behind its last tensor (at byte 66)
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}   # bytes up to tensor x at 66 belong to none (at byte 62)
                    {"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}  # tensor x has offsets [0, 12]
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}   # tensor x has offsets [8, 4]
                    {"x":{"dtype":"F32","shape":[2],"data_offsets":[0]}}     # tensor x has offsets [0]
                    {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}} # tensor y overlaps the one before it, which ends at
                    {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}} # the header has x twice
                    {"__metadata__":{},"__metadata__":{}}                    # has __metadata__ twice
                    {"__metadata__":{"a":"b","a":"c"}}                       # the metadata have a twice
                    {"__metadata__":{"a":1}}                                 # needs "
                    {"x":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}} # tensor x of type F8_E4M3
                    {"x":{"dtype":"F32","shape":[2,-1],"data_offsets":[0,8]}} # a whole number of at least 0 (at byte 39)
                    {"x":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}  # a whole number of at least 0
                    {"x":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}} # needs ,
                    {"x":{"dtype":"F32","shape":[4294967298],"data_offsets":[0,8]}} # over the limit of 2147483647
                    {"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}} # over the limit of 2^63-1
                    {"x":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}} # more than 2^63-1 elements
                    {"x":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,8]}} # does not take the 8 bytes
                    {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"dtype":"F32"}} # tensor x has dtype twice
                    {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"y":"F32"}} # tensor x has an unknown key y
                    {"x":{"dtype":"F32","data_offsets":[0,8]}}               # tensor x needs a dtype, a shape and data_offsets (at byte 9)
                    {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],}}  # needs "
                    {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}}  # goes on behind its object
                    {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}    # needs ,
                    {"x                                                      # does not end
                    {"\\q":{}}                                               # unknown escape (at byte 11)
                    {"\\u12g4":{}}                                           # four hex digits
                    {}                                                       # goes on to byte 18
                    []                                                       # needs { (at byte 8)
                    """)
    void aBadHeaderIsNamedWithTensorAndByte(String header, String trouble) throws IOException {
        Path bad = file(header, 8);
        assertThatThrownBy(() -> SafetensorsReader.open(bad))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(bad + ": ")
                .hasMessageContaining(trouble);
    }

    @Test
    void blanksAndEscapesAreRead() throws IOException {
        String header =
                " {\t\"a\\/\\b\\f\\n\\r\\t\\u0041\" : { \"shape\" : [ 1 , 2 ] , \"dtype\" : \"I32\" ,\n"
                        + " \"data_offsets\" : [ 0 , 8 ] } \r } ";
        try (var reader = SafetensorsReader.open(file(header, 8))) {
            assertThat(reader.names()).containsExactly("a/\b\f\n\r\tA");
            assertThat(reader.read(reader.names().getFirst()).shape()).isEqualTo(Shape.of(1, 2));
        }
    }

    @Test
    void headersOfWrongLengthAreRefusedBeforeTheyAreRead() throws IOException {
        for (long length : new long[] {9, 1L << 26 | 1, Long.MAX_VALUE, -1}) {
            Path bad =
                    file(
                            ByteBuffer.allocate(16)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(length)
                                    .array());
            assertThatThrownBy(() -> SafetensorsReader.open(bad))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining(
                            Long.toUnsignedString(length)
                                    + " bytes is longer than the limit of 67108864");
        }
        assertThatThrownBy(() -> SafetensorsReader.open(file(new byte[7])))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("only 7 bytes");
    }

    @Test
    void textThatIsNoUnicodeIsRefused() throws IOException {
        byte[] bytes =
                ByteBuffer.allocate(8 + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(8)
                        .put(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '{', '}', '}'})
                        .array();
        assertThatThrownBy(() -> SafetensorsReader.open(file(bytes)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void numbersThatDoNotFitAreNamedWithTensorAndPosition() throws IOException {
        String header = "{\"ids\":{\"dtype\":\"I64\",\"shape\":[2,1],\"data_offsets\":[0,16]}}";
        Path file = file(header, 16);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] = 1;
        Files.write(file, bytes);
        try (var reader = SafetensorsReader.open(file)) {
            assertThatThrownBy(() -> reader.read("ids"))
                    .isInstanceOf(FormatException.class)
                    .hasMessage(
                            "%s: 281474976710656 at [1,0] of tensor ids does not fit a 32-bit integer (at byte %d)"
                                    .formatted(file, bytes.length - 8));
            assertThat(reader.read("ids", DType.F64).get(1)).isEqualTo(0x1p48);
            assertThatThrownBy(() -> reader.read("none"))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining("[ids]");
        }
        try (var reader = SafetensorsReader.open(file(Base64.getDecoder().decode(EVERY_TYPE)))) {
            assertThatThrownBy(() -> reader.read("half", DType.I32))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("tensor half holds f16");
        }
    }

    /// First and last element and sum of the alphabetically first tensor, by NumPy reading the bytes at their offset.
    @Tag("data")
    @ParameterizedTest
    @CsvSource({
        "deeplabv3_mnv2_voc, 110, aspp0.bias, 0.059442334, 0.035897378, 6.913221754468395",
        "enet_camvid, 554, asymmetric2_3.ext_conv1.0.weight, -0.02359796, 0.017874727, -0.7997332427945025",
        "mobilenet_v2, 104, block0.depthwise.bias, -0.011896357, -0.20297691, 13.521263163536787",
        "squeezenet1_1, 52, conv1.bias, 0.7355256, -0.07143138, 5.814350989821833",
        "vgg16_conv1_conv2, 8, conv1_1.bias, 0.73413086, 0.4897461, 32.08203125",
        "golden/enet_camvid_0016E5_07959, 3, argmax, 1, 3, 521723",
        "golden/squeezenet1_1_webnn_0, 2, input, 71.538315, 86.14956, 19107304.28428151",
    })
    void realWeightsAreRead(
            String name, int tensors, String tensor, float first, float last, double sum)
            throws IOException {
        try (var reader = SafetensorsReader.open(RealData.at("weights/" + name + ".safetensors"))) {
            List<String> names = reader.names();
            assertThat(names).hasSize(tensors);
            assertThat(names.stream().sorted().findFirst()).hasValue(tensor);
            Tensor values = reader.read(tensor);
            int end = (int) values.elements();
            assertThat(values.get(0)).isEqualTo(first);
            assertThat(values.get(end - 1)).isEqualTo(last);
            double total = 0;
            for (int i = 0; i < end; i++) {
                total += values.get(i);
            }
            assertThat(total).isCloseTo(sum, within(1e-9 * Math.abs(sum)));
            for (String each : names) {
                assertThat(reader.read(each).shape()).isEqualTo(reader.shape(each));
            }
        }
    }
}
