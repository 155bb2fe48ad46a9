package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The exponential of doubles, by vectors and one by one, with the same bits whatever computes it. The lanewise
/// exponential of the Vector API rounds otherwise in interpreted than in compiled code, and results must not change when
/// code gets hot; here are only operations that have one result.
///
/// The error is below 1.5 units in the last place. Arguments below -708 give 0, where the true result is less than
/// `3.4e-308` and soon no normal number; those above 709.79 give infinity, NaN gives NaN.
///
/// Cody and Waite's reduction `x = n·ln 2 + r` with `|r| <= ln 2 / 2`, then a polynomial in `r` through the Chebyshev
/// nodes, `2^-55` off at most. It is computed doubled, to meet `2^(n - 1)`: the largest `n`, 1024, has no power of its
/// own in a double.
final class Exponential {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;

    private static final double LEAST = -708;
    private static final double MOST = 709.79;
    private static final double PER_LN2 = 0x1.71547652b82fep0;
    private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
    private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

    /// Adding this rounds to an integer and leaves it in the lowest bits, with the exponent of `2^(n - 1)` ready.
    private static final double ROUNDING = 0x1.8p52 + 1022;

    private static final int SIGNIFICAND_BITS = 52;

    /// Of `2(e^r - 1 - r)/r^2`.
    private static final double C2 = 0x1.0000000000001p+0;

    private static final double C3 = 0x1.5555555555556p-2;
    private static final double C4 = 0x1.5555555553d4fp-4;
    private static final double C5 = 0x1.11111111109adp-6;
    private static final double C6 = 0x1.6c16c17893833p-9;
    private static final double C7 = 0x1.a01a01a7c8d47p-12;
    private static final double C8 = 0x1.a019b8ef67c6cp-15;
    private static final double C9 = 0x1.71de0d9c145d0p-18;
    private static final double C10 = 0x1.2891a8c1d838dp-21;
    private static final double C11 = 0x1.af38d53857513p-25;

    private static final DoubleVector ALL_PER_LN2 = all(PER_LN2);
    private static final DoubleVector ALL_ROUNDING = all(ROUNDING);
    private static final DoubleVector ALL_C11 = all(C11);
    private static final DoubleVector ALL_C10 = all(C10);
    private static final DoubleVector ALL_C9 = all(C9);
    private static final DoubleVector ALL_C8 = all(C8);
    private static final DoubleVector ALL_C7 = all(C7);
    private static final DoubleVector ALL_C6 = all(C6);
    private static final DoubleVector ALL_C5 = all(C5);
    private static final DoubleVector ALL_C4 = all(C4);
    private static final DoubleVector ALL_C3 = all(C3);
    private static final DoubleVector ALL_C2 = all(C2);
    private static final DoubleVector ALL_LN2_HIGH = all(-LN2_HIGH);
    private static final DoubleVector ALL_LN2_LOW = all(-LN2_LOW);
    private static final DoubleVector ALL_TWO = all(2);
    private static final DoubleVector ALL_ZERO = all(0);
    private static final DoubleVector ALL_LEAST = all(LEAST);
    private static final DoubleVector ALL_MOST = all(MOST);
    private static final DoubleVector ALL_INFINITY = all(Double.POSITIVE_INFINITY);

    private Exponential() {}

    static DoubleVector of(DoubleVector x) {
        var rounded = x.fma(ALL_PER_LN2, ALL_ROUNDING);
        var n = rounded.sub(ALL_ROUNDING);
        var r = n.fma(ALL_LN2_HIGH, x);
        r = n.fma(ALL_LN2_LOW, r);
        var p = r.fma(ALL_C11, ALL_C10);
        p = p.fma(r, ALL_C9);
        p = p.fma(r, ALL_C8);
        p = p.fma(r, ALL_C7);
        p = p.fma(r, ALL_C6);
        p = p.fma(r, ALL_C5);
        p = p.fma(r, ALL_C4);
        p = p.fma(r, ALL_C3);
        p = p.fma(r, ALL_C2);
        p = p.fma(r, ALL_TWO);
        p = p.fma(r, ALL_TWO);
        var power =
                rounded.reinterpretAsLongs()
                        .lanewise(VectorOperators.LSHL, SIGNIFICAND_BITS)
                        .reinterpretAsDoubles();
        return p.mul(power)
                .blend(ALL_ZERO, x.compare(VectorOperators.LT, ALL_LEAST))
                .blend(ALL_INFINITY, x.compare(VectorOperators.GT, ALL_MOST));
    }

    static double of(double x) {
        if (x < LEAST) {
            return 0;
        }
        if (x > MOST) {
            return Double.POSITIVE_INFINITY;
        }
        double rounded = Math.fma(x, PER_LN2, ROUNDING);
        double n = rounded - ROUNDING;
        double r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        double p = Math.fma(r, C11, C10);
        p = Math.fma(p, r, C9);
        p = Math.fma(p, r, C8);
        p = Math.fma(p, r, C7);
        p = Math.fma(p, r, C6);
        p = Math.fma(p, r, C5);
        p = Math.fma(p, r, C4);
        p = Math.fma(p, r, C3);
        p = Math.fma(p, r, C2);
        p = Math.fma(p, r, 2);
        p = Math.fma(p, r, 2);
        return p * Double.longBitsToDouble(Double.doubleToRawLongBits(rounded) << SIGNIFICAND_BITS);
    }

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(DOUBLES, value);
    }
}
