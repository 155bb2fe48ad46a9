package smalti.cuda.emulator;

import java.util.Arrays;

/// Who touched each piece of a memory last, to find two threads that touch the same piece, one of them writing, with nothing
/// that orders them.
///
/// What orders two threads: a barrier of their block that both passed between, or, in one warp, a `bar.warp.sync`. Nothing
/// orders threads of different blocks of one launch. Atomic operations and volatile accesses may meet each other, but no
/// plain access.
final class Touches {
    private static final int THREAD_BITS = 11;
    private static final int THREAD_MASK = (1 << THREAD_BITS) - 1;
    private static final long ATOMIC = 1L << THREAD_BITS;
    private static final int CLOCK_SHIFT = THREAD_BITS + 1;
    private static final int CLOCK_BITS = 14;
    private static final long CLOCK_MASK = (1L << CLOCK_BITS) - 1;
    private static final int BARRIER_SHIFT = CLOCK_SHIFT + CLOCK_BITS;
    private static final int BARRIER_BITS = 14;
    private static final long BARRIER_MASK = (1L << BARRIER_BITS) - 1;
    private static final int BLOCK_SHIFT = BARRIER_SHIFT + BARRIER_BITS;
    private static final int BLOCK_BITS = Long.SIZE - BLOCK_SHIFT;
    private static final int BLOCKS = (1 << BLOCK_BITS) - 2;

    /// In place of a thread where several of one warp have read; the warp's number is added.
    private static final int SEVERAL_OF_WARP = Procedure.MOST_THREADS + 1;

    /// In place of a thread where several warps have read.
    private static final int SEVERAL = THREAD_MASK;

    /// In place of a block where several have read.
    private static final long SEVERAL_BLOCKS = (1L << BLOCK_BITS) - 1;

    private final String name;

    /// For each piece who wrote and read it last. A piece is a word as long as nobody touches less, and then a byte.
    private long[] writes;

    private long[] reads;

    /// The same for reads that may meet atomic operations; empty as long as there are none.
    private long[] strongReads = {};

    private int pieceBits = 2;

    /// @param name the memory's, for people
    Touches(String name, int bytes) {
        this.name = name;
        int words = (bytes >> pieceBits) + 1;
        writes = new long[words];
        reads = new long[words];
    }

    /// Forgets all: what comes now is ordered behind it.
    void clear() {
        Arrays.fill(writes, 0);
        Arrays.fill(reads, 0);
        Arrays.fill(strongReads, 0);
    }

    /// What a thread leaves where it touches memory.
    ///
    /// @param block its number in the launch
    /// @param barriers how many of the block it has passed
    /// @param clock how often its warp has come together since
    static long touch(int block, long barriers, long clock, int thread) {
        return (long) (block % BLOCKS + 1) << BLOCK_SHIFT
                | (barriers & BARRIER_MASK) << BARRIER_SHIFT
                | (clock & CLOCK_MASK) << CLOCK_SHIFT
                | thread + 1;
    }

    /// The same for an access that the model of memory lets meet atomic operations, e.g. a volatile one.
    static long strong(long touch) {
        return touch | ATOMIC;
    }

    void read(long touch, int offset, int length) {
        cutFor(length);
        boolean plain = (touch & ATOMIC) == 0;
        if (!plain && strongReads.length == 0) {
            strongReads = new long[writes.length];
        }
        long[] kept = plain ? reads : strongReads;
        int last = offset + length - 1 >> pieceBits;
        for (int at = offset >> pieceBits; at <= last; at++) {
            if (isNews(writes[at], touch) && (writes[at] & touch & ATOMIC) == 0) {
                expectOrdered(writes[at], touch, at, "written by %s, then read by %s");
            }
            kept[at] = joined(kept[at], touch);
        }
    }

    void write(long touch, int offset, int length) {
        cutFor(length);
        int last = offset + length - 1 >> pieceBits;
        for (int at = offset >> pieceBits; at <= last; at++) {
            if (isNews(writes[at], touch)) {
                expectOrdered(writes[at], touch, at, "written by %s and by %s");
            }
            if (isNews(reads[at], touch)) {
                expectOrdered(reads[at], touch, at, "read by %s, then written by %s");
            }
            if (strongReads.length > 0 && isNews(strongReads[at], touch)) {
                expectOrdered(strongReads[at], touch, at, "read by %s, then written by %s");
            }
            writes[at] = touch;
        }
    }

