package smalti.file;

import java.util.Locale;
import smalti.tensor.DType;

/// The types that elements have in files; a tensor holds them as the nearest [DType].
public enum ElementType {
    F16(2, DType.F16),
    BF16(2, DType.BF16),
    F32(4, DType.F32),
    F64(8, DType.F64),
    BOOL(1, DType.I32),
    I8(1, DType.I32),
    I16(2, DType.I32),
    I32(4, DType.I32),
    I64(8, DType.I32),
    U8(1, DType.I32),
    U16(2, DType.I32),
    U32(4, DType.I32),
    U64(8, DType.I32);

    private final int bytes;
    private final DType natural;

    ElementType(int bytes, DType natural) {
        this.bytes = bytes;
        this.natural = natural;
    }

    /// Bytes an element.
    public int bytes() {
        return bytes;
    }

    /// The type of tensor that these elements become unless another is asked for: the same precision for floating-point
    /// elements, [DType#I32] for whole numbers and truth values.
    public DType natural() {
        return natural;
    }

    /// Whether elements are whole numbers or truth values.
    public boolean isWhole() {
        return natural == DType.I32;
    }

    /// The type that holds exactly what a tensor of this type holds.
    static ElementType of(DType type) {
        return switch (type) {
            case F16 -> F16;
            case BF16 -> BF16;
            case F32 -> F32;
            case F64 -> F64;
            case I32 -> I32;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
