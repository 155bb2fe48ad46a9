package smalti.bench.session;

/// What a worker is given.
///
/// @param threads how many it may use
/// @param blasThreads how many threads OpenBLAS may use
/// @param heap in megabytes
/// @param frugal whether it ends when the heap is full, and memory off the heap goes back to the system as soon as it is
///     free: for measuring memory instead of time
record Conditions(int threads, int blasThreads, int heap, boolean frugal) {
    private static final int ROOMY = 3072;

    /// For measuring time.
    static Conditions timing(Group group, int threads) {
        // libtorch gives small convolutions to OpenBLAS, whose threads spin against OpenMP's:
        // with two of each a network takes twenty times as long.
        return new Conditions(threads, group.hasLongCalls() ? 1 : threads, ROOMY, false);
    }

    /// For measuring memory.
    static Conditions memory(int threads, int heap) {
        return new Conditions(threads, 1, heap, true);
    }
}
