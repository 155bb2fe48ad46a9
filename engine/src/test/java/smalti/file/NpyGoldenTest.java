package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.error.FormatException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Files that NumPy 1.24 wrote, in base64.
class NpyGoldenTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            maxCharsPerColumn = 100_000,
            textBlock =
                    """
                    '<f2' 0;1.5;-2.25;Infinity;-Infinity;NaN k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAA+gMAAfAD8AH4=
                    '>f2' 0;1.5;-2.25;Infinity;-Infinity;NaN k05VTVBZAQB2AHsnZGVzY3InOiAnPmYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAD4AwIB8APwAfgA=
                    '<f4' 0;1.5;-2.25;Infinity;-Infinity;NaN k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADAPwAAEMAAAIB/AACA/wAAwH8=
                    '>f4' 0;1.5;-2.25;Infinity;-Infinity;NaN k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAP8AAAMAQAAB/gAAA/4AAAH/AAAA=
                    '<f8' 0;1.5;-2.25;Infinity;-Infinity;NaN k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAPg/AAAAAAAAAsAAAAAAAADwfwAAAAAAAPD/AAAAAAAA+H8=
                    '>f8' 0;1.5;-2.25;Infinity;-Infinity;NaN k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAD/4AAAAAAAAwAIAAAAAAAB/8AAAAAAAAP/wAAAAAAAAf/gAAAAAAAA=
                    '|i1' 0;1;-2;100;-100;127 k05VTVBZAQB2AHsnZGVzY3InOiAnfGkxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAf5knH8=
                    '<i2' 0;1;-2;100;-100;127 k05VTVBZAQB2AHsnZGVzY3InOiAnPGkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAEA/v9kAJz/fwA=
                    '>i2' 0;1;-2;100;-100;127 k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAB//4AZP+cAH8=
                    '<i4' 0;1;-2;100;-100;127 k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAQAAAP7///9kAAAAnP///38AAAA=
                    '>i4' 0;1;-2;100;-100;127 k05VTVBZAQB2AHsnZGVzY3InOiAnPmk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAf////4AAABk////nAAAAH8=
                    '<i8' 0;1;-2;100;-100;127 k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAEAAAAAAAAA/v////////9kAAAAAAAAAJz/////////fwAAAAAAAAA=
                    '>i8' 0;1;-2;100;-100;127 k05VTVBZAQB2AHsnZGVzY3InOiAnPmk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAAAB//////////4AAAAAAAAAZP////////+cAAAAAAAAAH8=
                    '|u1' 0;1;2;100;200;255 k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQJkyP8=
                    '<u2' 0;1;2;100;200;255 k05VTVBZAQB2AHsnZGVzY3InOiAnPHUyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAEAAgBkAMgA/wA=
                    '>u2' 0;1;2;100;200;255 k05VTVBZAQB2AHsnZGVzY3InOiAnPnUyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAABAAIAZADIAP8=
                    '<u4' 0;1;2;100;200;255 k05VTVBZAQB2AHsnZGVzY3InOiAnPHU0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAQAAAAIAAABkAAAAyAAAAP8AAAA=
                    '>u4' 0;1;2;100;200;255 k05VTVBZAQB2AHsnZGVzY3InOiAnPnU0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAQAAAAIAAABkAAAAyAAAAP8=
                    '<u8' 0;1;2;100;200;255 k05VTVBZAQB2AHsnZGVzY3InOiAnPHU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAEAAAAAAAAAAgAAAAAAAABkAAAAAAAAAMgAAAAAAAAA/wAAAAAAAAA=
                    '>u8' 0;1;2;100;200;255 k05VTVBZAQB2AHsnZGVzY3InOiAnPnU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAIAAAAAAAAAZAAAAAAAAADIAAAAAAAAAP8=
                    '|b1' 0;1;1;0;0;1 k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQEAAAE=
                    """)
    void everyTypeAndByteOrderIsRead(String type, String values, String file) throws IOException {
        double[] expected =
                Arrays.stream(values.split(";")).mapToDouble(Double::parseDouble).toArray();
        Tensor read = NpyReader.read(save(file));
        assertThat(read.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(read.dtype())
                .isEqualTo(
                        switch (type.substring(1)) {
                            case "f2" -> DType.F16;
                            case "f4" -> DType.F32;
                            case "f8" -> DType.F64;
                            default -> DType.I32;
                        });
        assertThat(values(read)).containsExactly(expected);
        try (NpyReader reader = NpyReader.open(save(file))) {
            for (DType other : DType.values()) {
                if (other != DType.I32 || read.dtype() == DType.I32) {
                    assertThat(reader.read(1, 1, other).dtype()).isEqualTo(other);
                    assertThat(values(reader.read(1, 1, other)))
                            .containsExactly(Arrays.copyOfRange(expected, 3, 6));
                    assertThat(values(reader.read(other))).containsExactly(expected);
                }
            }
        }
    }

    @Test
    void fortranOrderIsTurnedIntoRowsWholeAndInParts() throws IOException {
        String file =
                "k05VTVBZAQB2AHsnZGVzY3InOiAnPGkyJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMywgNCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAwABAAQAAgAFAABAA0ABQARAAkAFQACAA4ABgASAAoAFgADAA8ABwATAAsAFwA=";
        try (NpyReader reader = NpyReader.open(save(file))) {
            assertThat(reader.header().fortranOrder()).isTrue();
            double[] counting = new double[24];
            Arrays.setAll(counting, i -> i);
            assertThat(values(reader.read())).containsExactly(counting);
            assertThat(values(reader.read(1, 1)))
                    .containsExactly(Arrays.copyOfRange(counting, 12, 24));
            assertThat(values(reader.read(0, 1, DType.F64)))
                    .containsExactly(Arrays.copyOf(counting, 12));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPwAAAEA=",
        "3, k05VTVBZAwB0AAAAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPwAAAEA="
    })
    void newerVersionsAreRead(int version, String file) throws IOException {
        Path path = save(file);
        assertThat(Files.readAllBytes(path)[6]).isEqualTo((byte) version);
        assertThat(values(NpyReader.read(path))).containsExactly(0, 1, 2);
    }

    @Test
    void aScalarAndAnEmptyArrayAreRead() throws IOException {
        Tensor scalar =
                NpyReader.read(
                        save(
                                "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAACBA"));
        assertThat(scalar.shape()).isEqualTo(Shape.of());
        assertThat(scalar.get(0)).isEqualTo(2.5);
        Tensor empty =
                NpyReader.read(
                        save(
                                "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDAsIDQpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo="));
        assertThat(empty.shape()).isEqualTo(Shape.of(0, 4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
                    records 'k05VTVBZAQB2AHsnZGVzY3InOiBbKCdhJywgJzxmNCcpXSwgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA'
                    '<c8' 'k05VTVBZAQB2AHsnZGVzY3InOiAnPGM4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAA=='
                    '|O' 'k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMSwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqAA2NudW1weS5jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEAY251bXB5Cm5kYXJyYXkKcQFLAIVxAkMBYnEDh3EEUnEFKEsBSwGFcQZjbnVtcHkKZHR5cGUKcQdYAgAAAE84cQiJiIdxCVJxCihLA1gBAAAAfHELTk5OSv////9K/////0s/dHEMYoldcQ19cQ5hdHEPYi4='
                    """)
    void typesThatNoTensorHoldsAreNamed(String type, String file) throws IOException {
        Path path = save(file);
        assertThatThrownBy(() -> NpyReader.open(path))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(type);
    }

    private Path save(String base64) throws IOException {
        return Files.write(folder.resolve("golden.npy"), Base64.getDecoder().decode(base64));
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.elements()];
        Arrays.setAll(values, tensor::get);
        return values;
    }
}
