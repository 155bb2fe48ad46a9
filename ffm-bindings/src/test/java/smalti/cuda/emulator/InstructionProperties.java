package smalti.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class InstructionProperties {
    @Property(tries = 8)
    void integersAreThoseOfJava(@ForAll long seed) {
        assertThat(failures(integers(), seed)).isEmpty();
    }

    private static List<InstructionCase> integers() {
        return List.of(
                of("add.s32", "s32 s32", "s32", (a, b, _, _) -> (int) a + (int) b),
                of("add.s64", "s64 s64", "s64", (a, b, _, _) -> a + b),
                of("add.u16", "u16 u16", "u16", (a, b, _, _) -> (short) (a + b)),
                of("sub.s32", "s32 s32", "s32", (a, b, _, _) -> (int) a - (int) b),
                of("sub.u64", "u64 u64", "u64", (a, b, _, _) -> a - b),
                of("mul.lo.s32", "s32 s32", "s32", (a, b, _, _) -> (int) a * (int) b),
                of("mul.lo.u64", "u64 u64", "u64", (a, b, _, _) -> a * b),
                of("mul.wide.s32", "s32 s32", "s64", (a, b, _, _) -> a * b),
                of("mul.wide.u32", "u32 u32", "u64", (a, b, _, _) -> a * b),
                of("mul.wide.s16", "s16 s16", "s32", (a, b, _, _) -> a * b),
                of("mul.hi.s32", "s32 s32", "s32", (a, b, _, _) -> Math.multiplyHigh(a << 32, b)),
                of("mul.hi.u32", "u32 u32", "u32", (a, b, _, _) -> high(a, b, 32)),
                of("mul.hi.s64", "s64 s64", "s64", (a, b, _, _) -> Math.multiplyHigh(a, b)),
                of("mul.hi.u64", "u64 u64", "u64", InstructionProperties::highUnsigned),
                of("mad.lo.s32", "s32 s32 s32", "s32", (a, b, c, _) -> (int) (a * b) + (int) c),
                of("mad.wide.u32", "u32 u32 u64", "u64", (a, b, c, _) -> a * b + c),
                of("mad.wide.s16", "s16 s16 s32", "s32", (a, b, c, _) -> (int) (a * b) + (int) c),
                of("neg.s32", "s32", "s32", (a, _, _, _) -> -(int) a),
                of("abs.s32", "s32", "s32", (a, _, _, _) -> Math.abs((int) a)),
                of("abs.s64", "s64", "s64", (a, _, _, _) -> Math.abs(a)),
                of("min.s32", "s32 s32", "s32", (a, b, _, _) -> Math.min((int) a, (int) b)),
                of("max.u32", "u32 u32", "u32", (a, b, _, _) -> Math.max(a, b)),
                of("max.s16", "s16 s16", "s16", (a, b, _, _) -> Math.max(a, b)),
                of("min.u64", "u64 u64", "u64", (a, b, _, _) -> smaller(a, b)),
                of("sad.s32", "s32 s32 u32", "u32", (a, b, c, _) -> Math.abs(a - b) + c),
                of(
                        "or.b32 %b, %b, 1; div.s32 %y, %a, %b;",
                        "s32 s32", "s32", (a, b, _, _) -> (int) a / ((int) b | 1)),
                of(
                        "or.b32 %b, %b, 1; rem.u32 %y, %a, %b;",
                        "u32 u32",
                        "u32",
                        (a, b, _, _) -> Integer.remainderUnsigned((int) a, (int) b | 1)),
                of(
                        "or.b64 %b, %b, 1; div.s64 %y, %a, %b;",
                        "s64 s64", "s64", (a, b, _, _) -> a / (b | 1)),
                of(
                        "or.b64 %b, %b, 1; rem.u64 %y, %a, %b;",
                        "u64 u64", "u64", (a, b, _, _) -> Long.remainderUnsigned(a, b | 1)),
                of(
                        "{ .reg .b32 lo; add.cc.u32 lo, %a, %b; addc.u32 %y, %a, 0; }",
                        "u32 u32", "u32", (a, b, _, _) -> a + (a + b >>> 32)),
                of(
                        "{ .reg .b32 lo; sub.cc.u32 lo, %a, %b; subc.u32 %y, %a, 0; }",
                        "u32 u32", "u32", (a, b, _, _) -> a - (a < b ? 1 : 0)),
                of(
                        "{ .reg .b32 lo; mad.lo.cc.u32 lo, %a, %b, %c; madc.hi.u32 %y, %a, %b, 0; }",
                        "u32 u32 u32",
                        "u32",
                        (a, b, c, _) -> high(a, b, 32) + ((a * b & 0xffff_ffffL) + c >>> 32)));
    }

    @Property(tries = 8)
    void bitsAreThoseOfJava(@ForAll long seed) {
        assertThat(failures(bits(), seed)).isEmpty();
    }

    private static List<InstructionCase> bits() {
        return List.of(
                of("and.b32", "b32 b32", "b32", (a, b, _, _) -> a & b),
                of("or.b16", "b16 b16", "b16", (a, b, _, _) -> a | b),
                of("xor.b64", "b64 b64", "b64", (a, b, _, _) -> a ^ b),
                of("not.b32", "b32", "b32", (a, _, _, _) -> ~a),
                of("shl.b32", "b32 shift", "b32", (a, by, _, _) -> by > 31 ? 0 : a << by),
                of("shl.b64", "b64 shift", "b64", (a, by, _, _) -> by > 63 ? 0 : a << by),
                of("shr.u32", "u32 shift", "u32", (a, by, _, _) -> by > 31 ? 0 : a >>> by),
                of("shr.u16", "u16 shift", "u16", (a, by, _, _) -> by > 15 ? 0 : a >>> by),
                of("shr.s32", "s32 shift", "s32", (a, by, _, _) -> a >> Math.min(by, 31)),
                of("shr.s64", "s64 shift", "s64", (a, by, _, _) -> a >> Math.min(by, 63)),
                of("popc.b32", "b32", "u32", (a, _, _, _) -> Integer.bitCount((int) a)),
                of("popc.b64", "b64", "u32", (a, _, _, _) -> Long.bitCount(a)),
                of("clz.b32", "b32", "u32", (a, _, _, _) -> Integer.numberOfLeadingZeros((int) a)),
                of("clz.b64", "b64", "u32", (a, _, _, _) -> Long.numberOfLeadingZeros(a)),
                of("brev.b32", "b32", "b32", (a, _, _, _) -> Integer.reverse((int) a)),
                of(
                        "bfind.u32",
                        "u32",
                        "u32",
                        (a, _, _, _) ->
                                a == 0 ? -1 : Long.numberOfTrailingZeros(Long.highestOneBit(a))),
                of(
                        "bfind.shiftamt.u32",
                        "u32",
                        "u32",
                        (a, _, _, _) -> a == 0 ? -1 : Integer.numberOfLeadingZeros((int) a)),
                of(
                        "shf.l.wrap.b32",
                        "b32 b32 shift",
                        "b32",
                        (a, b, by, _) -> (b << 32 | a) << (by & 31) >>> 32),
                of(
                        "shf.r.clamp.b32",
                        "b32 b32 shift",
                        "b32",
                        (a, b, by, _) -> (b << 32 | a) >>> Math.min(by, 32)),
                of("bfe.u32 %y, %a, 5, 9;", "u32", "u32", (a, _, _, _) -> a >>> 5 & 0x1ff),
                of("bfe.s32 %y, %a, 5, 9;", "s32", "s32", (a, _, _, _) -> (int) a << 18 >> 23),
                of("bfe.s32 %y, %a, 28, 9;", "s32", "s32", (a, _, _, _) -> a >> 28),
                of(
                        "bfi.b32 %y, %a, %b, 8, 4;",
                        "b32 b32", "b32", (a, b, _, _) -> b & ~0xf00 | (a & 0xf) << 8),
                of("prmt.b32 %y, %a, %b, 0x7531;", "b32 b32", "b32", InstructionProperties::odd),
                of("prmt.b32 %y, %a, %b, 0x888b;", "b32 b32", "b32", InstructionProperties::signs),
                of(
                        "lop3.b32 %y, %a, %b, %c, 0xe8;",
                        "b32 b32 b32", "b32", (a, b, c, _) -> a & b | a & c | b & c),
                of(
                        "setp.lt.s32 %p, %a, %b; selp.b32 %y, %a, %b, %p;",
                        "s32 s32", "s32", (a, b, _, _) -> Math.min(a, b)),
                of(
                        "setp.ge.u64 %p, %a, %b; selp.b64 %y, %a, %b, %p;",
                        "u64 u64", "u64", (a, b, _, _) -> smaller(a, b) == a ? b : a),
                of(
                        "setp.lt.u32 %p|%q, %a, %b; selp.b32 %y, 1, 0, %p; @%q add.s32 %y, %y, 2;",
                        "u32 u32", "u32", (a, b, _, _) -> a < b ? 1 : 2),
                of(
                        "setp.eq.s16 %q, %a, 0; setp.gt.and.s16 %p, %b, 3, !%q; selp.u16 %y, 1, 0, %p;",
                        "s16 s16", "u16", (a, b, _, _) -> b > 3 && a != 0 ? 1 : 0),
                of("slct.b32.s32", "b32 b32 s32", "b32", (a, b, c, _) -> c >= 0 ? a : b),
                of("set.lt.u32.s32 %y, %a, %b;", "s32 s32", "u32", (a, b, _, _) -> a < b ? -1 : 0),
                of(
                        "{ .reg .b32 l, h; mov.b64 {l, h}, %a; mov.b64 %y, {h, l}; }",
                        "b64", "b64", (a, _, _, _) -> Long.rotateLeft(a, 32)),
                of(
                        "{ .reg .b16 l, h; mov.b32 {l, h}, %a; mov.b32 %y, {h, l}; }",
                        "b32", "b32", (a, _, _, _) -> Integer.rotateLeft((int) a, 16)),
                of("cvt.s16.s8 %y, %a;", "u16", "s16", (a, _, _, _) -> (byte) a),
                of("cvt.u32.u16", "u16", "u32", (a, _, _, _) -> a & 0xffff),
                of("cvt.s64.s32", "s32", "s64", (a, _, _, _) -> (int) a),
                of("cvt.u32.u64", "u64", "u32", (a, _, _, _) -> (int) a),
                of("cvt.u64.u32", "u32", "u64", (a, _, _, _) -> a));
    }

    @Property(tries = 8)
    void numbersAreThoseOfJava(@ForAll long seed) {
        assertThat(failures(numbers(), seed)).isEmpty();
    }

    private static List<InstructionCase> numbers() {
        return List.of(
                of("add.rn.f32", "f32 f32", "f32", (a, b, _, _) -> f(f(a) + f(b))),
                of("sub.f32", "f32 f32", "f32", (a, b, _, _) -> f(f(a) - f(b))),
                of("mul.rn.f32", "f32 f32", "f32", (a, b, _, _) -> f(f(a) * f(b))),
                of("div.rn.f32", "f32 f32", "f32", (a, b, _, _) -> f(f(a) / f(b))),
                of("rcp.rn.f32", "f32", "f32", (a, _, _, _) -> f(1 / f(a))),
                of(
                        "fma.rn.f32",
                        "f32 f32 f32",
                        "f32",
                        (a, b, c, _) -> f(Math.fma(f(a), f(b), f(c)))),
                of("sqrt.rn.f32", "f32", "f32", (a, _, _, _) -> f((float) Math.sqrt(f(a)))),
                of("neg.f32", "f32", "f32", (a, _, _, _) -> f(-f(a))),
                of("abs.f32", "f32", "f32", (a, _, _, _) -> f(Math.abs(f(a)))),
                of("copysign.f32", "f32 f32", "f32", (a, b, _, _) -> f(sign(f(b), f(a)))),
                of("add.rn.f64", "f64 f64", "f64", (a, b, _, _) -> d(d(a) + d(b))),
                of("mul.f64", "f64 f64", "f64", (a, b, _, _) -> d(d(a) * d(b))),
                of("div.rn.f64", "f64 f64", "f64", (a, b, _, _) -> d(d(a) / d(b))),
                of(
                        "fma.rn.f64",
                        "f64 f64 f64",
                        "f64",
                        (a, b, c, _) -> d(Math.fma(d(a), d(b), d(c)))),
                of("max.f64", "f64 f64", "f64", (a, b, _, _) -> d(greater(d(a), d(b)))),
                of("max.f32", "f32 f32", "f32", (a, b, _, _) -> f((float) greater(f(a), f(b)))),
                of("min.f32", "f32 f32", "f32", (a, b, _, _) -> f((float) -greater(-f(a), -f(b)))),
                of("ex2.approx.f32", "f32", "f32", (a, _, _, _) -> f((float) Math.pow(2, f(a)))),
                of("tanh.approx.f32", "f32", "f32", (a, _, _, _) -> f((float) Math.tanh(f(a)))),
                of("setp.lt.f32 %p, %a, %b; selp.u32 %y, 1, 0, %p;", "f32 f32", "u32", less()),
                of("setp.geu.f32 %p, %a, %b; selp.u32 %y, 0, 1, %p;", "f32 f32", "u32", less()),
                of(
                        "setp.neu.f64 %p, %a, %b; selp.u32 %y, 1, 0, %p;",
                        "f64 f64", "u32", (a, b, _, _) -> d(a) == d(b) ? 0 : 1),
                of(
                        "setp.nan.f32 %p, %a, %b; selp.u32 %y, 1, 0, %p;",
                        "f32 f32",
                        "u32",
                        (a, b, _, _) -> Float.isNaN(f(a)) || Float.isNaN(f(b)) ? 1 : 0),
                of(
                        "testp.finite.f32 %p, %a; selp.u32 %y, 1, 0, %p;",
                        "f32", "u32", (a, _, _, _) -> Float.isFinite(f(a)) ? 1 : 0),
                of(
                        "add.f16 %y, %a, %b;",
                        "f16 f16", "f16", (a, b, _, _) -> h((double) h(a) + h(b))),
                of(
                        "fma.rn.f16 %y, %a, %b, %c;",
                        "f16 f16 f16", "f16", (a, b, c, _) -> h((double) h(a) * h(b) + h(c))),
                of("cvt.f32.f16", "f16", "f32", (a, _, _, _) -> f(h(a))),
                of("cvt.rn.f16.f32", "f32", "f16", (a, _, _, _) -> Float.floatToFloat16(f(a))));
    }

    @Property(tries = 8)
    void roundingIsThatOfDecimals(@ForAll long seed) {
        assertThat(failures(rounded(), seed)).isEmpty();
    }

    private static List<InstructionCase> rounded() {
        return List.of(
                of("add.rm.f32", "f32 f32", "f32", exact(RoundingMode.FLOOR, false)),
                of("add.rp.f32", "f32 f32", "f32", exact(RoundingMode.CEILING, false)),
                of("add.rz.f32", "f32 f32", "f32", exact(RoundingMode.DOWN, false)),
                of("mul.rp.f32", "f32 f32", "f32", InstructionProperties::productUp),
                of("fma.rm.f32", "f32 f32 f32", "f32", exact(RoundingMode.FLOOR, true)),
                of("fma.rp.f32", "f32 f32 f32", "f32", exact(RoundingMode.CEILING, true)),
                of("fma.rz.f32", "f32 f32 f32", "f32", exact(RoundingMode.DOWN, true)),
                of("cvt.rn.f32.s64", "s64", "f32", (a, _, _, _) -> f((float) a)),
                of("cvt.rn.f32.u64", "u64", "f32", (a, _, _, _) -> f(unsigned(a).floatValue())),
                of("cvt.rn.f64.u64", "u64", "f64", (a, _, _, _) -> d(unsigned(a).doubleValue())),
                of("cvt.rn.f32.s32", "s32", "f32", (a, _, _, _) -> f((float) (int) a)),
                of("cvt.rn.f32.u32", "u32", "f32", (a, _, _, _) -> f((float) a)),
                of("cvt.rn.f32.f64", "f64", "f32", (a, _, _, _) -> f((float) d(a))),
                of("cvt.rzi.s32.f32", "f32", "s32", (a, _, _, _) -> (int) f(a)),
                of("cvt.rzi.s64.f64", "f64", "s64", (a, _, _, _) -> (long) d(a)),
                of("cvt.rni.s32.f32", "f32", "s32", (a, _, _, _) -> (int) Math.rint(f(a))),
                of("cvt.rmi.s32.f32", "f32", "s32", (a, _, _, _) -> (int) Math.floor(f(a))),
                of("cvt.rpi.s64.f64", "f64", "s64", (a, _, _, _) -> (long) Math.ceil(d(a))),
                of("cvt.rzi.u32.f32", "f32", "u32", bounded(Math::floor, 0xffff_ffffL)),
                of("cvt.rni.u16.f32", "f32", "u16", bounded(Math::rint, 0xffff)),
                of("cvt.rzi.u64.f64", "f64", "u64", InstructionProperties::toUnsigned),
                of("cvt.rni.f32.f32", "f32", "f32", (a, _, _, _) -> f((float) Math.rint(f(a)))),
                of("cvt.rzi.f32.f32", "f32", "f32", (a, _, _, _) -> f(chopped(f(a)))),
                of("cvt.rmi.f64.f64", "f64", "f64", (a, _, _, _) -> d(Math.floor(d(a)))),
                of("cvt.sat.f32.f32", "f32", "f32", (a, _, _, _) -> f(saturated(f(a)))));
    }

    private static List<String> failures(List<InstructionCase> cases, long seed) {
        return cases.stream().flatMap(it -> it.failures(seed).stream()).toList();
    }

    private static InstructionCase of(
            String body, String inputs, String result, InstructionCase.Expected expected) {
        return InstructionCase.of(body, inputs, result, expected);
    }

    private static float f(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    private static long f(float value) {
        return Float.floatToRawIntBits(value);
    }

    private static double d(long bits) {
        return Double.longBitsToDouble(bits);
    }

    private static long d(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static float h(long bits) {
        return Float.float16ToFloat((short) bits);
    }

    /// The half nearest to a number that a double holds.
    private static long h(double exact) {
        short near = Float.floatToFloat16((float) exact);
        return Stream.of(near, (short) (near - 1), (short) (near + 1))
                .filter(it -> Float.isFinite(h(it)))
                .filter(_ -> Float.isFinite(h(near)))
                .min((a, b) -> {
                    int order = Double.compare(Math.abs(h(a) - exact), Math.abs(h(b) - exact));
                    return order != 0 ? order : (a & 1) - (b & 1);
                })
                .orElse(near);
    }

    private static long high(long a, long b, int by) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).shiftRight(by).longValue();
    }

    private static long highUnsigned(long a, long b, long c, long d) {
        return unsigned(a)
                .toBigInteger()
                .multiply(unsigned(b).toBigInteger())
                .shiftRight(64)
                .longValue();
    }

    private static BigDecimal unsigned(long a) {
        return new BigDecimal(Long.toUnsignedString(a));
    }

    private static long smaller(long a, long b) {
        return unsigned(a).compareTo(unsigned(b)) < 0 ? a : b;
    }

    private static long odd(long a, long b, long c, long d) {
        return a >>> 8 & 0xff | (a >>> 24 & 0xff) << 8 | (b >>> 8 & 0xff) << 16 | (b >>> 24) << 24;
    }

    private static long signs(long a, long b, long c, long d) {
        long first = (byte) a < 0 ? 0xff : 0;
        long fourth = (int) a < 0 ? 0xff : 0;
        return first << 24 | first << 16 | first << 8 | fourth;
    }

    private static float sign(float magnitude, float sign) {
        return f(f(magnitude) & Integer.MAX_VALUE | f(sign) & Integer.MIN_VALUE);
    }

    private static double greater(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(a) ? b : a;
        }
        return Math.max(a, b);
    }

    private static InstructionCase.Expected less() {
        return (a, b, _, _) -> f(a) < f(b) ? 1 : 0;
    }

    private static InstructionCase.Expected bounded(DoubleUnaryOperator whole, long most) {
        return (a, _, _, _) -> (long) Math.min(most, Math.max(0, number(whole, f(a))));
    }

    private static double number(DoubleUnaryOperator whole, float a) {
        return Float.isNaN(a) ? 0 : whole.applyAsDouble(a);
    }

    private static long toUnsigned(long a, long b, long c, long e) {
        double value = d(a);
        if (Double.isNaN(value) || value <= 0) {
            return 0;
        }
        return value >= 0x1p64 ? -1 : new BigDecimal(value).toBigInteger().longValue();
    }

    private static float chopped(float a) {
        return (float) (a < 0 ? Math.ceil(a) : Math.floor(a));
    }

    private static float saturated(float a) {
        return Float.isNaN(a) || a <= 0 ? 0 : Math.min(a, 1);
    }

    /// The exact sum or product and sum, rounded to a float as told; where nothing is finite, Java's.
    private static InstructionCase.Expected exact(RoundingMode mode, boolean product) {
        return (x, y, z, _) -> {
            float a = f(x);
            float b = product ? f(y) : 1;
            float c = product ? f(z) : f(y);
            float near = Math.fma(a, b, c);
            List<Float> all = List.of(a, b, c);
            if (!all.stream().allMatch(Float::isFinite)) {
                return f(near);
            }
            if ((double) a * b + c == 0) {
                boolean opposite = Math.copySign(1, a) * Math.copySign(1, b) != Math.copySign(1, c);
                return f(opposite && mode == RoundingMode.FLOOR ? -0f : near);
            }
            BigDecimal exact = new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c));
            return f(round(exact, near, mode));
        };
    }

    private static long productUp(long x, long y, long c, long d) {
        float near = f(x) * f(y);
        if (!Float.isFinite(f(x)) || !Float.isFinite(f(y)) || (double) f(x) * f(y) == 0) {
            return f(near);
        }
        BigDecimal exact = new BigDecimal(f(x)).multiply(new BigDecimal(f(y)));
        return f(round(exact, near, RoundingMode.CEILING));
    }

    private static float round(BigDecimal exact, float near, RoundingMode mode) {
        RoundingMode side =
                mode != RoundingMode.DOWN
                        ? mode
                        : exact.signum() < 0 ? RoundingMode.CEILING : RoundingMode.FLOOR;
        float below = largest(near);
        while (isAbove(below, exact)) {
            below = Math.nextDown(below);
        }
        boolean hit = Float.isFinite(below) && new BigDecimal(below).compareTo(exact) == 0;
        return side == RoundingMode.FLOOR || hit ? below : Math.nextUp(below);
    }

    private static float largest(float near) {
        return Float.isFinite(near) ? Math.nextUp(near) : near;
    }

    private static boolean isAbove(float value, BigDecimal exact) {
        return Float.isInfinite(value) ? value > 0 : new BigDecimal(value).compareTo(exact) > 0;
    }
}
