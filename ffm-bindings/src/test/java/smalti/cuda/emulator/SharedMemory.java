package smalti.cuda.emulator;

import java.util.Arrays;

/// The memory of one block, and who touched each byte last.
///
/// Two threads that touch the same byte, one of them writing, must be ordered: by a barrier of the block that both passed
/// between, or, in one warp, by a `bar.warp.sync`. A thread's clock moves on at each of those; a touch is kept with the
/// clock that it had.
final class SharedMemory {
    private static final int THREAD_BITS = 11;
    private static final int THREAD_MASK = (1 << THREAD_BITS) - 1;
    private static final int CLOCK_BITS = 26;
    private static final long CLOCK_MASK = (1L << CLOCK_BITS) - 1;

    /// In place of a thread where several of one warp have read; the warp's number is added.
    private static final int SEVERAL_OF_WARP = Procedure.MOST_THREADS + 1;

    /// In place of a thread where several warps have read.
    private static final int SEVERAL = THREAD_MASK;

    private final Allocation memory;

    /// For each piece of memory who wrote and read it last: barriers passed, the warp's clock, thread and 1. A piece is a
    /// word as long as nobody touches less, and then a byte.
    private long[] writes;

    private long[] reads;
    private int pieceBits = 2;

    SharedMemory(int bytes) {
        memory = new Allocation("shared memory", bytes, false);
        int words = (bytes >> pieceBits) + 1;
        writes = new long[words];
        reads = new long[words];
    }

    /// Makes it as good as new, for the next block.
    void clear() {
        memory.forgetAll();
        Arrays.fill(writes, 0);
        Arrays.fill(reads, 0);
    }

    Allocation memory() {
        return memory;
    }

    int read(Lane lane, long address, int length) {
        int offset = memory.check(address, length);
        memory.expectWritten(offset, length);
        cutFor(length);
        long touch = lane.touch();
        int last = offset + length - 1 >> pieceBits;
        for (int at = offset >> pieceBits; at <= last; at++) {
            long write = writes[at];
            if (isNews(write, touch)) {
                expectOrdered(write, touch, lane, at, "written by %s, then read by thread %d");
            }
            reads[at] = joined(reads[at], touch);
        }
        return offset;
    }

    int write(Lane lane, long address, int length) {
        int offset = memory.check(address, length);
        cutFor(length);
        long touch = lane.touch();
        int last = offset + length - 1 >> pieceBits;
        for (int at = offset >> pieceBits; at <= last; at++) {
            long write = writes[at];
            if (isNews(write, touch)) {
                expectOrdered(write, touch, lane, at, "written by %s and by thread %d");
            }
            long read = reads[at];
            if (isNews(read, touch)) {
                expectOrdered(read, touch, lane, at, "read by %s, then written by thread %d");
            }
            writes[at] = touch;
        }
        memory.write(offset, length);
        return offset;
    }

    /// For an atomic operation, which other atomic operations do not disturb.
    int update(Lane lane, long address, int length) {
        int offset = memory.check(address, length);
        memory.expectWritten(offset, length);
        cutFor(length);
        long touch = lane.touch();
        int last = offset + length - 1 >> pieceBits;
        for (int at = offset >> pieceBits; at <= last; at++) {
            expectOrdered(writes[at], touch, lane, at, "written by %s and changed by thread %d");
        }
        return offset;
    }

    /// Makes bytes of words where less than a word is touched.
    private void cutFor(int length) {
        if (length >> pieceBits == 0) {
            writes = cut(writes);
            reads = cut(reads);
            pieceBits = 0;
        }
    }

    private static long[] cut(long[] words) {
        long[] bytes = new long[4 * words.length];
        Arrays.setAll(bytes, at -> words[at >> 2]);
        return bytes;
    }

    /// Who touches: barriers that the thread has passed, its clock, its number and 1.
    static long touch(long barriers, long clock, int thread) {
        return (barriers << CLOCK_BITS | clock & CLOCK_MASK) << THREAD_BITS | thread + 1;
    }

    /// Whether a touch before was by another thread and since the last barrier.
    private static boolean isNews(long last, long touch) {
        return last != 0 && last != touch && barriers(last) == barriers(touch);
    }

    private static long barriers(long touch) {
        return touch >>> CLOCK_BITS + THREAD_BITS;
    }

    private static long clock(long touch) {
        return touch >>> THREAD_BITS & CLOCK_MASK;
    }

    private static int who(long touch) {
        return (int) (touch & THREAD_MASK);
    }

    /// The warp of one thread or of several in one warp.
    private static int warp(int who) {
        return who < SEVERAL_OF_WARP ? (who - 1) / Warp.LANES : who - SEVERAL_OF_WARP;
    }

    /// The reads that a later write must be ordered after: those before that are not ordered before this one, and this one.
    private static long joined(long last, long touch) {
        if (last == 0 || barriers(last) != barriers(touch) || who(last) == who(touch)) {
            return touch;
        }
        if (who(last) == SEVERAL || warp(who(last)) != warp(who(touch))) {
            return last | SEVERAL;
        }
        return clock(last) < clock(touch)
                ? touch
                : touch & ~THREAD_MASK | SEVERAL_OF_WARP + warp(who(touch));
    }

    private void expectOrdered(long last, long touch, Lane lane, int at, String how) {
        if (last == 0 || barriers(last) != barriers(touch) || who(last) == who(touch)) {
            return;
        }
        boolean sameWarp = who(last) != SEVERAL && warp(who(last)) == warp(who(touch));
        if (sameWarp && clock(last) < clock(touch)) {
            return;
        }
        throw new LaneFault(
                LaneFault.Kind.RACE,
                ("a race: shared memory at %d is " + how + " with no barrier%s between")
                        .formatted(
                                at << pieceBits,
                                name(who(last)),
                                lane.thread(),
                                sameWarp ? " or bar.warp.sync" : ""));
    }

    private static String name(int who) {
        if (who == SEVERAL) {
            return "several threads";
        }
        return who < SEVERAL_OF_WARP
                ? "thread " + (who - 1)
                : "threads of warp " + (who - SEVERAL_OF_WARP);
    }
}
