package smalti.cpu.kernel;

/// The inner loops of matrix multiplication, on panels packed so that they are read from front to back: a panel of the
/// left matrix holds up to [#rows()] rows, one of the right up to [#columns()] columns, and both are stored by depth. A
/// panel's place is a multiple of what a whole one takes; the last may be lower or narrower.
///
/// All kernels give the same bits: each element of a product is one chain of fused multiply-adds in the order of depth.
/// Kernels check nothing and allocate nothing.
public interface GemmKernels {
    /// The rows of a panel of the left matrix.
    int rows();

    /// The columns of a panel of the right matrix.
    int columns();

    /// Packs a block of the left matrix.
    ///
    /// @param rows of the block, as is `depth`
    /// @param packed takes panels of [#rows()] times `depth` values
    void packLeft(Matrix left, int rows, int depth, float[] packed);

    /// Packs a part of a block of the left matrix whose rows lie apart: pixels of a map, as the tap of a window sees
    /// them.
    ///
    /// @param starts for each row where its values begin, or -1 where there are zeros instead
    /// @param width how many values each row has, side by side
    /// @param at the place of the first of them in the depth of the block
    /// @param depth of the whole block
    void packLeftRows(
            float[] values, int[] starts, int rows, int width, int at, int depth, float[] packed);

    /// Packs a block of the left matrix whose columns lie apart: the transpose of what [#packLeftRows] packs.
    ///
    /// @param starts for each of `depth` columns where its values begin, or -1 where there are zeros instead
    /// @param rows of the block, side by side in each column
    void packLeftColumns(float[] values, int[] starts, int rows, int depth, float[] packed);

    /// Packs a block of the right matrix, or a part of its depth.
    ///
    /// @param depth of the block, as is `columns`
    /// @param packed takes panels of [#columns()] times `depth` values
    /// @param to where the first panel begins
    /// @param panelStep from there to the next; more than a panel takes if others share its depth
    void packRight(Matrix right, int depth, int columns, float[] packed, int to, int panelStep);

    /// Multiplies packed blocks.
    ///
    /// @param out stored by rows; gets the product, or that added if `add`
    /// @param tile room for [#rows()] times [#columns()] values
    void multiply(
            float[] left,
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
