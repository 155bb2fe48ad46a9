package smalti.testkit;

import java.util.SplittableRandom;

/// Kinds of numbers, each with what tends to break arithmetic.
public enum ValuePattern {
    /// Normally distributed.
    NORMAL,
    /// Small integers, so that many are equal.
    TIES,
    /// A large mean with little noise, where a careless variance has no correct digit.
    FAR_FROM_ZERO,
    /// Magnitudes from 2^-20 to 2^20, of both signs.
    WIDE,
    /// Below the smallest normal `float`.
    SUBNORMAL,
    /// Normally distributed with NaN, infinities and zeros of both signs between.
    SPECIAL;

    private static final float[] SPECIALS = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f
    };

    /// The next number of this kind.
    public float next(SplittableRandom random) {
        return switch (this) {
            case NORMAL -> (float) random.nextGaussian();
            case TIES -> random.nextInt(-2, 3);
            case FAR_FROM_ZERO -> (float) (1000 + random.nextGaussian());
            case WIDE ->
                    (float)
                            (Math.scalb(1 + random.nextDouble(), random.nextInt(-20, 20))
                                    * (random.nextBoolean() ? 1 : -1));
            case SUBNORMAL -> random.nextInt(-(1 << 20), 1 << 20) * Float.MIN_VALUE;
            case SPECIAL ->
                    random.nextInt(24) == 0
                            ? SPECIALS[random.nextInt(SPECIALS.length)]
                            : (float) random.nextGaussian();
        };
    }
}
