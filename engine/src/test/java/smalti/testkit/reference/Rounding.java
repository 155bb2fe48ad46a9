package smalti.testkit.reference;

import smalti.tensor.DType;

/// How much rounding may cost: the rules of tolerance, never a share of a large sum.
public final class Rounding {
    /// Half a unit in the last place of 1 in `float`.
    public static final double FLOAT = 0x1p-24;

    /// The relative error that sums and means stay below, however many terms they have.
    public static final double MEAN_BOUND = 1e-6;

    /// The smallest normal `float`: what lies below may be flushed where exponentials and products are computed.
    public static final double TINY = Float.MIN_NORMAL;

    private static final double ROUNDINGS_A_TERM = 2;

    private Rounding() {}

    /// Half a unit in the last place of what operators compute with for values of a type: `float` or wider.
    public static double working(DType dtype) {
        return Expected.exact(dtype) ? 0x1p-53 : FLOAT;
    }

    /// The error of a sum of `terms`, relative to the sum of their magnitudes: `c·n·2^-24`, and never above
    /// [#MEAN_BOUND].
    public static double summing(DType dtype, int terms) {
        return Math.min(ROUNDINGS_A_TERM * terms * working(dtype), MEAN_BOUND);
    }

    /// The error of an elementwise result: 4 units in the last place.
    public static double elementwise(DType dtype, double value) {
        return 8 * working(dtype) * Math.abs(value);
    }

    /// What storing a value in a type costs: half a unit in its last place.
    public static double storing(DType dtype, double value) {
        return switch (dtype) {
            case F32 -> value * 0x1p-24 + 0x1p-150;
            case F64 -> value * 0x1p-53 + Double.MIN_VALUE;
            case F16 -> value * 0x1p-11 + 0x1p-25;
            case BF16 -> value * 0x1p-8 + 0x1p-134;
            case I32 -> 0;
        };
    }
}
