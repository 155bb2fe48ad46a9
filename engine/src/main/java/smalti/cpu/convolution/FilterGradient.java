package smalti.cpu.convolution;

import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;
import smalti.cpu.matrix.MatrixMultiplier;
import smalti.cpu.work.Workers;

/// Multiplies the transpose of what windows see with gradients: the gradient in the filters. The depth of the product is
/// all outputs of the batch, in blocks; each thread computes the gradients of some taps and channels.
final class FilterGradient {
    /// Outputs of a block.
    private static final int DEPTH = 768;

    /// Taps' channels of a block, a multiple of every kernel's rows: with so many outputs about half a second cache.
    private static final int ROWS = 144;

    /// Taps' channels that are worth a thread.
    private static final int LEAST = 12;

    private final MatrixMultiplier multiplier;
    private final Workers workers;
    private final WorkspacePool workspaces;

    FilterGradient(MatrixMultiplier multiplier, Workers workers, WorkspacePool workspaces) {
        this.multiplier = multiplier;
        this.workers = workers;
        this.workspaces = workspaces;
    }

    /// @param upstream a row an output, a column a filter
    /// @param out gets the gradients: a row a tap's channel, a column a filter
    void multiply(Seen seen, Matrix upstream, int filters, Matrix out) {
        GemmKernels kernels = multiplier.kernelsFor((long) seen.rows() * seen.depth() * filters);
        int share = Math.ceilDiv(Math.ceilDiv(seen.depth(), workers.threads()), LEAST) * LEAST;
        workers.run(
                Math.ceilDiv(seen.depth(), share),
                part -> {
                    Workspace workspace = workspaces.take();
                    try {
                        int to = Math.min(seen.depth(), (part + 1) * share);
                        for (int row = 0; row == 0 || row < seen.rows(); row += DEPTH) {
                            int depth = Math.min(DEPTH, seen.rows() - row);
                            Panels panels =
                                    pack(kernels, workspace, upstream.from(row, 0), depth, filters);
                            for (int k = part * share; k < to; k += ROWS) {
                                int rows = Math.min(ROWS, to - k);
                                Matrix left = left(kernels, workspace, seen, row, depth, k, rows);
                                float[] tile = workspace.tile(kernels.rows() * kernels.columns());
                                kernels.multiply(
                                        left,
                                        panels,
                                        rows,
                                        filters,
                                        depth,
                                        out.from(k, 0),
                                        tile,
                                        row > 0);
                            }
                        }
                    } finally {
                        workspaces.give(workspace);
                    }
                });
    }

    private static Panels pack(
            GemmKernels kernels, Workspace workspace, Matrix upstream, int depth, int filters) {
        int panelStep = depth * kernels.columns();
        float[] packed = workspace.right(Math.ceilDiv(filters, kernels.columns()) * panelStep);
        kernels.packRight(upstream, depth, filters, packed, 0, panelStep);
        return new Panels(packed, 0, panelStep, kernels.columns());
    }

    private static Matrix left(
            GemmKernels kernels,
            Workspace workspace,
            Seen seen,
            int row,
            int depth,
            int column,
            int columns) {
        int step = Block.step(columns);
        float[] packed = workspace.left(depth * step);
        seen.pack(kernels, row, depth, column, columns, workspace.starts(depth), packed, step);
        return new Matrix(packed, 0, 1, step);
    }
}
