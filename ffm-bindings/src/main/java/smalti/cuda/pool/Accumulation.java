package smalti.cuda.pool;

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
    EXPONENTIALS("exponentials", 2);

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

    /// The word for it in kernels' names.
    String word() {
        return word;
    }

    /// Numbers that a piece and channel comes to.
    int numbers() {
        return numbers;
    }

    /// Whether there are kernels that take 16 bytes of channels at a time: not where the arithmetic takes longer than the
    /// memory.
    boolean hasWideRows() {
        return this != EXPONENTIALS;
    }
}