    /// An atomic operation.
    void update(long touch, int offset, int length) {
        cutFor(length);
        int last = offset + length - 1 >> pieceBits;
        for (int at = offset >> pieceBits; at <= last; at++) {
            if (isNews(writes[at], touch) && (writes[at] & ATOMIC) == 0) {
                expectOrdered(writes[at], touch, at, "written by %s and changed by %s");
            }
            if (isNews(reads[at], touch)) {
                expectOrdered(reads[at], touch, at, "read by %s, then changed by %s");
            }
            writes[at] = touch | ATOMIC;
        }
    }

    /// Makes bytes of words where less than a word is touched.
    private void cutFor(int length) {
        if (length >> pieceBits == 0) {
            writes = cut(writes);
            reads = cut(reads);
            strongReads = cut(strongReads);
            pieceBits = 0;
        }
    }

    private static long[] cut(long[] words) {
        long[] bytes = new long[4 * words.length];
        Arrays.setAll(bytes, at -> words[at >> 2]);
        return bytes;
    }

    /// Whether a touch before may be of another thread and with no barrier between.
    private static boolean isNews(long last, long touch) {
        return last != 0 && last != touch && !isBehindBarrier(last, touch);
    }

    private static boolean isBehindBarrier(long last, long touch) {
        return block(last) == block(touch)
                && (last >>> BARRIER_SHIFT & BARRIER_MASK)
                        != (touch >>> BARRIER_SHIFT & BARRIER_MASK);
    }

    private static long block(long touch) {
        return touch >>> BLOCK_SHIFT;
    }

    private static long clock(long touch) {
        return touch >>> CLOCK_SHIFT & CLOCK_MASK;
    }

    private static int who(long touch) {
        return (int) (touch & THREAD_MASK);
    }

    /// The warp of one thread or of several in one warp.
    private static int warp(int who) {
        return who < SEVERAL_OF_WARP ? (who - 1) / Warp.LANES : who - SEVERAL_OF_WARP;
    }

    private static boolean isOneWarp(long last, long touch) {
        return block(last) == block(touch)
                && who(last) != SEVERAL
                && warp(who(last)) == warp(who(touch));
    }

    /// The reads that a later write must be ordered behind: those before that are not ordered before this one, and this one.
    private static long joined(long last, long touch) {
        if (last == 0 || last == touch) {
            return touch;
        }
        if (block(last) != block(touch)) {
            return last | SEVERAL_BLOCKS << BLOCK_SHIFT | SEVERAL;
        }
        if (isBehindBarrier(last, touch) || who(last) == who(touch)) {
            return touch;
        }
        if (!isOneWarp(last, touch)) {
            return last | SEVERAL;
        }
        return clock(last) < clock(touch)
                ? touch
                : touch & ~THREAD_MASK | SEVERAL_OF_WARP + warp(who(touch));
    }

    private void expectOrdered(long last, long touch, int at, String how) {
        boolean sameWarp = isOneWarp(last, touch);
        boolean sameThread = block(last) == block(touch) && who(last) == who(touch);
        if (sameThread || sameWarp && clock(last) < clock(touch)) {
            return;
        }
        boolean sameBlock = block(last) == block(touch);
        throw new LaneFault(
                LaneFault.Kind.RACE,
                ("a race: %s at %d is " + how + " with no %s between")
                        .formatted(
                                name,
                                at << pieceBits,
                                name(last, sameBlock),
                                name(touch, sameBlock),
                                sameWarp
                                        ? "barrier or bar.warp.sync"
                                        : sameBlock ? "barrier" : "end of the launch"));
    }

    private static String name(long touch, boolean sameBlock) {
        if (block(touch) == SEVERAL_BLOCKS) {
            return "several blocks";
        }
        int who = who(touch);
        String of = sameBlock ? "" : " of block " + (block(touch) - 1);
        if (who == SEVERAL) {
            return "several threads" + of;
        }
        return who < SEVERAL_OF_WARP
                ? "thread " + (who - 1) + of
                : "threads of warp " + (who - SEVERAL_OF_WARP) + of;
    }
}
