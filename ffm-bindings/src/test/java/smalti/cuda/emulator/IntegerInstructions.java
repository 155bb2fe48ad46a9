package smalti.cuda.emulator;

/// Arithmetic of integers. Source: PTX ISA, "Integer Arithmetic Instructions" and "Extended-Precision Integer Arithmetic".
final class IntegerInstructions {
    private IntegerInstructions() {}

    @Ptx("add.{s16,u16,s32,u32,s64,u64}")
    static long add(long a, long b) {
        return a + b;
    }

    @Ptx("sub.{s16,u16,s32,u32,s64,u64}")
    static long subtract(long a, long b) {
        return a - b;
    }

    @Ptx("mul.lo.{s16,u16,s32,u32,s64,u64}")
    static long multiply(long a, long b) {
        return a * b;
    }

    @Ptx(value = "mul.wide.{s16,u16,s32,u32}", types = "w t t")
    static long multiplyWide(long a, long b) {
        return a * b;
    }

    @Ptx("mul.hi.{s16,u16}")
    static long multiplyHigh16(long a, long b) {
        return a * b >> 16;
    }

    @Ptx("mul.hi.{s32,u32}")
    static long multiplyHigh32(long a, long b) {
        return a * b >> 32;
    }

    @Ptx("mul.hi.s64")
    static long multiplyHigh64(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    @Ptx("mul.hi.u64")
    static long multiplyHighUnsigned64(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b);
    }

    @Ptx("mad.lo.{s16,u16,s32,u32,s64,u64}")
    static long multiplyAdd(long a, long b, long c) {
        return a * b + c;
    }

    @Ptx(value = "mad.wide.{s16,u16,s32,u32}", types = "w t t w")
    static long multiplyAddWide(long a, long b, long c) {
        return a * b + c;
    }

    @Ptx("mad.hi.{s32,u32}")
    static long multiplyAddHigh32(long a, long b, long c) {
        return (a * b >> 32) + c;
    }

    @Ptx("mad.hi.s64")
    static long multiplyAddHigh64(long a, long b, long c) {
        return Math.multiplyHigh(a, b) + c;
    }

    @Ptx("mad.hi.u64")
    static long multiplyAddHighUnsigned64(long a, long b, long c) {
        return Math.unsignedMultiplyHigh(a, b) + c;
    }

    @Ptx("div.{s16,u16,s32,u32,s64}")
    static long divide(long a, long b) {
        expectDivisor(b);
        return a / b;
    }

    @Ptx("div.u64")
    static long divideUnsigned(long a, long b) {
        expectDivisor(b);
        return Long.divideUnsigned(a, b);
    }

    @Ptx("rem.{s16,u16,s32,u32,s64}")
    static long remainder(long a, long b) {
        expectDivisor(b);
        return a % b;
    }

    @Ptx("rem.u64")
    static long remainderUnsigned(long a, long b) {
        expectDivisor(b);
        return Long.remainderUnsigned(a, b);
    }

    private static void expectDivisor(long divisor) {
        if (divisor == 0) {
            throw new LaneFault(LaneFault.Kind.DIVISION, "an integer is divided by zero");
        }
    }

    @Ptx("neg.{s16,s32,s64}")
    static long negate(long a) {
        return -a;
    }

    @Ptx("abs.{s16,s32,s64}")
    static long absolute(long a) {
        return Math.abs(a);
    }

    @Ptx("min.{s16,u16,s32,u32,s64}")
    static long minimum(long a, long b) {
        return Math.min(a, b);
    }

    @Ptx("min.u64")
    static long minimumUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    @Ptx("max.{s16,u16,s32,u32,s64}")
    static long maximum(long a, long b) {
        return Math.max(a, b);
    }

    @Ptx("max.u64")
    static long maximumUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }

    @Ptx("sad.{s16,u16,s32,u32}")
    static long sumOfDifference(long a, long b, long c) {
        return Math.abs(a - b) + c;
    }

    @Ptx("add.cc.{s32,u32}")
    static long addGivingCarry(Lane lane, int a, int b) {
        return lane.keepCarry32(unsigned(a) + unsigned(b));
    }

    @Ptx("addc.{s32,u32}")
    static long addWithCarry(Lane lane, int a, int b) {
        return unsigned(a) + unsigned(b) + lane.carry();
    }

    @Ptx("addc.cc.{s32,u32}")
    static long addWithAndGivingCarry(Lane lane, int a, int b) {
        return lane.keepCarry32(unsigned(a) + unsigned(b) + lane.carry());
    }

    @Ptx("sub.cc.{s32,u32}")
    static long subtractGivingBorrow(Lane lane, int a, int b) {
        return lane.keepCarry32(unsigned(a) - unsigned(b));
    }

    @Ptx("subc.{s32,u32}")
    static long subtractWithBorrow(Lane lane, int a, int b) {
        return unsigned(a) - unsigned(b) - lane.carry();
    }

    @Ptx("subc.cc.{s32,u32}")
    static long subtractWithAndGivingBorrow(Lane lane, int a, int b) {
        return lane.keepCarry32(unsigned(a) - unsigned(b) - lane.carry());
    }

    @Ptx("mad.lo.cc.u32")
    static long multiplyAddGivingCarry(Lane lane, int a, int b, int c) {
        return lane.keepCarry32(unsigned(a * b) + unsigned(c));
    }

    @Ptx("madc.lo.u32")
    static long multiplyAddWithCarry(Lane lane, int a, int b, int c) {
        return unsigned(a * b) + unsigned(c) + lane.carry();
    }

    @Ptx("madc.lo.cc.u32")
    static long multiplyAddWithAndGivingCarry(Lane lane, int a, int b, int c) {
        return lane.keepCarry32(unsigned(a * b) + unsigned(c) + lane.carry());
    }

    @Ptx("mad.hi.cc.u32")
    static long multiplyAddHighGivingCarry(Lane lane, int a, int b, int c) {
        return lane.keepCarry32((unsigned(a) * unsigned(b) >>> 32) + unsigned(c));
    }

    @Ptx("madc.hi.u32")
    static long multiplyAddHighWithCarry(Lane lane, int a, int b, int c) {
        return (unsigned(a) * unsigned(b) >>> 32) + unsigned(c) + lane.carry();
    }

    @Ptx("madc.hi.cc.u32")
    static long multiplyAddHighWithAndGivingCarry(Lane lane, int a, int b, int c) {
        return lane.keepCarry32((unsigned(a) * unsigned(b) >>> 32) + unsigned(c) + lane.carry());
    }

    private static long unsigned(int a) {
        return Integer.toUnsignedLong(a);
    }
}
