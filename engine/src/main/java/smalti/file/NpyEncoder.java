package smalti.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The bytes of one NumPy array as its parts come in: version 1.0, row-major, little end first.
final class NpyEncoder {
    /// NumPy aligns its elements so, for memory-mapped reading.
    private static final int ALIGNMENT = 64;

    private final DType type;
    private final Shape shape;
    private final WritableByteChannel to;
    private final ElementEncoder elements = new ElementEncoder();
    private long written;

    /// Writes the header.
    ///
    /// @throws UnsupportedOpException if NumPy has no such type
    NpyEncoder(DType type, Shape shape, WritableByteChannel to) throws IOException {
        this.type = type;
        this.shape = shape;
        this.to = to;
        ByteBuffer header = ByteBuffer.wrap(header(type, shape));
        while (header.hasRemaining()) {
            to.write(header);
        }
    }

    private static byte[] header(DType type, Shape shape) {
        String dictionary =
                "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
                        .formatted(descr(type), tuple(shape));
        int length = (10 + dictionary.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[length];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(NpyHeader.MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (length - 10))
                .put(dictionary.getBytes(StandardCharsets.US_ASCII));
        header[length - 1] = '\n';
        return header;
    }

    private static String descr(DType type) {
        return switch (type) {
            case F16 -> "<f2";
            case F32 -> "<f4";
            case F64 -> "<f8";
            case I32 -> "<i4";
            case BF16 ->
                    throw new UnsupportedOpException("BF16", "NumPy files", "convert to F32 first");
        };
    }

    private static String tuple(Shape shape) {
        String sizes =
                Arrays.stream(shape.sizes())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
        return "(" + sizes + (shape.rank() == 1 ? ",)" : ")");
    }

    /// Writes the next part along the first dimension.
    ///
    /// @throws ShapeException if it is of another type or inner shape, or more than what is missing
    void write(Tensor part) throws IOException {
        boolean fits =
                part.dtype() == type
                        && (part.shape().equals(shape)
                                || part.shape().rank() > 0
                                        && shape.rank() > 0
                                        && part.shape().inner().equals(shape.inner()))
                        && part.elements() <= shape.elements() - written;
        if (!fits) {
            throw new ShapeException(
                    "an array " + type + " " + shape + " with " + written + " elements written",
                    "parts along its first dimension",
                    part);
        }
        elements.write(part, to);
        written += part.elements();
    }

    /// @throws ShapeException if parts are missing
    void checkWhole() {
        if (written != shape.elements()) {
            throw new ShapeException(
                    "an array " + shape,
                    shape.elements() + " elements before it is committed",
                    written);
        }
    }
}
