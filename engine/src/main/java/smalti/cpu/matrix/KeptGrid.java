package smalti.cpu.matrix;

import smalti.cpu.kernel.GemmKernels;

/// The division of a product with a [KeptMatrix]. Where nothing is packed, small parts cost nothing: there are several a
/// thread, so that all have done at about the same time.
///
/// @param high rows of a part, whole tiles
/// @param wide columns of a part, whole panels
/// @param down parts below each other
/// @param parts in all; those below each other follow each other, since they read the same panels
record KeptGrid(int high, int wide, int down, int parts) {
    /// Multiply-adds that are worth a part.
    private static final long LEAST_WORK = 1 << 17;

    /// Floats of the panels of a part: a quarter of a second cache of 1 MB.
    private static final int PANELS = 1 << 16;

    /// Parts for each of several threads.
    private static final int EACH = 4;

    static KeptGrid of(int rows, int columns, int depth, int threads, GemmKernels kernels) {
        int panels = Math.ceilDiv(columns, kernels.columns());
        int tiles = Math.ceilDiv(rows, kernels.rows());
        int deep = Math.max(1, BlockProduct.deepest(depth));
        int most = Math.max(1, PANELS / (deep * kernels.columns()));
        int across = Math.ceilDiv(panels, Math.min(most, panels));
        int down = 1;
        if (threads > 1) {
            long worthwhile = Math.max(1, (long) rows * columns * depth / LEAST_WORK);
            int wanted = (int) Math.min((long) threads * EACH, worthwhile);
            down = Math.clamp(wanted / across, 1, tiles);
        }
        int high = Math.ceilDiv(tiles, down) * kernels.rows();
        int wide = Math.ceilDiv(panels, across) * kernels.columns();
        down = Math.ceilDiv(rows, high);
        return new KeptGrid(high, wide, down, down * Math.ceilDiv(columns, wide));
    }

    /// The first row of a part.
    int row(int part) {
        return part % down * high;
    }

    /// The first column of a part.
    int column(int part) {
        return part / down * wide;
    }

    /// Whether a part may be the first of its thread in its columns.
    boolean isCold(int part, int threads) {
        return part % down < threads;
    }
}
