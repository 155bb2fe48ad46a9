package smalti.cuda.emulator;

/// Comparisons, named as `setp` has them. Source: PTX ISA, "Comparison and Selection Instructions".
final class ComparisonInstructions {
    private ComparisonInstructions() {}

    @Ptx(value = "setp.eq.{b16,b32,b64,s16,s32,s64,u16,u32,u64}", types = "pred t t")
    static boolean equal(long a, long b) {
        return a == b;
    }

    @Ptx(value = "setp.ne.{b16,b32,b64,s16,s32,s64,u16,u32,u64}", types = "pred t t")
    static boolean notEqual(long a, long b) {
        return a != b;
    }

    @Ptx(
            value = {"setp.lt.{s16,s32,s64,u16,u32}", "setp.lo.{u16,u32}"},
            types = "pred t t")
    static boolean less(long a, long b) {
        return a < b;
    }

    @Ptx(
            value = {"setp.le.{s16,s32,s64,u16,u32}", "setp.ls.{u16,u32}"},
            types = "pred t t")
    static boolean lessOrEqual(long a, long b) {
        return a <= b;
    }

    @Ptx(
            value = {"setp.gt.{s16,s32,s64,u16,u32}", "setp.hi.{u16,u32}"},
            types = "pred t t")
    static boolean greater(long a, long b) {
        return a > b;
    }

    @Ptx(
            value = {"setp.ge.{s16,s32,s64,u16,u32}", "setp.hs.{u16,u32}"},
            types = "pred t t")
    static boolean greaterOrEqual(long a, long b) {
        return a >= b;
    }

    @Ptx(value = "setp.{lt,lo}.u64", types = "pred t t")
    static boolean below(long a, long b) {
        return Long.compareUnsigned(a, b) < 0;
    }

    @Ptx(value = "setp.{le,ls}.u64", types = "pred t t")
    static boolean belowOrEqual(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0;
    }

    @Ptx(value = "setp.{gt,hi}.u64", types = "pred t t")
    static boolean above(long a, long b) {
        return Long.compareUnsigned(a, b) > 0;
    }

    @Ptx(value = "setp.{ge,hs}.u64", types = "pred t t")
    static boolean aboveOrEqual(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0;
    }

    @Ptx(value = "setp.eq.{f16,f32,f64}", types = "pred t t")
    static boolean equal(double a, double b) {
        return a == b;
    }

    /// False if one is NaN.
    @Ptx(value = "setp.ne.{f16,f32,f64}", types = "pred t t")
    static boolean notEqual(double a, double b) {
        return a < b || a > b;
    }

    @Ptx(value = "setp.lt.{f16,f32,f64}", types = "pred t t")
    static boolean less(double a, double b) {
        return a < b;
    }

    @Ptx(value = "setp.le.{f16,f32,f64}", types = "pred t t")
    static boolean lessOrEqual(double a, double b) {
        return a <= b;
    }

    @Ptx(value = "setp.gt.{f16,f32,f64}", types = "pred t t")
    static boolean greater(double a, double b) {
        return a > b;
    }

    @Ptx(value = "setp.ge.{f16,f32,f64}", types = "pred t t")
    static boolean greaterOrEqual(double a, double b) {
        return a >= b;
    }

    @Ptx(value = "setp.equ.{f16,f32,f64}", types = "pred t t")
    static boolean equalOrUnordered(double a, double b) {
        return !notEqual(a, b);
    }

    @Ptx(value = "setp.neu.{f16,f32,f64}", types = "pred t t")
    static boolean notEqualOrUnordered(double a, double b) {
        return a != b;
    }

    @Ptx(value = "setp.ltu.{f16,f32,f64}", types = "pred t t")
    static boolean lessOrUnordered(double a, double b) {
        return !(a >= b);
    }

    @Ptx(value = "setp.leu.{f16,f32,f64}", types = "pred t t")
    static boolean lessOrEqualOrUnordered(double a, double b) {
        return !(a > b);
    }

    @Ptx(value = "setp.gtu.{f16,f32,f64}", types = "pred t t")
    static boolean greaterOrUnordered(double a, double b) {
        return !(a <= b);
    }

    @Ptx(value = "setp.geu.{f16,f32,f64}", types = "pred t t")
    static boolean greaterOrEqualOrUnordered(double a, double b) {
        return !(a < b);
    }

    @Ptx(value = "setp.num.{f16,f32,f64}", types = "pred t t")
    static boolean ordered(double a, double b) {
        return !Double.isNaN(a) && !Double.isNaN(b);
    }

    @Ptx(value = "setp.nan.{f16,f32,f64}", types = "pred t t")
    static boolean unordered(double a, double b) {
        return Double.isNaN(a) || Double.isNaN(b);
    }
}
