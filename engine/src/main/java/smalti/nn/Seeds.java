package smalti.nn;

/// Seeds that follow from others: of a step from its run's, of a layer from its step's.
public final class Seeds {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /// The seed of a part. Seeds of neighbouring parts, or of equal parts under neighbouring seeds, have nothing in common:
    /// generators that count up from them would else draw the same values, one after the other.
    public static long derived(long seed, long part) {
        return mixed(mixed(seed) + (part + 1) * SPREAD);
    }

    /// The finisher of SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
    private static long mixed(long value) {
        long first = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }
}
