package smalti.cpu.pool;

import java.util.function.Consumer;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;
import smalti.segment.SegmentMap;

/// Feeds a kernel from the second cache. A part is cut into shares that fit there; of each, one value of every cache line
/// is read in the order of memory before the kernel gets it.
///
/// A kernel that adds to tables issues several instructions a cache line, so the processor sees too few lines ahead to
/// keep the memory busy, and the more streams it follows, the less its prefetcher helps. A loop of one load a line runs at
/// the speed of memory, whatever order the kernel behind it takes. Java has no prefetch instruction.
final class ReadAhead {
    /// Bytes of a share: a small part of the second cache, which tables share.
    private static final int BYTES = 1 << 18;

    /// A run or strip of more bytes is not read ahead: its first values would be gone before the kernel comes to them.
    private static final int MOST_BYTES = 2 * BYTES;

    /// Floats of a cache line.
    private static final int LINE = 16;

    private final SegmentMap map;
    private final Part part;
    private final Values x;
    private final int mostBytes;

    private ReadAhead(SegmentMap map, Part part, Values x, int mostBytes) {
        this.map = map;
        this.part = part;
        this.x = x;
        this.mostBytes = mostBytes;
    }

    /// Feeds shares that have been read ahead.
    static ReadAhead of(SegmentMap map, Part part, Values x) {
        return new ReadAhead(map, part, x, MOST_BYTES);
    }

    /// Feeds the same shares to kernels that read in the order of memory themselves.
    static ReadAhead without(SegmentMap map, Part part, Values x) {
        return new ReadAhead(map, part, x, 0);
    }

    /// Hands out the part in shares, in the order of its runs.
    void feed(Consumer<Share> kernel) {
        int from = part.fromRun();
        while (from < part.toRun()) {
            int to = Math.min(part.toRun(), x.interleaved() ? cachedEnd(from) : stripEnd(from));
            Share share = new Share(map, part.image(), from, to, part.low(), part.high());
            if (fits(share)) {
                read(share);
            }
            kernel.accept(share);
            from = to;
        }
    }

    /// The run behind as many as fit, one at least.
    private int cachedEnd(int from) {
        int[] starts = map.runStarts();
        int to = from + 1;
        while (to < part.toRun() && bytes(starts[to + 1] - starts[from]) <= BYTES) {
            to++;
        }
        return to;
    }

    /// The run behind the strip: kernels take those of planes whole.
    private int stripEnd(int from) {
        int firstRow = part.image() * map.height();
        int row = map.runStarts()[from] / map.width() - firstRow;
        int behind = (row / map.stripRows() + 1) * map.stripRows();
        return map.rowRuns()[firstRow + Math.min(map.height(), behind)];
    }

    private boolean fits(Share share) {
        int[] starts = map.runStarts();
        return bytes(starts[share.toRun()] - starts[share.fromRun()]) <= mostBytes;
    }

    private long bytes(int pixels) {
        return (long) Float.BYTES * x.channels() * pixels;
    }

    /// Neighbouring runs of the share's segments are read in one go.
    private void read(Share share) {
        int[] starts = map.runStarts();
        int run = share.fromRun();
        while (run < share.toRun()) {
            if (!share.holds(run)) {
                run++;
                continue;
            }
            int first = starts[run] - share.firstPixel();
            while (run < share.toRun() && share.holds(run)) {
                run++;
            }
            readPixels(first, starts[run] - share.firstPixel());
        }
    }

    private void readPixels(int from, int to) {
        if (x.interleaved()) {
            int origin = x.origin();
            readLines(x.array(), origin + from * x.pixelStep(), origin + to * x.pixelStep());
            return;
        }
        for (int plane = 0; plane < x.channels(); plane++) {
            int origin = x.origin() + plane * x.channelStep();
            readLines(x.array(), origin + from, origin + to);
        }
    }

    private static void readLines(float[] array, int from, int to) {
        float a = array[to - 1];
        float b = 0;
        float c = 0;
        float d = 0;
        int at = from;
        for (; at < to - 3 * LINE; at += 4 * LINE) {
            a += array[at];
            b += array[at + LINE];
            c += array[at + 2 * LINE];
            d += array[at + 3 * LINE];
        }
        for (; at < to; at += LINE) {
            a += array[at];
        }
        // Without a use of what was read the compiler would leave the loop out.
        if (a + b + c + d == Float.MIN_NORMAL) {
            Thread.onSpinWait();
        }
    }
}
