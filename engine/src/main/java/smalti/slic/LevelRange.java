package smalti.slic;

import smalti.superpixel.Samples;

/// What counts as nothing and as full among samples.
///
/// @param low the value of nothing
/// @param width from there to full
public record LevelRange(float low, float width) {
    /// 0 to 1, unless real samples go beyond: then from the smallest to the largest of them.
    public static LevelRange of(Samples samples) {
        float smallest = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        if (samples instanceof Samples.Floats(float[] values)) {
            for (float value : values) {
                if (Float.isFinite(value)) {
                    smallest = Math.min(smallest, value);
                    largest = Math.max(largest, value);
                }
            }
        }
        return of(smallest, largest);
    }

    /// The same where the extremes of the finite samples are known; the smallest is above the largest if there are none.
    public static LevelRange of(float smallest, float largest) {
        boolean beyond = smallest < 0 || largest > 1;
        float low = beyond ? smallest : 0;
        return new LevelRange(low, (beyond ? largest : 1) - low);
    }
}
