package smalti.cuda.emulator;

/// What the hardware approximates: here rounded to nearest, so that the last bits differ from a GPU's. `ftz` takes and
/// gives zero for numbers below the smallest normal one. Source: PTX ISA, "Floating Point Instructions", which tells the
/// greatest errors.
final class ApproximateInstructions {
    private static final double LOG_2 = Math.log(2);

    private ApproximateInstructions() {}

    @Ptx("ex2.approx.f32")
    static float exponential(float a) {
        return (float) Math.pow(2, a);
    }

    @Ptx("ex2.approx.ftz.f32")
    static float exponentialFlushed(float a) {
        return flush((float) Math.pow(2, flush(a)));
    }

    @Ptx("lg2.approx.f32")
    static float logarithm(float a) {
        return (float) (Math.log(a) / LOG_2);
    }

    @Ptx("lg2.approx.ftz.f32")
    static float logarithmFlushed(float a) {
        return logarithm(flush(a));
    }

    @Ptx({"sin.approx.f32", "sin.approx.ftz.f32"})
    static float sine(float a) {
        return (float) Math.sin(a);
    }

    @Ptx({"cos.approx.f32", "cos.approx.ftz.f32"})
    static float cosine(float a) {
        return (float) Math.cos(a);
    }

    @Ptx("tanh.approx.f32")
    static float hyperbolicTangent(float a) {
        return (float) Math.tanh(a);
    }

    @Ptx("rcp.approx.f32")
    static float reciprocal(float a) {
        return 1 / a;
    }

    @Ptx("rcp.approx.ftz.f32")
    static float reciprocalFlushed(float a) {
        return flush(1 / flush(a));
    }

    @Ptx("sqrt.approx.f32")
    static float squareRoot(float a) {
        return (float) Math.sqrt(a);
    }

    @Ptx("sqrt.approx.ftz.f32")
    static float squareRootFlushed(float a) {
        return (float) Math.sqrt(flush(a));
    }

    @Ptx("rsqrt.approx.f32")
    static float reciprocalRoot(float a) {
        return (float) (1 / Math.sqrt(a));
    }

    @Ptx("rsqrt.approx.ftz.f32")
    static float reciprocalRootFlushed(float a) {
        return (float) (1 / Math.sqrt(flush(a)));
    }

    @Ptx("rsqrt.approx.f64")
    static double reciprocalRoot(double a) {
        return 1 / Math.sqrt(a);
    }

    /// The upper half of the bits, the lower ones are 0.
    @Ptx("rsqrt.approx.ftz.f64")
    static double reciprocalRootFlushed(double a) {
        return upper(1 / Math.sqrt(a));
    }

    /// The upper half of the bits, the lower ones are 0.
    @Ptx("rcp.approx.ftz.f64")
    static double reciprocalFlushed(double a) {
        return upper(1 / a);
    }

    @Ptx("div.approx.f32")
    static float divide(float a, float b) {
        return a / b;
    }

    @Ptx("div.approx.ftz.f32")
    static float divideFlushed(float a, float b) {
        return flush(flush(a) / flush(b));
    }

    private static double upper(double a) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(a) & 0xffffffff00000000L);
    }

    private static float flush(float a) {
        return Math.abs(a) < Float.MIN_NORMAL ? Math.copySign(0, a) : a;
    }
}
