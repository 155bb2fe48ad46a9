package smalti.cpu.kernel;

/// The inner loops of matrix multiplication. Of the right matrix they take panels of up to [#columns()] columns, stored by
/// depth, that are read from front to back for every few rows of the left matrix, which is read where it lies.
///
/// All kernels give the same bits: each element of a product is one chain of fused multiply-adds in the order of depth.
/// Kernels check nothing and allocate nothing.
public interface GemmKernels {
    /// The rows of the left matrix that are multiplied at once.
    int rows();

    /// The columns of a panel of the right matrix.
    int columns();

    /// Copies rows that lie anywhere to rows that lie one after the other: pixels of a map, as the tap of a window sees
    /// them.
    ///
    /// @param starts for each row where its values begin, or -1 where there are zeros instead
    /// @param width how many values each row has, side by side
    /// @param to where the first row goes, as many as `step` before the next; the 16 values behind a row may be overwritten
    void packRows(
            float[] values, int[] starts, int rows, int width, float[] packed, int to, int step);

    /// Interleaves rows of pixels: column by column, a pixel of each row.
    ///
    /// @param starts for each of `rows` where its first pixel begins, or -1 where there are zeros instead
    /// @param pixelStep from there to the next pixel
    /// @param width how many values of each pixel are copied
    /// @param to where the first of `columns` goes; the 16 values behind the last may be overwritten
    void packColumns(
            float[] values,
            int[] starts,
            int rows,
            int pixelStep,
            int width,
            int columns,
            float[] packed,
            int to);

    /// Packs a block of the right matrix, or a part of its depth.
    ///
    /// @param depth of the block, as is `columns`
    /// @param packed takes panels of [#columns()] times `depth` values
    /// @param to where the first panel begins
    /// @param panelStep from there to the next; more than a panel takes if others share its depth
    void packRight(Matrix right, int depth, int columns, float[] packed, int to, int panelStep);

    /// Multiplies blocks.
    ///
    /// @param left if it is stored by columns, these must go on to a multiple of [#rows()], with whatever values
    /// @param out stored by rows; gets the product, or that added if `add`
    /// @param tile room for [#rows()] times [#columns()] values
    void multiply(
            Matrix left,
            Panels right,
            int rows,
            int columns,
            int depth,
            Matrix out,
            float[] tile,
            boolean add);

    /// Multiplies one row with a matrix stored by rows, which is read once: what packing would not repay.
    ///
    /// @param out one row; gets the product, or that added if `add`
    /// @param sums room for those of a part of the row, the longer the better
    void multiplyRow(
            Matrix left,
            Matrix right,
            int columns,
            int depth,
            Matrix out,
            float[] sums,
            boolean add);
}
