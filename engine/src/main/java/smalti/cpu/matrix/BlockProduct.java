package smalti.cpu.matrix;

import java.util.Arrays;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;
import smalti.cpu.work.Workers;

/// Multiplies two matrices, block by block: a block of the left matrix stays in the second cache while the panels of the
/// right go by, each of which is used for the block's whole height. Several threads pack panels together, all of which
/// each then uses for its share of the rows.
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

    /// The same for one block of rows of one thread: panels that are used a few times only are packed into the second cache.
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

    /// A sum that does not come up, and would do no harm.
    private static final float NEVER = 1.2345e-30f;

    /// Sums of a row that are computed at once: they stay in the first cache.
    private static final int ROW = 4096;

    private final GemmKernels kernels;
    private final WorkspacePool workspaces;
    private final Workers workers;
    private final int threads;
    private final Finisher finisher;

    /// @param threads how many share the rows of a product
    /// @param finisher is given all elements of a product, part by part
    BlockProduct(
            GemmKernels kernels,
            WorkspacePool workspaces,
            Workers workers,
            int threads,
            Finisher finisher) {
        this.kernels = kernels;
        this.workspaces = workspaces;
        this.workers = workers;
        this.threads = threads;
        this.finisher = finisher;
    }

    /// @param out gets the product, or that added if `add`
    void multiply(
            Matrix left, Matrix right, Matrix out, int rows, int columns, int depth, boolean add) {
        Workspace workspace = workspaces.take();
        try {
            multiply(workspace, left, right, out, rows, columns, depth, add);
        } finally {
            workspaces.give(workspace);
        }
    }

    private void multiply(
            Workspace workspace,
            Matrix left,
            Matrix right,
            Matrix out,
            int rows,
            int columns,
            int depth,
            boolean add) {
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
                multiplySingly(
                        workspace,
                        left.from(0, k),
                        right.from(k, 0),
                        out,
                        rows,
                        columns,
                        deep,
                        adds);
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
            int most = rows <= ROWS && threads == 1 ? FEW_COLUMNS : COLUMNS;
            for (; column < columns; column += most) {
                int wide = Math.min(most, columns - column);
                float[] packed = workspace.right(roundUp(wide, kernels.columns()) * deep);
                int panelStep = kernels.columns() * deep;
                pack(right.from(k, column), deep, wide, packed, panelStep);
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

    /// Multiplies with some columns of a matrix that is kept packed, to the same bits.
    ///
    /// @param left its `rows` have the depth of the kept matrix
    /// @param cold whether this thread has not read these columns yet
    /// @param out gets the product of the kept matrix from `column` on
    void multiply(
            Matrix left,
            KeptMatrix right,
            int column,
            boolean cold,
            Matrix out,
            int rows,
            int columns) {
        int depth = right.depth();
        int deepest = deepest(depth);
        for (int k = 0; k < depth; k += deepest) {
            int deep = Math.min(deepest, depth - k);
            Finisher then = k + deep == depth ? finisher : Finisher.NONE;
            Panels panels = right.panels(kernels, k, column);
            if (cold) {
                int size = Math.ceilDiv(columns, kernels.columns()) * panels.panelStep();
                readAhead(panels.array(), panels.origin(), size);
            }
            multiplyRows(left.from(0, k), panels, out, rows, columns, deep, k > 0, then);
        }
    }

    /// Brings panels from memory or the third cache to the second, which takes half as long as reading them with a tile.
    private static void readAhead(float[] panels, int from, int size) {
        float sum = 0;
        for (int i = from; i < from + size; i += LINE) {
            sum += panels[i];
        }
        if (sum == NEVER) {
            Thread.onSpinWait();
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
            Workspace workspace,
            Matrix left,
            Matrix right,
            Matrix out,
            int rows,
            int columns,
            int depth,
            boolean add) {
        float[] tile = workspace.tile(ROW);
        for (int row = 0; row < rows; row++) {
            kernels.multiplyRow(
                    left.from(row, 0), right, columns, depth, out.from(row, 0), tile, add);
        }
    }

    /// Packs panels, a share of them on each thread.
    private void pack(Matrix right, int depth, int columns, float[] packed, int panelStep) {
        if (threads == 1) {
            kernels.packRight(right, depth, columns, packed, 0, panelStep);
            return;
        }
        int panels = Math.ceilDiv(columns, kernels.columns());
        int share = Math.ceilDiv(panels, threads);
        workers.run(
                Math.ceilDiv(panels, share),
                part -> {
                    int first = part * share;
                    int column = first * kernels.columns();
                    int wide = Math.min(share * kernels.columns(), columns - column);
                    kernels.packRight(
                            right.from(0, column),
                            depth,
                            wide,
                            packed,
                            first * panelStep,
                            panelStep);
                });
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
        if (threads == 1) {
            multiplyShare(left, right, out, 0, rows, columns, depth, add, then);
            return;
        }
        int tiles = Math.ceilDiv(rows, kernels.rows());
        int share = Math.ceilDiv(tiles, threads) * kernels.rows();
        workers.run(
                Math.ceilDiv(rows, share),
                part -> {
                    int first = part * share;
                    int end = Math.min(rows, first + share);
                    multiplyShare(left, right, out, first, end, columns, depth, add, then);
                });
    }

    private void multiplyShare(
            Matrix left,
            Panels right,
            Matrix out,
            int first,
            int end,
            int columns,
            int depth,
            boolean add,
            Finisher then) {
        Workspace workspace = workspaces.take();
        try {
            float[] tile = workspace.tile(kernels.rows() * kernels.columns());
            for (int row = first; row < end; row += ROWS) {
                int high = Math.min(ROWS, end - row);
                Matrix block = inCache(workspace, left.from(row, 0), high, depth);
                Matrix to = out.from(row, 0);
                kernels.multiply(block, right, high, columns, depth, to, tile, add);
                then.finish(to.array(), to.origin(), to.rowStep(), high, 0, columns);
            }
        } finally {
            workspaces.give(workspace);
        }
    }

    /// A block of the left matrix as it can be read quickly: by rows where it lies, unless so far apart that they share
    /// the lines of the cache; by columns as a copy without what lies between.
    private Matrix inCache(Workspace workspace, Matrix left, int rows, int depth) {
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
