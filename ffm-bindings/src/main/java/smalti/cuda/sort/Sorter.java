package smalti.cuda.sort;

import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;

/// Sorts positions `0, 1, ...` by their keys: a stable counting sort, by up to eleven bits of the keys at a time. The order
/// does not depend on that of threads.
public final class Sorter {
    private static final int MOST_BITS = 11;

    private static final int SCATTER_WARPS = 4;

    private static final int SCATTER_THREADS = 32 * SCATTER_WARPS;

    /// Digits whose counts a block adds up over all chunks.
    private static final int DIGITS_A_BLOCK = 32;

    private static final int LEAST_CHUNK = 1024;

    /// Enough blocks for the largest GPUs, and few enough counts of their digits.
    private static final int CHUNKS = 256;

    private final Kernels kernels;

    public Sorter(GpuDriver driver) {
        this.kernels = new Kernels(driver, "sort");
    }

    /// Sorts by keys from 0 to below `keyCount`; positions with others are left out.
    ///
    /// @param keys the address of `count` keys, `I32`
    /// @param memory what the order will lie in
    public Order sort(long keys, int count, int keyCount, Allotment memory, Queue queue) {
        long bytes = (keyCount + 1L) * Integer.BYTES;
        if (count == 0 || keyCount == 0) {
            return new Order(0, memory.take(bytes, 0), keyCount);
        }
        Digits digits = Digits.below(keyCount);
        long positions = memory.take((long) count * Integer.BYTES);
        if (digits.passes == 1) {
            long starts = memory.take((digits.count() + 1L) * Integer.BYTES);
            sort(keys, count, keyCount - 1, digits, positions, starts, queue);
            return new Order(positions, starts, keyCount);
        }
        long starts = memory.take(bytes);
        try (Scratch ofDigits = queue.allocate((digits.count() + 1L) * Integer.BYTES)) {
            sort(keys, count, keyCount - 1, digits, positions, ofDigits.address(), queue);
            queue.launch(
                    kernels.get("sort_starts"),
                    queue.over(keyCount + 1L),
                    keys,
                    positions,
                    ofDigits.address() + (long) digits.count() * Integer.BYTES,
                    keyCount,
                    starts);
        }
        return new Order(positions, starts, keyCount);
    }

    /// Sorts by all keys that are not negative. There may be too many of them to tell where each begins: of the starts only
    /// the number of all is of use.
    ///
    /// @param keys the address of `count` keys, `I32`; at least one
    /// @param memory what the order will lie in
    public Order sortByAny(long keys, int count, Allotment memory, Queue queue) {
        Digits digits = Digits.below(Integer.MAX_VALUE);
        long positions = memory.take((long) count * Integer.BYTES);
        long starts = memory.take((digits.count() + 1L) * Integer.BYTES);
        sort(keys, count, Integer.MAX_VALUE, digits, positions, starts, queue);
        return new Order(positions, starts, digits.count());
    }

    /// Digits that keys are sorted by.
    ///
    /// @param bits of a digit
    /// @param passes over the digits, the lowest first
    private record Digits(int bits, int passes) {
        static Digits below(int keyCount) {
            int all = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(keyCount - 1));
            int passes = Math.ceilDiv(all, MOST_BITS);
            return new Digits(Math.ceilDiv(all, passes), passes);
        }

        int count() {
            return 1 << bits;
        }
    }

    /// Sorts by one digit after the other.
    ///
    /// @param positions where the order goes
    /// @param starts where the starts of the highest digits go
    private void sort(
            long keys,
            int count,
            int largest,
            Digits digits,
            long positions,
            long starts,
            Queue queue) {
        int wanted = Math.ceilDiv(Math.ceilDiv(count, CHUNKS), SCATTER_THREADS) * SCATTER_THREADS;
        int chunk = Math.max(LEAST_CHUNK, wanted);
        int chunks = Math.ceilDiv(count, chunk);
        int values = digits.count();
        long number = starts + (long) values * Integer.BYTES;
        try (var memory = new Allotment(queue)) {
            long other = digits.passes == 1 ? 0 : memory.take((long) count * Integer.BYTES);
            long counts = memory.take((chunks + 1L) * values * Integer.BYTES);
            long totals = counts + (long) chunks * values * Integer.BYTES;
            // The first pass takes positions as they come, each other what the one before it left.
            long sorted = 0;
            for (int pass = 0; pass < digits.passes; pass++) {
                int shift = pass * digits.bits;
                long result = (digits.passes - pass) % 2 == 1 ? positions : other;
                queue.launch(
                        kernels.get("sort_histogram"),
                        Geometry.of(chunks, Queue.THREADS).shared(values * Integer.BYTES),
                        keys,
                        sorted,
                        number,
                        count,
                        largest,
                        shift,
                        values,
                        chunk,
                        counts);
                queue.launch(
                        kernels.get("sort_chunks"),
                        Geometry.of(Math.ceilDiv(values, DIGITS_A_BLOCK), Queue.THREADS),
                        counts,
                        values,
                        chunks,
                        totals);
                queue.launch(
                        kernels.get("sort_digits"),
                        Geometry.of(1, Queue.THREADS),
                        totals,
                        values,
                        starts);
                queue.launch(
                        kernels.get("sort_scatter"),
                        Geometry.of(chunks, SCATTER_THREADS)
                                .shared(SCATTER_WARPS * values * Integer.BYTES),
                        keys,
                        sorted,
                        number,
                        count,
                        largest,
                        shift,
                        values,
                        chunk,
                        counts,
                        starts,
                        result);
                sorted = result;
            }
        }
    }
}
