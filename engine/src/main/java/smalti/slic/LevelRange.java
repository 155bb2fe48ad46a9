package smalti.slic;

import smalti.superpixel.Samples;

/// What counts as nothing and as full among samples.
///
/// @param low the value of nothing
/// @param width from there to full
public record LevelRange(float low, float width) {
    /// 0 to 1, unless real samples go beyond: then from the smallest to the largest of them.
    public static LevelRange of(Samples samples) {
        float least = 0;
        float most = 1;
        if (samples instanceof Samples.Floats(float[] values)) {
            float smallest = Float.POSITIVE_INFINITY;
            float largest = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                if (Float.isFinite(value)) {
                    smallest = Math.min(smallest, value);
                    largest = Math.max(largest, value);
                }
            }
            if (smallest < 0 || largest > 1) {
                least = smallest;
                most = largest;
            }
        }
        return new LevelRange(least, most - least);
    }
}
