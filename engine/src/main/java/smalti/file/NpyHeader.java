package smalti.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import smalti.error.FormatException;
import smalti.tensor.Shape;

/// What stands before the elements of a `.npy` file, checked against the file's length.
///
/// Format: NumPy enhancement proposal 1 and `numpy.lib.format`, versions 1.0, 2.0 and 3.0.
///
/// @param type the elements' type
/// @param order the order of each element's bytes
/// @param fortranOrder whether the first dimension varies fastest
/// @param dataStart the byte at which the elements start
public record NpyHeader(
        ElementType type, ByteOrder order, boolean fortranOrder, Shape shape, int dataStart) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /// The longest header that is read; NumPy's own limit is a sixth of it.
    static final int LONGEST = 1 << 16;

    /// Reads and checks a header.
    ///
    /// @throws FormatException if it is none, or the bytes behind it are not as many as it promises
    static NpyHeader read(ByteSource source) throws IOException {
        String name = source.name();
        byte[] start = new byte[12];
        if (source.size() < start.length) {
            throw new FormatException(
                    name, 0, "is no .npy file: it has only " + source.size() + " bytes");
        }
        source.read(0, start, 0, start.length);
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                throw new FormatException(
                        name, i, "is no .npy file: it does not start with \\x93NUMPY");
            }
        }
        int version = start[6];
        if (version < 1 || version > 3 || start[7] != 0) {
            throw new FormatException(
                    name,
                    6,
                    ".npy version %d.%d is not one of 1.0, 2.0 and 3.0"
                            .formatted(version, start[7]));
        }
        ByteBuffer prefix = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        int textStart = version == 1 ? 10 : 12;
        long length =
                version == 1
                        ? Short.toUnsignedLong(prefix.getShort(8))
                        : Integer.toUnsignedLong(prefix.getInt(8));
        if (length > LONGEST || length > source.size() - textStart) {
            throw new FormatException(
                    name,
                    8,
                    "a header of %d bytes is longer than the limit of %d or than the file of %d"
                            .formatted(length, LONGEST, source.size()));
        }
        byte[] header = new byte[textStart + (int) length];
        source.read(0, header, 0, header.length);
        String text =
                new String(
                        header,
                        textStart,
                        (int) length,
                        version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        NpyHeader read = new NpyDictionary(name, text, textStart).header(header.length);
        read.checkLength(name, source.size());
        return read;
    }

    private void checkLength(String name, long size) {
        long most = (Long.MAX_VALUE - dataStart) / type.bytes();
        long expected =
                shape.elements() > most
                        ? Long.MAX_VALUE
                        : dataStart + shape.elements() * type.bytes();
        if (size != expected) {
            throw new FormatException(
                    name,
                    Math.min(size, expected),
                    "%s %s takes %s bytes with its header, but there are %d"
                            .formatted(
                                    type,
                                    shape,
                                    expected == Long.MAX_VALUE ? "more than 2^63" : expected,
                                    size));
        }
    }
}
