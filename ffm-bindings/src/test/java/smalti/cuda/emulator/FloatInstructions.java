package smalti.cuda.emulator;

/// Arithmetic of floating point, rounded to nearest. Source: PTX ISA, "Floating Point Instructions".
///
/// `f16` is computed in `float` and rounded once more, which changes nothing for sums and products since a float has more
/// than twice the digits.
final class FloatInstructions {
    private FloatInstructions() {}

    @Ptx("add.{f16,f32}")
    static float add(float a, float b) {
        return a + b;
    }

    @Ptx("sub.{f16,f32}")
    static float subtract(float a, float b) {
        return a - b;
    }

    @Ptx("mul.{f16,f32}")
    static float multiply(float a, float b) {
        return a * b;
    }

    @Ptx({"fma.f32", "mad.f32"})
    static float multiplyAdd(float a, float b, float c) {
        return Math.fma(a, b, c);
    }

    /// The product of two halves is exact in a double, and so is what decides how the sum is rounded.
    @Ptx("fma.f16")
    static float multiplyAddHalf(float a, float b, float c) {
        return HalfInstructions.round((double) a * b + c);
    }

    @Ptx({"div.f32", "div.full.f32"})
    static float divide(float a, float b) {
        return a / b;
    }

    @Ptx("neg.{f16,f32}")
    static float negate(float a) {
        return -a;
    }

    @Ptx("abs.{f16,f32}")
    static float absolute(float a) {
        return Math.abs(a);
    }

    /// The smaller one; the other one if one is NaN.
    @Ptx("min.{f16,f32}")
    static float minimum(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.min(a, b);
    }

    /// The greater one; the other one if one is NaN.
    @Ptx("max.{f16,f32}")
    static float maximum(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.max(a, b);
    }

    @Ptx("sqrt.f32")
    static float squareRoot(float a) {
        return (float) Math.sqrt(a);
    }

    @Ptx("rcp.f32")
    static float reciprocal(float a) {
        return 1 / a;
    }

    /// `b` with the sign of `a`.
    @Ptx("copysign.f32")
    static float copySign(float a, float b) {
        int sign = Float.floatToRawIntBits(a) & Integer.MIN_VALUE;
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(b) & Integer.MAX_VALUE);
    }

    @Ptx("add.sat.f32")
    static float addSaturated(float a, float b) {
        return saturate(a + b);
    }

    @Ptx("mul.sat.f32")
    static float multiplySaturated(float a, float b) {
        return saturate(a * b);
    }

    @Ptx("fma.sat.f32")
    static float multiplyAddSaturated(float a, float b, float c) {
        return saturate(Math.fma(a, b, c));
    }

    /// From 0 to 1, and 0 for NaN.
    static float saturate(float a) {
        return a > 0 ? Math.min(a, 1) : 0;
    }

    @Ptx("add.f64")
    static double add(double a, double b) {
        return a + b;
    }

    @Ptx("sub.f64")
    static double subtract(double a, double b) {
        return a - b;
    }

    @Ptx("mul.f64")
    static double multiply(double a, double b) {
        return a * b;
    }

    @Ptx({"fma.f64", "mad.f64"})
    static double multiplyAdd(double a, double b, double c) {
        return Math.fma(a, b, c);
    }

    @Ptx("div.f64")
    static double divide(double a, double b) {
        return a / b;
    }

    @Ptx("neg.f64")
    static double negate(double a) {
        return -a;
    }

    @Ptx("abs.f64")
    static double absolute(double a) {
        return Math.abs(a);
    }

    /// The smaller one; the other one if one is NaN.
    @Ptx("min.f64")
    static double minimum(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }

    /// The greater one; the other one if one is NaN.
    @Ptx("max.f64")
    static double maximum(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
    }

    @Ptx("sqrt.f64")
    static double squareRoot(double a) {
        return Math.sqrt(a);
    }

    @Ptx("rcp.f64")
    static double reciprocal(double a) {
        return 1 / a;
    }

    /// `b` with the sign of `a`.
    @Ptx("copysign.f64")
    static double copySign(double a, double b) {
        long sign = Double.doubleToRawLongBits(a) & Long.MIN_VALUE;
        return Double.longBitsToDouble(sign | Double.doubleToRawLongBits(b) & Long.MAX_VALUE);
    }

    @Ptx(value = "testp.finite.{f32,f64}", types = "pred t")
    static boolean isFinite(double a) {
        return Double.isFinite(a);
    }

    @Ptx(value = "testp.infinite.{f32,f64}", types = "pred t")
    static boolean isInfinite(double a) {
        return Double.isInfinite(a);
    }

    @Ptx(value = "testp.number.{f32,f64}", types = "pred t")
    static boolean isNumber(double a) {
        return !Double.isNaN(a);
    }

    @Ptx(value = "testp.notanumber.{f32,f64}", types = "pred t")
    static boolean isNotNumber(double a) {
        return Double.isNaN(a);
    }
}
