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

    /// @param filters for each tap a matrix of as many rows as there are channels, a column a filter
    void multiply(Seen seen, Matrix[] filters, Target target) {
        long work = (long) seen.rows() * target.columns() * seen.depth();
        GemmKernels kernels = multiplier.kernelsFor(work);
        List<Block> blocks =
                seen.depth() == 0 ? List.of() : Block.of(seen.taps().count(), seen.channels());
        int wide = Math.ceilDiv(target.columns(), kernels.columns()) * kernels.columns();
        int threads = (int) Math.min(workers.threads(), Math.max(1, work / LEAST_WORK));
        Grid grid = Grid.of(seen.rows(), target.columns(), threads, kernels);
        Workspace shared = workspaces.take();
        try {
            float[] packed = shared.right(wide * seen.depth());
            workers.run(
                    blocks.size(),
                    block ->
                            packFilters(kernels, blocks, block, filters, target.columns(), packed));
            workers.run(
                    grid.parts(),
                    part -> multiplyPart(kernels, seen, blocks, packed, target, grid, part));
        } finally {
            workspaces.give(shared);
        }
    }

    private static int depthBefore(List<Block> blocks, int block) {
        int depth = 0;
        for (int i = 0; i < block; i++) {
            depth += blocks.get(i).depth();
        }
        return depth;
    }

    private static void packFilters(
            GemmKernels kernels,
            List<Block> blocks,
            int index,
            Matrix[] filters,
            int columns,
            float[] packed) {
        Block block = blocks.get(index);
        int wide = Math.ceilDiv(columns, kernels.columns()) * kernels.columns();
        int to = depthBefore(blocks, index) * wide;
        int panelStep = block.depth() * kernels.columns();
        for (int tap = 0; tap < block.taps(); tap++) {
            kernels.packRight(
                    filters[block.tap() + tap].from(block.channel(), 0),
                    block.channels(),
                    columns,
                    packed,
                    to + tap * block.channels() * kernels.columns(),
                    panelStep);
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
        boolean add = prepare(target, out, rows, column, columns, blocks.isEmpty());
        int wide = Math.ceilDiv(target.columns(), kernels.columns()) * kernels.columns();
        int start = 0;
        for (Block block : blocks) {
            float[] left =
                    workspace.left(
                            Math.ceilDiv(rows, kernels.rows()) * kernels.rows() * block.depth());
            int[] starts = workspace.starts(rows);
            for (int tap = 0; tap < block.taps(); tap++) {
                seen.locate(block.tap() + tap, block.channel(), row, rows, starts);
                kernels.packLeftRows(
                        seen.values(),
                        starts,
                        rows,
                        block.channels(),
                        tap * block.channels(),
                        block.depth(),
                        left);
            }
            int panelStep = block.depth() * kernels.columns();
            var right =
                    new Panels(
                            packed,
                            start + column / kernels.columns() * panelStep,
                            panelStep,
                            kernels.columns());
            float[] tile = workspace.tile(kernels.rows() * kernels.columns());
            kernels.multiply(left, right, rows, columns, block.depth(), out, tile, add);
            start += block.depth() * wide;
            add = true;
        }
        if (!target.together()) {
            place(workspace, target, out, row, rows, column, columns);
        }
    }

    /// Sets outputs to what is added to, and tells whether there is any.
    private static boolean prepare(
            Target target, Matrix out, int rows, int column, int columns, boolean empty) {
        for (int row = 0; row < rows; row++) {
            int at = out.at(row, 0);
            if (target.biased()) {
                target.startWithBias(out.array(), at, column, columns);
            } else if (empty) {
                Arrays.fill(out.array(), at, at + columns, 0);
            }
        }
        return target.biased();
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
