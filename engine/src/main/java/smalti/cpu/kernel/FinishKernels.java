package smalti.cpu.kernel;

/// Finishes outputs in place, while they are in a cache. Kernels check nothing and allocate nothing.
public interface FinishKernels {
    /// Finishes rows.
    ///
    /// @param at where the first of `rows` begins; the next is `step` later
    /// @param column the number of the first of `columns` that a row has here
    void finish(Finish finish, float[] out, int at, int step, int rows, int column, int columns);
}
