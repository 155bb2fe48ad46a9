package smalti.cuda.emulator;

/// What `atom` and `red` do with a place in memory.
///
/// @param operation e.g. `add`
/// @param type how the place is read
record AtomicOperation(String operation, PtxType type) {
    static AtomicOperation of(Opcode opcode) {
        String operation =
                opcode.parts().stream()
                        .filter(AtomicOperation::isOperation)
                        .findFirst()
                        .orElseThrow(() -> new PtxSyntaxException("no operation is told"));
        return new AtomicOperation(operation, opcode.type());
    }

    private static boolean isOperation(String part) {
        return switch (part) {
            case "add", "min", "max", "exch", "cas", "and", "or", "xor", "inc", "dec" -> true;
            default -> false;
        };
    }

    /// What the place holds afterwards.
    ///
    /// @param old what it holds, as the type reads it
    /// @param c only for `cas`, which puts it where `b` is found
    long apply(long old, long b, long c) {
        return switch (type) {
            case F32 -> Float.floatToRawIntBits(applyFloat((int) old, (int) b));
            case F64 -> Double.doubleToRawLongBits(applyDouble(old, b));
            default -> applyInteger(old, b, c);
        };
    }

    private float applyFloat(int old, int b) {
        return switch (operation) {
            case "add" -> Float.intBitsToFloat(old) + Float.intBitsToFloat(b);
            case "exch" -> Float.intBitsToFloat(b);
            default -> throw unknown();
        };
    }

    private double applyDouble(long old, long b) {
        return switch (operation) {
            case "add" -> Double.longBitsToDouble(old) + Double.longBitsToDouble(b);
            case "exch" -> Double.longBitsToDouble(b);
            default -> throw unknown();
        };
    }

    private long applyInteger(long old, long b, long c) {
        return switch (operation) {
            case "add" -> old + b;
            case "exch" -> b;
            case "cas" -> old == b ? c : old;
            case "and" -> old & b;
            case "or" -> old | b;
            case "xor" -> old ^ b;
            case "min" -> isLess(old, b) ? old : b;
            case "max" -> isLess(old, b) ? b : old;
            case "inc" -> Long.compareUnsigned(old, b) >= 0 ? 0 : old + 1;
            case "dec" -> old == 0 || Long.compareUnsigned(old, b) > 0 ? b : old - 1;
            default -> throw unknown();
        };
    }

    private boolean isLess(long a, long b) {
        return type.isSigned() ? a < b : Long.compareUnsigned(a, b) < 0;
    }

    private PtxSyntaxException unknown() {
        return new PtxSyntaxException("no atomic %s of %s".formatted(operation, type.text()));
    }
}
