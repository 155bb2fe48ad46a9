package smalti.cuda.emulator;

/// A kernel compiled to bytecode, which runs one thread from where it is until it has to wait for others or ends.
abstract class KernelCode {
    /// The thread has left the kernel.
    static final int EXIT = Integer.MIN_VALUE;

    /// For each run of instructions how often it was done.
    final long[] counts;

    /// For each run the number of the method that holds it.
    final short[] parts;

    KernelCode(long[] counts, short[] parts) {
        this.counts = counts;
        this.parts = parts;
    }

    /// Runs a thread.
    ///
    /// @param run where it goes on
    /// @return the complement of the run that starts with the instruction at which it waits, or [#EXIT]
    abstract int run(Lane lane, long[] frame, int run);
}
