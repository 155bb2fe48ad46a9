package smalti.cpu.pool;

import smalti.cpu.kernel.ReduceKernels;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// What reductions of one part are computed from: tables that pixels are added to, a value an entry when all are in. One
/// accumulation may serve several reductions, as the sum does for sum and mean.
sealed interface Accumulation {
    /// Adds the pixels of a share.
    void add(Share share);

    /// Whether values are taken in the order of memory, without a need to read them ahead.
    default boolean inOrder() {
        return false;
    }

    /// Joins what kernels kept apart; called once, when all pixels are in.
    default void finish() {}

    /// Sums of values.
    record Sums(ReduceKernels kernels, Values x, double[] table) implements Accumulation {
        static Sums of(ReduceKernels kernels, Values x, int entries, Scratch scratch) {
            return new Sums(kernels, x, scratch.doubles(entries + kernels.room(x), 0));
        }

        @Override
        public void add(Share share) {
            kernels.addSums(x, share, table);
        }

        @Override
        public boolean inOrder() {
            return kernels.addsInOrder(x);
        }
    }

    /// Sums of values times weights.
    record WeightedSums(
            ReduceKernels kernels, Values x, float[] weights, int weightsFrom, double[] table)
            implements Accumulation {
        @Override
        public void add(Share share) {
            kernels.addWeighted(x, weights, weightsFrom, share, table);
        }
    }

    /// Sums of products with the values of another map.
    record ProductSums(ReduceKernels kernels, Values x, Values y, double[] table)
            implements Accumulation {
        static ProductSums of(
                ReduceKernels kernels, Values x, Values y, int entries, Scratch scratch) {
            return new ProductSums(kernels, x, y, scratch.doubles(entries, 0));
        }

        @Override
        public void add(Share share) {
            kernels.addProducts(x, y, share, table);
        }
    }

    /// Products of values.
    record Products(ReduceKernels kernels, Values x, double[] table, int entries)
            implements Accumulation {
        static Products of(ReduceKernels kernels, Values x, int entries, Scratch scratch) {
            return new Products(
                    kernels, x, scratch.doubles(entries * kernels.lanes(x), 1), entries);
        }

        @Override
        public void add(Share share) {
            kernels.multiply(x, share, table);
        }

        @Override
        public void finish() {
            kernels.foldProducts(x, table, entries);
        }
    }

    /// The largest of `sign·value` and their positions, -1 where all are negative infinity.
    record Selection(
            ReduceKernels kernels, Values x, float sign, float[] best, int[] positions, int entries)
            implements Accumulation {
        static Selection of(
                ReduceKernels kernels, Values x, float sign, int entries, Scratch scratch) {
            int size = entries * kernels.lanes(x);
            return new Selection(
                    kernels,
                    x,
                    sign,
                    scratch.floats(size, Float.NEGATIVE_INFINITY),
                    scratch.ints(size, -1),
                    entries);
        }

        @Override
        public void add(Share share) {
            kernels.selectLargest(x, sign, share, best, positions);
        }

        @Override
        public void finish() {
            kernels.foldLargest(x, best, positions, entries);
        }
    }

    /// Distances from each segment's first pixel, and their squares.
    record Moments(ReduceKernels kernels, Values x, double[] sums, double[] squares)
            implements Accumulation {
        static Moments of(ReduceKernels kernels, Values x, int entries, Scratch scratch) {
            return new Moments(
                    kernels, x, scratch.doubles(entries, 0), scratch.doubles(entries, 0));
        }

        @Override
        public void add(Share share) {
            kernels.addMoments(x, share, sums, squares);
        }

        /// The mean squared distance from the mean, of `pixels` pixels.
        double variance(int entry, int pixels) {
            double mean = sums[entry] / pixels;
            // Rounding can leave a little less than nothing; NaN stays NaN.
            return Math.max(0, squares[entry] / pixels - mean * mean);
        }
    }

    /// Sums of exponentials of the distance from the largest value.
    record Exponentials(
            ReduceKernels kernels, Values x, double[] largest, double[] sums, int entries)
            implements Accumulation {
        static Exponentials of(ReduceKernels kernels, Values x, int entries, Scratch scratch) {
            int size = entries * kernels.lanes(x);
            return new Exponentials(
                    kernels,
                    x,
                    scratch.doubles(size, Double.NEGATIVE_INFINITY),
                    scratch.doubles(size, 0),
                    entries);
        }

        @Override
        public void add(Share share) {
            kernels.addExponentials(x, share, largest, sums);
        }

        @Override
        public void finish() {
            kernels.foldExponentials(x, largest, sums, entries);
        }

        /// The logarithm of the sum of exponentials.
        double logarithm(int entry) {
            double most = largest[entry];
            return Double.isFinite(most) ? most + Math.log(sums[entry]) : most;
        }

        /// What the exponential of a distance of 0 has of the sum; NaN where the largest value is infinite, and so no
        /// distance is a number.
        double largestShare(int entry) {
            return Double.isFinite(largest[entry]) ? 1 / sums[entry] : Double.NaN;
        }
    }
}
