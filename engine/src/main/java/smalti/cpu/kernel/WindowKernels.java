package smalti.cpu.kernel;

import smalti.op.AxisTable;

/// The inner loops over pixels whose channels lie together. What is written shares no array with what is read. Kernels
/// check nothing and allocate nothing.
public interface WindowKernels {
    /// Finds the largest values under the windows of one row of outputs: NaN is larger than all others, the first of
    /// equal values is taken.
    ///
    /// @param map the values of an image
    /// @param out the values of the row
    /// @param switchesFrom where those of the row begin
    void selectRow(WindowRow row, Span map, Span out, int[] switches, int switchesFrom);

    /// Mixes places of `length` values each, for outputs `first` to below `end`. Terms are added in the order of the
    /// table, in groups of four behind a first one of one to four.
    ///
    /// @param x the places of the input, one behind the other
    /// @param out takes the outputs, one behind the other
    void mix(AxisTable table, int first, int end, int length, Span x, Span out);
}
