package smalti.tensor;

/// The type of a tensor's elements.
public enum DType {
    /// 32-bit floating point, the working type.
    F32(4),
    /// 64-bit floating point.
    F64(8),
    /// IEEE 754 half precision.
    F16(2),
    /// The upper half of an [#F32]: its range with 8 bits of precision.
    BF16(2),
    /// 32-bit signed integers: labels, counts, positions.
    I32(4);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes an element.
    public int bytes() {
        return bytes;
    }

    public boolean isFloating() {
        return this != I32;
    }
}
