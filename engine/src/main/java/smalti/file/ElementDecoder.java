package smalti.file;

import java.nio.ByteBuffer;
import smalti.tensor.DType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Turns the bytes of elements into elements of a tensor.
public final class ElementDecoder {
    private final ElementType from;

    /// @param from what the bytes hold
    public ElementDecoder(ElementType from) {
        this.from = from;
    }

    /// Decodes the elements from the buffer's position on, in its byte order. The position stays.
    ///
    /// @param to where they go: element `i` to `at + i·stride`
    /// @return the number of elements decoded; less than `count` if the next is no 32-bit integer and was to be one
    public int decode(ByteBuffer bytes, int count, Storage to, int at, int stride) {
        return switch (to) {
            case Storage.Floats(float[] array) -> floats(bytes, count, array, at, stride);
            case Storage.Doubles(double[] array) -> doubles(bytes, count, array, at, stride);
            case Storage.Shorts(DType type, short[] array) ->
                    shorts(bytes, count, type, array, at, stride);
            case Storage.Ints(int[] array) -> ints(bytes, count, array, at, stride);
            case Storage.OnDevice _ -> throw new AssertionError("files are read onto the heap");
        };
    }

    /// An element of a whole type as people write it.
    public String text(ByteBuffer bytes, int i) {
        return from == ElementType.U64
                ? Long.toUnsignedString(bytes.getLong(bytes.position() + i * from.bytes()))
                : Long.toString(whole(bytes, i));
    }

    private int floats(ByteBuffer bytes, int count, float[] to, int at, int stride) {
        if (from == ElementType.F32 && stride == 1) {
            bytes.slice().order(bytes.order()).asFloatBuffer().get(to, at, count);
            return count;
        }
        for (int i = 0, index = at; i < count; i++, index += stride) {
            to[index] = from.isWhole() ? nearestFloat(bytes, i) : (float) real(bytes, i);
        }
        return count;
    }

    private int doubles(ByteBuffer bytes, int count, double[] to, int at, int stride) {
        if (from == ElementType.F64 && stride == 1) {
            bytes.slice().order(bytes.order()).asDoubleBuffer().get(to, at, count);
            return count;
        }
        for (int i = 0, index = at; i < count; i++, index += stride) {
            to[index] = real(bytes, i);
        }
        return count;
    }

    private int shorts(ByteBuffer bytes, int count, DType type, short[] to, int at, int stride) {
        if (from == ElementType.of(type)) {
            int position = bytes.position();
            for (int i = 0, index = at; i < count; i++, index += stride) {
                to[index] = bytes.getShort(position + 2 * i);
            }
            return count;
        }
        for (int i = 0, index = at; i < count; i++, index += stride) {
            to[index] = Tensor.narrow(type, real(bytes, i));
        }
        return count;
    }

    private int ints(ByteBuffer bytes, int count, int[] to, int at, int stride) {
        if (from == ElementType.I32 && stride == 1) {
            bytes.slice().order(bytes.order()).asIntBuffer().get(to, at, count);
            return count;
        }
        for (int i = 0, index = at; i < count; i++, index += stride) {
            long value = whole(bytes, i);
            if (value != (int) value) {
                return i;
            }
            to[index] = (int) value;
        }
        return count;
    }

    /// An element of a whole type; those of [ElementType#U64] beyond 63 bits come out negative.
    private long whole(ByteBuffer bytes, int i) {
        int at = bytes.position() + i * from.bytes();
        return switch (from) {
            case BOOL -> bytes.get(at) == 0 ? 0 : 1;
            case I8 -> bytes.get(at);
            case U8 -> Byte.toUnsignedLong(bytes.get(at));
            case I16 -> bytes.getShort(at);
            case U16 -> Short.toUnsignedLong(bytes.getShort(at));
            case I32 -> bytes.getInt(at);
            case U32 -> Integer.toUnsignedLong(bytes.getInt(at));
            case I64 -> bytes.getLong(at);
            case U64 -> beyondIntAsIs(bytes.getLong(at));
            case F16, BF16, F32, F64 -> throw new AssertionError(from + " holds no whole numbers");
        };
    }

    private static long beyondIntAsIs(long unsigned) {
        // Small negative numbers would pass for ints, yet stand for values near 2^64.
        return unsigned < 0 ? Long.MIN_VALUE : unsigned;
    }

    private double real(ByteBuffer bytes, int i) {
        int at = bytes.position() + i * from.bytes();
        return switch (from) {
            case F16 -> Float.float16ToFloat(bytes.getShort(at));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
            case F32 -> bytes.getFloat(at);
            case F64 -> bytes.getDouble(at);
            case U64 -> {
                long value = bytes.getLong(at);
                yield value < 0 ? 2.0 * halved(value) : value;
            }
            case BOOL, I8, I16, I32, I64, U8, U16, U32 -> whole(bytes, i);
        };
    }

    /// An element of a whole type. A long is not to be rounded twice, as it would be by way of a double.
    private float nearestFloat(ByteBuffer bytes, int i) {
        if (from != ElementType.U64) {
            return whole(bytes, i);
        }
        long value = bytes.getLong(bytes.position() + i * from.bytes());
        return value < 0 ? 2f * halved(value) : value;
    }

    /// Half of an unsigned number beyond 63 bits, its lowest bit kept where rounding looks for it.
    private static long halved(long unsigned) {
        return unsigned >>> 1 | unsigned & 1;
    }
}
