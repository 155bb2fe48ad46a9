package smalti.cuda.emulator;

import java.util.SplittableRandom;

/// In which order blocks, warps and lanes go: from a random one on with a random step, or, for seed 0, from the first one
/// on.
final class Order {
    private static final int[] STEPS = {1, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31};

    private final SplittableRandom random;
    private final boolean natural;

    Order(long seed) {
        random = new SplittableRandom(seed);
        natural = seed == 0;
    }

    /// The first of so many.
    int start(int size) {
        return natural || size == 1 ? 0 : random.nextInt(size);
    }

    /// A step that comes by each of so many once.
    int step(int size) {
        if (natural) {
            return 1;
        }
        int step = STEPS[random.nextInt(STEPS.length)];
        return size % step == 0 ? 1 : step;
    }
}
