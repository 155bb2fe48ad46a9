package smalti.op;

import java.util.Arrays;

/// Makes the tables of one axis, for each way to take means.
final class AxisTables {
    private AxisTables() {}

    /// Means under windows.
    ///
    /// @param before places of padding before the axis, all counted if any is
    /// @param counted places, from `-before` on, that count; fewer than `size` if the padding does not
    static AxisTable ofWindows(
            int size,
            int outputs,
            int taps,
            int stride,
            int dilation,
            int before,
            boolean countsPadding,
            int counted) {
        var table = new Builder(outputs, (long) outputs * Math.min(taps, size));
        for (int output = 0; output < outputs; output++) {
            int first = output * stride - before;
            int tap = first >= 0 ? 0 : Math.ceilDiv(-first, dilation);
            int end = Math.min(taps, Math.ceilDiv(size - first, dilation));
            int count =
                    countsPadding
                            ? Math.min(taps, Math.ceilDiv(counted - before - first, dilation))
                            : end - tap;
            for (; tap < end; tap++) {
                table.add(first + tap * dilation, 1f / count);
            }
            table.next();
        }
        return table.done();
    }

    /// Means of bins that cover an axis.
    static AxisTable ofBins(int size, int bins) {
        var table = new Builder(bins, (long) size + 2L * bins);
        for (int bin = 0; bin < bins; bin++) {
            int from = (int) ((long) bin * size / bins);
            int end = (int) Math.ceilDiv((bin + 1L) * size, (long) bins);
            for (int place = from; place < end; place++) {
                table.add(place, 1f / (end - from));
            }
            table.next();
        }
        return table.done();
    }

    /// Places between pixels. Positions are ratios of integers, so that no rounding moves them.
    static AxisTable ofSamples(int size, int outputs, Sampling sampling, Corners corners) {
        var table = new Builder(outputs, 2L * outputs);
        for (int output = 0; output < outputs; output++) {
            // The position is numerator / denominator.
            long numerator =
                    switch (corners) {
                        case ALIGNED -> outputs == 1 ? 0 : output * (size - 1L);
                        case HALF_PIXEL -> (2L * output + 1) * size - outputs;
                    };
            long denominator =
                    switch (corners) {
                        case ALIGNED -> Math.max(1, outputs - 1L);
                        case HALF_PIXEL -> 2L * outputs;
                    };
            switch (sampling) {
                case NEAREST ->
                        table.add(
                                (int) Math.floorDiv(2 * numerator + denominator, 2 * denominator),
                                1);
                case BILINEAR -> {
                    long before = Math.max(0, numerator);
                    int low = (int) Math.min(size - 1, before / denominator);
                    double fraction =
                            low == size - 1 ? 0 : before % denominator / (double) denominator;
                    table.add(low, (float) (1 - fraction));
                    if (fraction > 0) {
                        table.add(low + 1, (float) fraction);
                    }
                }
            }
            table.next();
        }
        return table.done();
    }

    private static final class Builder {
        private final int[] starts;
        private int[] taps;
        private float[] weights;
        private int outputs;
        private int size;

        Builder(int outputs, long expected) {
            this.starts = new int[outputs + 1];
            this.taps = new int[(int) Math.max(1, Math.min(expected, 1 << 20))];
            this.weights = new float[taps.length];
        }

        void add(int tap, float weight) {
            if (size == taps.length) {
                taps = Arrays.copyOf(taps, 2 * size);
                weights = Arrays.copyOf(weights, 2 * size);
            }
            taps[size] = tap;
            weights[size++] = weight;
        }

        void next() {
            starts[++outputs] = size;
        }

        AxisTable done() {
            return new AxisTable(starts, Arrays.copyOf(taps, size), Arrays.copyOf(weights, size));
        }
    }
}
