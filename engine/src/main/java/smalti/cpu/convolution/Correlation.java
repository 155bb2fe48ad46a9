package smalti.cpu.convolution;

import java.util.Arrays;
import java.util.List;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;
import smalti.cpu.matrix.Grid;
import smalti.cpu.matrix.MatrixMultiplier;
import smalti.cpu.work.Workers;

/// Multiplies what windows see with filters, by blocks: filters are packed once, rows of the other matrix from the map
/// itself as they are needed. Each part of the product has one thread that computes it whole.
///
/// The columns of the matrix product are the filters; see Chetlur et al., "cuDNN: Efficient Primitives for Deep
/// Learning", 2014.
final class Correlation {
    /// Multiply-adds that are worth a thread.
    private static final long LEAST_WORK = 1 << 18;

    /// The rows of a block, a multiple of every panel's: with a block's depth less than half a second cache of 1 MB.
    private static final int ROWS = 144;

    private final MatrixMultiplier multiplier;
    private final Workers workers;
    private final WorkspacePool workspaces;

    Correlation(MatrixMultiplier multiplier, Workers workers, WorkspacePool workspaces) {
        this.multiplier = multiplier;
        this.workers = workers;
        this.workspaces = workspaces;
    }

    void multiply(Seen seen, Filters filters, Target target) {
        long work = (long) seen.rows() * target.columns() * seen.depth();
        GemmKernels kernels = multiplier.kernelsFor(work);
        List<Block> blocks = Block.of(seen.depth());
        int threads = (int) Math.min(workers.threads(), Math.max(1, work / LEAST_WORK));
        Grid grid = Grid.of(seen.rows(), target.columns(), threads, kernels);
        Workspace shared = workspaces.take();
        try {
            float[] packed = filters.byRows(kernels, blocks, workers, shared);
            workers.run(
                    grid.parts(),
                    part -> multiplyPart(kernels, seen, blocks, packed, target, grid, part));
        } finally {
            workspaces.give(shared);
        }
    }

    private void multiplyPart(
            GemmKernels kernels,
            Seen seen,
            List<Block> blocks,
            float[] packed,
            Target target,
            Grid grid,
            int part) {
        int end = Math.min(grid.row(part) + grid.high(), seen.rows());
        int column = grid.column(part);
        int columns = Math.min(grid.wide(), target.columns() - column);
        Workspace workspace = workspaces.take();
        try {
            for (int row = grid.row(part); row < end; row += ROWS) {
                int rows = Math.min(ROWS, end - row);
                multiplyRows(
                        kernels, workspace, seen, blocks, packed, target, row, rows, column,
                        columns);
            }
        } finally {
            workspaces.give(workspace);
        }
    }

    private static void multiplyRows(
            GemmKernels kernels,
            Workspace workspace,
            Seen seen,
            List<Block> blocks,
            float[] packed,
            Target target,
            int row,
            int rows,
            int column,
            int columns) {
        Matrix out =
                target.together()
                        ? new Matrix(
                                target.array(),
                                target.origin() + row * target.pixelStep() + column,
                                target.pixelStep(),
                                1)
                        : new Matrix(workspace.product(rows * columns), 0, columns, 1);
        int wide = Math.ceilDiv(target.columns(), kernels.columns()) * kernels.columns();
        int[] starts = workspace.starts(rows);
        float[] tile = workspace.tile(kernels.rows() * kernels.columns());
        boolean add = false;
        for (Block block : blocks) {
            int step = Block.step(block.depth());
            float[] left = workspace.left(rows * step);
            seen.pack(kernels, row, rows, block.from(), block.depth(), starts, left, step);
            int panelStep = block.depth() * kernels.columns();
            var right =
                    new Panels(
                            packed,
                            block.from() * wide + column / kernels.columns() * panelStep,
                            panelStep,
                            kernels.columns());
            var seenHere = new Matrix(left, 0, step, 1);
            kernels.multiply(seenHere, right, rows, columns, block.depth(), out, tile, add);
            add = true;
        }
        for (int i = 0; i < rows && !add; i++) {
            Arrays.fill(out.array(), out.at(i, 0), out.at(i, columns), 0);
        }
        target.finisher().finish(out.array(), out.origin(), out.rowStep(), rows, column, columns);
        if (!target.together()) {
            place(workspace, target, out, row, rows, column, columns);
        }
    }

    private static void place(
            Workspace workspace,
            Target target,
            Matrix product,
            int row,
            int rows,
            int column,
            int columns) {
        int[] places = workspace.places(rows);
        target.places().locate(0, row, rows, target.origin() + column, target.pixelStep(), places);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(product.array(), product.at(i, 0), target.array(), places[i], columns);
        }
    }
}
