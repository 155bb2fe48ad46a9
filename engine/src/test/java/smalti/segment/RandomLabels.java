package smalti.segment;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Label maps from sizes and a seed, read back pixel by pixel: what the tables, which are made from runs, are held to.
///
/// @param kinds labels are drawn from `-2` to below this
/// @param repeat how often, in percent, a pixel takes its left or upper neighbour's label: from noise to large segments
record RandomLabels(int batch, int height, int width, int kinds, int repeat, long seed) {
    /// Anything from no pixel at all to a few thousand.
    static final class Any implements ArbitrarySupplier<RandomLabels> {
        @Override
        public Arbitrary<RandomLabels> get() {
            var sizes = Arbitraries.integers().between(1, 33);
            return Combinators.combine(
                            Arbitraries.integers().between(0, 3),
                            Arbitraries.frequencyOf(
                                    Tuple.of(12, sizes), Tuple.of(1, Arbitraries.just(0))),
                            sizes,
                            Arbitraries.of(1, 2, 5, 40),
                            Arbitraries.of(0, 50, 90, 100),
                            Arbitraries.longs().between(0, 1_000_000))
                    .as(RandomLabels::new)
                    .withoutEdgeCases();
        }
    }

    /// Labels `[B,H,W]` as a view with an offset of 3 into garbage.
    Tensor labels() {
        Random random = new Random(seed);
        int[] labels = new int[3 + batch * height * width + 2];
        for (int i = 0; i < labels.length; i++) {
            int pixel = i - 3;
            int drawn = random.nextInt(kinds + 2) - 2;
            boolean copied = random.nextInt(100) < repeat;
            boolean left = random.nextBoolean();
            if (copied && pixel > 0 && left) {
                labels[i] = labels[i - 1];
            } else if (copied && pixel >= width) {
                labels[i] = labels[i - width];
            } else {
                labels[i] = drawn;
            }
        }
        labels[0] = Integer.MAX_VALUE;
        labels[labels.length - 1] = Integer.MAX_VALUE;
        return Tensor.of(Shape.of(batch, height, width), new Storage.Ints(labels), 3);
    }

    SegmentMap map() {
        return SegmentMap.of(labels(), Labelling.DENSE);
    }

    /// The label of a pixel, -1 for every ignored one, -2 outside the picture.
    int at(Tensor labels, int image, int y, int x) {
        if (y < 0 || y >= height || x < 0 || x >= width) {
            return -2;
        }
        return Math.max(-1, (int) labels.get((image * height + y) * width + x));
    }
}
