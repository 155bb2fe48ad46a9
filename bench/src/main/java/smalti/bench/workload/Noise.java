package smalti.bench.workload;

/// Numbers for benchmarks: uniform in -1 to 1, and the same in every process.
final class Noise {
    private Noise() {}

    /// Hashed positions: as good as random here, in a loop that the compiler vectorises.
    static float[] of(int length, int seed) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            int mixed = (i + seed * 0x61C88647) * 0x9E3779B1;
            mixed = (mixed ^ (mixed >>> 15)) * 0x85EBCA77;
            mixed ^= mixed >>> 13;
            values[i] = (mixed >> 8) * 0x1p-23f;
        }
        return values;
    }
}
