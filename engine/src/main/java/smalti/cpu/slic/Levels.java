package smalti.cpu.slic;

import smalti.slic.LevelRange;
import smalti.superpixel.Samples;

/// Samples of any type as 16-bit levels, so that one picture is the same numbers whatever its type.
final class Levels {
    static final int FULL = 65535;

    private static final int OF_BYTE = 257;

    private final Samples samples;
    private final float low;
    private final float range;

    Levels(Samples samples) {
        this.samples = samples;
        LevelRange range = LevelRange.of(samples);
        this.low = range.low();
        this.range = range.width();
    }

    /// Writes the levels of some samples to the front of `levels`.
    void read(int from, int count, int[] levels) {
        switch (samples) {
            case Samples.Bytes(byte[] values) -> {
                for (int i = 0; i < count; i++) {
                    levels[i] = (values[from + i] & 0xFF) * OF_BYTE;
                }
            }
            case Samples.Shorts(short[] values) -> {
                for (int i = 0; i < count; i++) {
                    levels[i] = values[from + i] & 0xFFFF;
                }
            }
            case Samples.Floats(float[] values) -> {
                for (int i = 0; i < count; i++) {
                    // NaN, and the empty range of a constant picture, give 0.
                    double share = ((double) values[from + i] - low) / range;
                    levels[i] = (int) Math.clamp(Math.rint(share * FULL), 0, FULL);
                }
            }
        }
    }
}
