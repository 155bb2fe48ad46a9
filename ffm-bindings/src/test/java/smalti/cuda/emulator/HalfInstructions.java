package smalti.cuda.emulator;

/// Numbers of 16 bits, alone and two in a register.
final class HalfInstructions {
    private HalfInstructions() {}

    private interface Two {
        float of(float a, float b);
    }

    /// A double rounded to what a half can hold, once: what a float cannot hold makes its last digit odd, which keeps the
    /// second rounding from falling into a tie. Source: Boldo and Melquiond, "When double rounding is odd", 2005.
    static float round(double a) {
        float near = (float) a;
        boolean inexact = near != a && Float.isFinite(near);
        if (inexact && (Float.floatToRawIntBits(near) & 1) == 0) {
            near = near < a ? Math.nextUp(near) : Math.nextDown(near);
        }
        return Float.float16ToFloat(Float.floatToFloat16(near));
    }

    @Ptx("add.f16x2")
    static int add(int a, int b) {
        return each(a, b, Float::sum);
    }

    @Ptx("sub.f16x2")
    static int subtract(int a, int b) {
        return each(a, b, (x, y) -> x - y);
    }

    @Ptx("mul.f16x2")
    static int multiply(int a, int b) {
        return each(a, b, (x, y) -> x * y);
    }

    @Ptx("fma.f16x2")
    static int multiplyAdd(int a, int b, int c) {
        return pack(
                FloatInstructions.multiplyAddHalf(low(a), low(b), low(c)),
                FloatInstructions.multiplyAddHalf(high(a), high(b), high(c)));
    }

    private static int each(int a, int b, Two function) {
        return pack(function.of(low(a), low(b)), function.of(high(a), high(b)));
    }

    private static float low(int pair) {
        return Float.float16ToFloat((short) pair);
    }

    private static float high(int pair) {
        return Float.float16ToFloat((short) (pair >>> 16));
    }

    private static int pack(float low, float high) {
        return Float.floatToFloat16(low) & 0xffff | Float.floatToFloat16(high) << 16;
    }
}
