package smalti.cpu.matrix;

import java.util.Arrays;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;

/// Multiplies two matrices on one thread, block by block: a block of the left matrix stays in the second cache while the
/// panels of the right go by, each of which is used for the block's whole height.
///
/// See Van Zee and van de Geijn, "BLIS: A Framework for Rapidly Instantiating BLAS Functionality", 2015.
final class BlockProduct {
    /// The most depth of blocks. The deeper, the less often outputs are read and written again; a panel of the right matrix
    /// may be larger than the first cache, for it is read in one stream. Sums are taken to this depth and then added up,
    /// so it shows in the bits.
    private static final int DEPTH = 1024;

    /// The rows of a left block, a multiple of every panel's: with [#DEPTH] less than half a second cache of 1 MB.
    private static final int ROWS = 96;

    /// The columns of a right block, a multiple of every panel's.
    private static final int COLUMNS = 2048;

    /// The same for one block of rows: panels that are used a few times only are packed into the second cache.
    private static final int FEW_COLUMNS = 128;

    /// With so few rows a right matrix is not used often enough to repay packing.
    private static final int FEW_ROWS = 48;

    /// So few rows do not even fill a tile.
    private static final int SINGLE_ROWS = 2;

    /// Floats between which lines of memory fall on the same set of the first cache.
    private static final int CACHE_WAY = 1024;

    /// Floats between which so many lines of memory fall on the same set of the second cache that it cannot hold a panel.
    private static final int CROWDED = 256;

    /// Floats of a line of memory.
    private static final int LINE = 16;

    /// Sums of a row that are computed at once: they stay in the first cache.
    private static final int ROW = 4096;

    private final GemmKernels kernels;
    private final Workspace workspace;
    private final Finisher finisher;

    /// @param finisher is given all elements of a product, part by part
    BlockProduct(GemmKernels kernels, Workspace workspace, Finisher finisher) {
        this.kernels = kernels;
        this.workspace = workspace;
        this.finisher = finisher;
    }

    /// @param out gets the product, or that added if `add`
    void multiply(
            Matrix left, Matrix right, Matrix out, int rows, int columns, int depth, boolean add) {
        if (depth == 0 && !add) {
            for (int row = 0; row < rows; row++) {
                Arrays.fill(out.array(), out.at(row, 0), out.at(row, columns), 0);
            }
        }
        if (depth == 0) {
            finisher.finish(out.array(), out.origin(), out.rowStep(), rows, 0, columns);
        }
        int whole = columns - columns % kernels.columns();
        boolean inPlace = isBestInPlace(right, rows) && whole > 0;
        int deepest = deepest(depth);
        for (int k = 0; k < depth; k += deepest) {
            int deep = Math.min(deepest, depth - k);
            boolean adds = add || k > 0;
            Finisher then = k + deep == depth ? finisher : Finisher.NONE;
            if (rows <= SINGLE_ROWS && right.byRows()) {
                multiplySingly(left.from(0, k), right.from(k, 0), out, rows, columns, deep, adds);
                then.finish(out.array(), out.origin(), out.rowStep(), rows, 0, columns);
                continue;
            }
            int column = 0;
            if (inPlace) {
                var panels =
                        new Panels(
                                right.array(), right.at(k, 0), kernels.columns(), right.rowStep());
                multiplyRows(left.from(0, k), panels, out, rows, whole, deep, adds, then);
                column = whole;
            }
            int most = rows <= ROWS ? FEW_COLUMNS : COLUMNS;
            for (; column < columns; column += most) {
                int wide = Math.min(most, columns - column);
                float[] packed = workspace.right(roundUp(wide, kernels.columns()) * deep);
                int panelStep = kernels.columns() * deep;
                kernels.packRight(right.from(k, column), deep, wide, packed, 0, panelStep);
                var panels = new Panels(packed, 0, panelStep, kernels.columns());
                multiplyRows(
                        left.from(0, k),
                        panels,
                        out.from(0, column),
                        rows,
                        wide,
                        deep,
                        adds,
                        then.from(column));
            }
        }
    }

    /// The depth of all blocks but the last: about the same for all.
    static int deepest(int depth) {
        return Math.ceilDiv(depth, Math.max(1, Math.ceilDiv(depth, DEPTH)));
    }

    /// Whether packing would not be repaid. Where the rows of a panel share the lines of a cache, it must be packed all the
    /// same, unless it is read once.
    private boolean isBestInPlace(Matrix right, int rows) {
        boolean crowded = right.rowStep() % CROWDED == 0;
        return right.byRows() && rows <= (crowded ? kernels.rows() : FEW_ROWS);
    }

    private void multiplySingly(
            Matrix left, Matrix right, Matrix out, int rows, int columns, int depth, boolean add) {
        float[] tile = workspace.tile(ROW);
        for (int row = 0; row < rows; row++) {
            kernels.multiplyRow(
                    left.from(row, 0), right, columns, depth, out.from(row, 0), tile, add);
        }
    }

    private void multiplyRows(
            Matrix left,
            Panels right,
            Matrix out,
            int rows,
            int columns,
            int depth,
            boolean add,
            Finisher then) {
        float[] tile = workspace.tile(kernels.rows() * kernels.columns());
        for (int row = 0; row < rows; row += ROWS) {
            int high = Math.min(ROWS, rows - row);
            Matrix block = inCache(left.from(row, 0), high, depth);
            Matrix to = out.from(row, 0);
            kernels.multiply(block, right, high, columns, depth, to, tile, add);
            then.finish(to.array(), to.origin(), to.rowStep(), high, 0, columns);
        }
    }

    /// A block of the left matrix as it can be read quickly: by rows where it lies, unless so far apart that they share
    /// the lines of the cache; by columns as a copy without what lies between.
    private Matrix inCache(Matrix left, int rows, int depth) {
        if (left.byRows() && left.rowStep() % CACHE_WAY != 0) {
            return left;
        }
        int lines = left.byRows() ? rows : depth;
        int length = left.byRows() ? depth : rows;
        int lineStep = left.byRows() ? left.rowStep() : left.columnStep();
        int step = roundUp(length, kernels.rows()) + LINE;
        float[] copy = workspace.left(lines * step);
        for (int line = 0; line < lines; line++) {
            System.arraycopy(
                    left.array(), left.origin() + line * lineStep, copy, line * step, length);
        }
        return left.byRows() ? new Matrix(copy, 0, step, 1) : new Matrix(copy, 0, 1, step);
    }

    private static int roundUp(int size, int to) {
        return (size + to - 1) / to * to;
    }
}
