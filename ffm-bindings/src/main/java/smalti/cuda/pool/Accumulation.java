package smalti.cuda.pool;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import smalti.op.Reduction;

/// What pieces of segments are reduced to, as the kernels of segment_reduce.cuh have it.
enum Accumulation {
    SUMS("sums", 1),
    /// Sums of values times the weights of their pixels.
    WEIGHTED("weighted", 1),
    /// Sums of values times those of another map.
    DOTS("dots", 1),
    MOMENTS("moments", 2),
    LARGEST("largest", 2),
    SMALLEST("smallest", 2),
    PRODUCTS("products", 1),
    EXPONENTIALS("exponentials", 2),
    /// [#SUMS], [#MOMENTS], [#LARGEST] and [#SMALLEST], their numbers in this order.
    SUMMARY("summary", 7);

    private static final List<Accumulation> SUMMARIZED = List.of(SUMS, MOMENTS, LARGEST, SMALLEST);

    private final String word;
    private final int numbers;

    Accumulation(String word, int numbers) {
        this.word = word;
        this.numbers = numbers;
    }

    /// What a reduction is made of.
    static Accumulation of(Reduction reduction, boolean weighted) {
        return switch (reduction) {
            case SUM, MEAN -> weighted ? WEIGHTED : SUMS;
            case MAX -> LARGEST;
            case MIN -> SMALLEST;
            case PRODUCT -> PRODUCTS;
            case VARIANCE, STDDEV -> MOMENTS;
            case LOGSUMEXP -> EXPONENTIALS;
        };
    }

    /// What several kinds are best computed by, so that values are read once: [#SUMMARY] for those that it has, and each of the
    /// others, which are bound by arithmetic, by itself.
    static Set<Accumulation> covering(Set<Accumulation> wanted) {
        Set<Accumulation> alone = EnumSet.copyOf(wanted);
        SUMMARIZED.forEach(alone::remove);
        if (wanted.size() - alone.size() < 2) {
            return EnumSet.copyOf(wanted);
        }
        alone.add(SUMMARY);
        return alone;
    }

    /// The place of a kind's first number among those of this one; empty if it is not part of it.
    OptionalInt placeOf(Accumulation part) {
        if (part == this) {
            return OptionalInt.of(0);
        }
        if (this != SUMMARY || !SUMMARIZED.contains(part)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                SUMMARIZED.subList(0, SUMMARIZED.indexOf(part)).stream()
                        .mapToInt(Accumulation::numbers)
                        .sum());
    }

    /// The word for it in kernels' names.
    String word() {
        return word;
    }

    /// Numbers that a piece and channel comes to.
    int numbers() {
        return numbers;
    }

    /// How many channels a thread takes at a time where 16 bytes hold so many: fewer where they would not fit into
    /// registers, and one where the arithmetic takes longer than the memory.
    int channelsOf(int wide) {
        return switch (this) {
            case EXPONENTIALS -> 1;
            case SUMMARY -> Math.min(4, wide);
            case SUMS, WEIGHTED, DOTS, MOMENTS, LARGEST, SMALLEST, PRODUCTS -> wide;
        };
    }

    /// How many planes a warp takes at a time.
    int planesTogether() {
        return this == EXPONENTIALS || this == SUMMARY ? 2 : 8;
    }
}
