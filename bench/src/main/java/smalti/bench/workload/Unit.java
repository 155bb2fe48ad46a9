package smalti.bench.workload;

import java.util.Locale;

/// How a time a call is told to people.
public enum Unit {
    /// Bytes of the feature map a second, in 10^9; more is better.
    GIGABYTES_PER_SECOND("GB/s") {
        @Override
        public double figure(double seconds, Workload workload) {
            return workload.bytes() / seconds / 1e9;
        }
    },
    /// Floating-point operations of the plain sums a second, in 10^9; more is better.
    GIGAFLOPS("GFLOP/s") {
        @Override
        public double figure(double seconds, Workload workload) {
            return ((NetworkWorkload) workload).operations() / seconds / 1e9;
        }
    },
    /// Milliseconds a call; less is better.
    MILLISECONDS("ms") {
        @Override
        public double figure(double seconds, Workload workload) {
            return seconds * 1e3;
        }
    },
    /// Milliseconds a batch of pictures; less is better.
    MILLISECONDS_A_BATCH("ms") {
        @Override
        public double figure(double seconds, Workload workload) {
            return seconds * 1e3;
        }
    },
    /// Milliseconds a million pixels; less is better.
    MILLISECONDS_PER_MEGAPIXEL("ms/Mpx") {
        @Override
        public double figure(double seconds, Workload workload) {
            // The bytes are those of the labels, four a pixel.
            return seconds * 1e3 / (workload.bytes() / 4e6);
        }
    };

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    public abstract double figure(double seconds, Workload workload);

    /// The figure with its symbol and no blank between, e.g. `21.4GB/s`.
    public String format(double seconds, Workload workload) {
        double figure = figure(seconds, workload);
        return String.format(Locale.ROOT, figure < 10 ? "%.2f%s" : "%.1f%s", figure, symbol);
    }
}
