package smalti.cuda.sort;

import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;

/// Sorts positions `0, 1, ...` by their keys: a stable counting sort, by up to eleven bits of the keys at a time. The order
/// does not depend on that of threads.
public final class Sorter {
    private static final int MOST_BITS = 11;

    private static final int SCATTER_WARPS = 4;

    private static final int SCATTER_THREADS = 32 * SCATTER_WARPS;

    private static final int WARPS = Queue.THREADS / 32;

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
    public Order sort(long keys, int count, int keyCount, Queue queue) {
        if (count == 0 || keyCount == 0) {
            Scratch starts = queue.allocate((keyCount + 1L) * Integer.BYTES);
            queue.fill(starts.address(), (byte) 0, starts.bytes());
            return new Order(queue.allocate(0), starts, keyCount);
        }
        Digits digits = Digits.below(keyCount);
        Order order = sort(keys, count, keyCount - 1, digits, queue);
        if (digits.passes == 1) {
            return new Order(order.positions(), order.starts(), keyCount);
        }
        Scratch starts = queue.allocate((keyCount + 1L) * Integer.BYTES);
        queue.launch(
                kernels.get("sort_starts"),
                queue.over(keyCount + 1L),
                keys,
                order.positions().address(),
                order.count(),
                keyCount,
                starts.address());
        order.starts().close();
        return new Order(order.positions(), starts, keyCount);
    }

    /// Sorts by all keys that are not negative. There may be too many of them to tell where each begins: of the starts only
    /// the number of all is of use.
    ///
    /// @param keys the address of `count` keys, `I32`; at least one
    public Order sortByAny(long keys, int count, Queue queue) {
        return sort(keys, count, Integer.MAX_VALUE, Digits.below(Integer.MAX_VALUE), queue);
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

    private Order sort(long keys, int count, int largest, Digits digits, Queue queue) {
        int wanted = Math.ceilDiv(Math.ceilDiv(count, CHUNKS), SCATTER_THREADS) * SCATTER_THREADS;
        int chunk = Math.max(LEAST_CHUNK, wanted);
        int chunks = Math.ceilDiv(count, chunk);
        int values = digits.count();
        Scratch order = queue.allocate((long) count * Integer.BYTES);
        Scratch other = queue.allocate(digits.passes == 1 ? 0 : (long) count * Integer.BYTES);
        Scratch starts = queue.allocate((values + 1L) * Integer.BYTES);
        try (Scratch counts = queue.allocate((long) values * chunks * Integer.BYTES);
                Scratch totals = queue.allocate((long) values * Integer.BYTES)) {
            for (int pass = 0; pass < digits.passes; pass++) {
                int shift = pass * digits.bits;
                // The first pass takes positions as they come; the second sorts what the first
                // left.
                long sorted = pass == 0 ? 0 : order.address();
                long number = starts.address() + (long) values * Integer.BYTES;
                Scratch result = pass == 0 ? order : other;
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
                        chunks,
                        counts.address());
                queue.launch(
                        kernels.get("sort_chunks"),
                        Geometry.of(Math.ceilDiv(values, WARPS), Queue.THREADS),
                        counts.address(),
                        values,
                        chunks,
                        totals.address());
                queue.launch(
                        kernels.get("sort_digits"),
                        Geometry.of(1, Queue.THREADS),
                        totals.address(),
                        values,
                        starts.address());
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
                        chunks,
                        counts.address(),
                        starts.address(),
                        result.address());
                other = pass == 0 ? other : order;
                order = result;
            }
        }
        other.close();
        return new Order(order, starts, values);
    }
}
