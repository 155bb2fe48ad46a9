package smalti.cuda.emulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A type of PTX: how the bits of a register or of memory are read.
enum PtxType {
    PRED(1, Reading.BITS),
    B8(8, Reading.BITS),
    B16(16, Reading.BITS),
    B32(32, Reading.BITS),
    B64(64, Reading.BITS),
    U8(8, Reading.BITS),
    U16(16, Reading.BITS),
    U32(32, Reading.BITS),
    U64(64, Reading.BITS),
    S8(8, Reading.SIGNED),
    S16(16, Reading.SIGNED),
    S32(32, Reading.SIGNED),
    S64(64, Reading.SIGNED),
    F16(16, Reading.FLOAT),
    F16X2(32, Reading.BITS),
    F32(32, Reading.FLOAT),
    F64(64, Reading.FLOAT);

    private enum Reading {
        BITS,
        SIGNED,
        FLOAT
    }

    private static final Map<String, PtxType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(PtxType::text, type -> type));

    private final int bits;
    private final Reading reading;

    PtxType(int bits, Reading reading) {
        this.bits = bits;
        this.reading = reading;
    }

    /// The type of this name, e.g. `f32`.
    static Optional<PtxType> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// The type of bits twice as wide, signed or not as this one: what `mul.wide` gives.
    PtxType wide() {
        return switch (this) {
            case U16 -> U32;
            case U32 -> U64;
            case S16 -> S32;
            case S32 -> S64;
            default -> throw new IllegalArgumentException("no type is twice as wide as " + text());
        };
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    int bits() {
        return bits;
    }

    /// Bytes in memory.
    int bytes() {
        return Math.max(1, bits / 8);
    }

    boolean isSigned() {
        return reading == Reading.SIGNED;
    }

    boolean isFloat() {
        return reading == Reading.FLOAT;
    }

    /// The low bits of a value, extended to 64 as this type is read.
    long extend(long value) {
        int spare = Long.SIZE - bits;
        return isSigned() ? value << spare >> spare : value << spare >>> spare;
    }
}
