package smalti.cuda.emulator;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Conversions. Source: PTX ISA, "Data Movement and Conversion Instructions: cvt".
final class ConversionInstructions {
    private static final double TWO_63 = 0x1p63;

    private ConversionInstructions() {}

    @Ptx(
            value = "cvt.{s8,s16,s32,s64,u8,u16,u32,u64}.{s8,s16,s32,s64,u8,u16,u32,u64}",
            types = "s t")
    static long integer(long a) {
        return a;
    }

    @Ptx(value = "cvt.{f16,f32}.{s8,s16,s32,s64,u8,u16,u32}", types = "s t")
    static float toFloat(long a) {
        return (float) a;
    }

    @Ptx(value = "cvt.{f16,f32}.u64", types = "s t")
    static float unsignedToFloat(long a) {
        // Half as much, with a bit that tells whether something was lost.
        return a >= 0 ? (float) a : (float) (a >>> 1 | a & 1) * 2;
    }

    @Ptx(value = "cvt.f64.{s8,s16,s32,s64,u8,u16,u32}", types = "s t")
    static double toDouble(long a) {
        return (double) a;
    }

    @Ptx(value = "cvt.f64.u64", types = "s t")
    static double unsignedToDouble(long a) {
        return a >= 0 ? (double) a : (double) (a >>> 1 | a & 1) * 2;
    }

    @Ptx(value = "cvt.rz.f32.{s32,s64,u32}", types = "s t")
    static float toFloatToZero(long a) {
        return away((float) a, a, a < 0 ? 1 : -1);
    }

    @Ptx(value = "cvt.rm.f32.{s32,s64,u32}", types = "s t")
    static float toFloatDown(long a) {
        return away((float) a, a, -1);
    }

    @Ptx(value = "cvt.rp.f32.{s32,s64,u32}", types = "s t")
    static float toFloatUp(long a) {
        return away((float) a, a, 1);
    }

    /// A float next to a number, or the one after it where it lies on the wrong side.
    private static float away(float near, long exact, int towards) {
        int side = new BigDecimal(near).compareTo(new BigDecimal(BigInteger.valueOf(exact)));
        if (side == 0 || side == towards) {
            return near;
        }
        return towards > 0 ? Math.nextUp(near) : Math.nextDown(near);
    }

    @Ptx(
            value = {"cvt.f32.f16", "cvt.f16.f32"},
            types = "s t")
    static float half(float a) {
        return a;
    }

    @Ptx(value = "cvt.rz.f16.f32", types = "f16 f32")
    static float toHalfToZero(float a) {
        float near = Float.float16ToFloat(Float.floatToFloat16(a));
        if (Math.abs(near) <= Math.abs(a) || !Float.isFinite(a)) {
            return near;
        }
        short bits = Float.floatToFloat16(a);
        return Float.float16ToFloat((short) (bits - 1));
    }

    @Ptx(value = "cvt.f16.f64", types = "f16 f64")
    static float toHalf(double a) {
        return HalfInstructions.round(a);
    }

    @Ptx(
            value = {"cvt.f64.f32", "cvt.f64.f16"},
            types = "s t")
    static double toDouble(float a) {
        return a;
    }

    @Ptx(value = "cvt.f32.f64", types = "s t")
    static float toFloat(double a) {
        return (float) a;
    }

    @Ptx(value = "cvt.rz.f32.f64", types = "s t")
    static float toFloatToZero(double a) {
        return a < 0 ? toFloatUp(a) : toFloatDown(a);
    }

    @Ptx(value = "cvt.rm.f32.f64", types = "s t")
    static float toFloatDown(double a) {
        float near = (float) a;
        return near > a ? Math.nextDown(near) : near;
    }

    @Ptx(value = "cvt.rp.f32.f64", types = "s t")
    static float toFloatUp(double a) {
        float near = (float) a;
        return near < a ? Math.nextUp(near) : near;
    }

    @Ptx("cvt.sat.f32.f32")
    static float saturate(float a) {
        return FloatInstructions.saturate(a);
    }

    @Ptx({"cvt.f32.f32", "cvt.ftz.f32.f32", "cvt.f16.f16"})
    static float same(float a) {
        return a;
    }

    @Ptx("cvt.rni.{f16,f32}.{f16,f32}")
    static float nearest(float a) {
        return (float) Math.rint(a);
    }

    @Ptx("cvt.rzi.{f16,f32}.{f16,f32}")
    static float towardsZero(float a) {
        return (float) towardsZero((double) a);
    }

    @Ptx("cvt.rmi.{f16,f32}.{f16,f32}")
    static float floor(float a) {
        return (float) Math.floor(a);
    }

    @Ptx("cvt.rpi.{f16,f32}.{f16,f32}")
    static float ceiling(float a) {
        return (float) Math.ceil(a);
    }

    /// How `cvt` makes a whole number of a double.
    @Ptx({"cvt.rni.f64.f64", "whole.rni.f64"})
    static double nearest(double a) {
        return Math.rint(a);
    }

    @Ptx({"cvt.rzi.f64.f64", "whole.rzi.f64"})
    static double towardsZero(double a) {
        return a < 0 ? Math.ceil(a) : Math.floor(a);
    }

    @Ptx({"cvt.rmi.f64.f64", "whole.rmi.f64"})
    static double floor(double a) {
        return Math.floor(a);
    }

    @Ptx({"cvt.rpi.f64.f64", "whole.rpi.f64"})
    static double ceiling(double a) {
        return Math.ceil(a);
    }

    @Ptx(value = "bounded.s8", types = "s8 f64")
    static long toS8(double a) {
        return Math.clamp((long) a, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    @Ptx(value = "bounded.s16", types = "s16 f64")
    static long toS16(double a) {
        return Math.clamp((long) a, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    @Ptx(value = "bounded.s32", types = "s32 f64")
    static long toS32(double a) {
        return Math.clamp((long) a, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// Java's conversion too ends at the greatest long, and gives 0 for NaN.
    @Ptx(value = "bounded.s64", types = "s64 f64")
    static long toS64(double a) {
        return (long) a;
    }

    @Ptx(value = "bounded.u8", types = "u8 f64")
    static long toU8(double a) {
        return Math.clamp((long) a, 0, 0xff);
    }

    @Ptx(value = "bounded.u16", types = "u16 f64")
    static long toU16(double a) {
        return Math.clamp((long) a, 0, 0xffff);
    }

    @Ptx(value = "bounded.u32", types = "u32 f64")
    static long toU32(double a) {
        return Math.clamp((long) a, 0, 0xffff_ffffL);
    }

    @Ptx(value = "bounded.u64", types = "u64 f64")
    static long toU64(double a) {
        if (!(a > 0)) {
            return 0;
        }
        if (a < TWO_63) {
            return (long) a;
        }
        return a < 2 * TWO_63 ? (long) (a - TWO_63) + Long.MIN_VALUE : -1;
    }
}
