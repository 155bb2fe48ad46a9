package smalti.cuda.emulator;

/// Logic, shifts and fields of bits. Source: PTX ISA, "Logic and Shift Instructions" and "Integer Arithmetic Instructions".
final class BitInstructions {
    private BitInstructions() {}

    @Ptx("and.{b16,b32,b64}")
    static long and(long a, long b) {
        return a & b;
    }

    @Ptx("or.{b16,b32,b64}")
    static long or(long a, long b) {
        return a | b;
    }

    @Ptx("xor.{b16,b32,b64}")
    static long xor(long a, long b) {
        return a ^ b;
    }

    @Ptx("not.{b16,b32,b64}")
    static long not(long a) {
        return ~a;
    }

    @Ptx("cnot.{b16,b32,b64}")
    static long isZero(long a) {
        return a == 0 ? 1 : 0;
    }

    @Ptx("and.pred")
    static boolean and(boolean a, boolean b) {
        return a & b;
    }

    @Ptx("or.pred")
    static boolean or(boolean a, boolean b) {
        return a | b;
    }

    @Ptx("xor.pred")
    static boolean xor(boolean a, boolean b) {
        return a ^ b;
    }

    @Ptx("not.pred")
    static boolean not(boolean a) {
        return !a;
    }

    /// A table of 8 bits, looked up with one bit of each.
    @Ptx(value = "lop3.b32", types = "b32 b32 b32 b32 b32")
    static int anyLogic(int a, int b, int c, int table) {
        int result = 0;
        for (int row = 0; row < 8; row++) {
            if ((table >>> row & 1) != 0) {
                result |=
                        ((row & 4) != 0 ? a : ~a)
                                & ((row & 2) != 0 ? b : ~b)
                                & ((row & 1) != 0 ? c : ~c);
            }
        }
        return result;
    }

    /// Shifts beyond the width give 0.
    @Ptx(value = "shl.{b16,b32,b64}", types = "t t u32")
    static long shiftLeft(long a, long by) {
        return by > 63 ? 0 : a << by;
    }

    /// Shifts beyond the width give 0.
    @Ptx(value = "shr.{u16,u32,u64,b16,b32,b64}", types = "t t u32")
    static long shiftRight(long a, long by) {
        return by > 63 ? 0 : a >>> by;
    }

    /// Shifts beyond the width give the sign.
    @Ptx(value = "shr.{s16,s32,s64}", types = "t t u32")
    static long shiftRightSigned(long a, long by) {
        return a >> Math.min(by, 63);
    }

    @Ptx("shf.l.wrap.b32")
    static int funnelLeftWrapped(int low, int high, int by) {
        return (int) (joined(low, high) << (by & 31) >>> 32);
    }

    @Ptx("shf.r.wrap.b32")
    static int funnelRightWrapped(int low, int high, int by) {
        return (int) (joined(low, high) >>> (by & 31));
    }

    @Ptx("shf.l.clamp.b32")
    static int funnelLeft(int low, int high, int by) {
        return clamp(by) == 32 ? low : funnelLeftWrapped(low, high, by);
    }

    @Ptx("shf.r.clamp.b32")
    static int funnelRight(int low, int high, int by) {
        return clamp(by) == 32 ? high : funnelRightWrapped(low, high, by);
    }

    private static int clamp(int by) {
        return Integer.compareUnsigned(by, 32) > 0 ? 32 : by;
    }

    private static long joined(int low, int high) {
        return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    @Ptx(value = "popc.{b32,b64}", types = "u32 t")
    static long countOnes(long a) {
        return Long.bitCount(a);
    }

    @Ptx(value = "clz.b32", types = "u32 b32")
    static long leadingZeros32(int a) {
        return Integer.numberOfLeadingZeros(a);
    }

    @Ptx(value = "clz.b64", types = "u32 b64")
    static long leadingZeros64(long a) {
        return Long.numberOfLeadingZeros(a);
    }

    @Ptx("brev.b32")
    static int reverse(int a) {
        return Integer.reverse(a);
    }

    @Ptx("brev.b64")
    static long reverse(long a) {
        return Long.reverse(a);
    }

    /// The highest bit that is set, -1 if none.
    @Ptx(value = "bfind.{u32,u64}", types = "u32 t")
    static long highestBit(long a) {
        return 63L - Long.numberOfLeadingZeros(a);
    }

    /// The highest bit that differs from the sign, -1 if none.
    @Ptx(value = "bfind.{s32,s64}", types = "u32 t")
    static long highestBitSigned(long a) {
        return highestBit(a < 0 ? ~a : a);
    }

    /// How far left the highest bit can be shifted, -1 if none is set.
    @Ptx(value = "bfind.shiftamt.u32", types = "u32 u32")
    static long shiftToHighestBit(long a) {
        return a == 0 ? -1 : 31 - highestBit(a);
    }

    @Ptx(value = "bfind.shiftamt.u64", types = "u32 u64")
    static long shiftToHighestBit64(long a) {
        return a == 0 ? -1 : 63 - highestBit(a);
    }

    /// A field of `b` replaced by the low bits of `a`.
    @Ptx(value = "bfi.{b32,b64}", types = "t t t u32 u32")
    static long insert(long a, long b, long from, long length) {
        long at = from & 0xff;
        long mask = at > 63 ? 0 : ones(length & 0xff) << at;
        return b & ~mask | a << at & mask;
    }

    private static long ones(long count) {
        return count > 63 ? -1 : (1L << count) - 1;
    }

    @Ptx(value = "bfe.{u32,u64}", types = "t t u32 u32")
    static long extract(long a, long from, long length) {
        return shiftRight(a, from & 0xff) & ones(length & 0xff);
    }

    /// A field with its sign, which is the number's own where the field reaches beyond it.
    @Ptx(value = "bfe.{s32,s64}", types = "t t u32 u32")
    static long extractSigned(long a, long from, long length) {
        long bits = length & 0xff;
        if (bits == 0) {
            return 0;
        }
        long field = shiftRightSigned(a, from & 0xff);
        int spare = (int) Math.max(0, Long.SIZE - bits);
        return field << spare >> spare;
    }

    /// Four bytes chosen out of eight; a fourth bit of a choice repeats the byte's sign.
    @Ptx(value = "prmt.b32", types = "b32 b32 b32 b32")
    static int permute(int a, int b, int choice) {
        long bytes = joined(a, b);
        int result = 0;
        for (int to = 0; to < 4; to++) {
            int from = choice >>> 4 * to & 0xf;
            byte value = (byte) (bytes >>> 8 * (from & 7));
            int chosen = (from & 8) != 0 ? value >> 7 : value;
            result |= (chosen & 0xff) << 8 * to;
        }
        return result;
    }

    @Ptx(value = "selp.{b16,u16,s16,b32,u32,s32,f32,b64,u64,s64,f64}", types = "t t t pred")
    static long select(long a, long b, boolean first) {
        return first ? a : b;
    }

    @Ptx(value = "slct.{b16,u16,s16,b32,u32,s32,f32,b64,u64,s64,f64}.s32", types = "s s s s32")
    static long selectBySign(long a, long b, long sign) {
        return sign >= 0 ? a : b;
    }

    @Ptx(value = "slct.{b16,u16,s16,b32,u32,s32,f32,b64,u64,s64,f64}.f32", types = "s s s f32")
    static long selectBySign(long a, long b, float sign) {
        return sign >= 0 ? a : b;
    }
}
