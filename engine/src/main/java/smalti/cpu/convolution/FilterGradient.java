package smalti.cpu.convolution;

import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;
import smalti.cpu.matrix.MatrixMultiplier;
import smalti.cpu.work.Workers;

/// Multiplies the transpose of what windows see with gradients: the gradient in the filters. The depth of the product is
/// all outputs of the batch, in blocks; each thread computes the gradients of some taps and channels.
final class FilterGradient {
    /// Outputs of a block: with its channels about half a second cache.
    private static final int DEPTH = 768;

    /// Channels of a band, the least that a thread computes.
    private static final int BAND = 48;

    private final MatrixMultiplier multiplier;
    private final Workers workers;
    private final WorkspacePool workspaces;

    FilterGradient(MatrixMultiplier multiplier, Workers workers, WorkspacePool workspaces) {
        this.multiplier = multiplier;
        this.workers = workers;
        this.workspaces = workspaces;
    }

    /// @param upstream a row an output, a column a filter
    /// @param out gets the gradients: a row a tap's channel, from one tap to the next `tapStep` rows; a column a filter
    void multiply(Seen seen, Matrix upstream, int filters, Matrix out, int tapStep) {
        int across = Math.ceilDiv(seen.channels(), BAND);
        int bands = seen.taps().count() * across;
        GemmKernels kernels = multiplier.kernelsFor((long) seen.rows() * seen.depth() * filters);
        int share = Math.ceilDiv(bands, workers.threads());
        workers.run(
                Math.ceilDiv(bands, share),
                part -> {
                    Workspace workspace = workspaces.take();
                    try {
                        int to = Math.min(bands, (part + 1) * share);
                        for (int row = 0; row == 0 || row < seen.rows(); row += DEPTH) {
                            int depth = Math.min(DEPTH, seen.rows() - row);
                            Panels packed =
                                    pack(kernels, workspace, upstream.from(row, 0), depth, filters);
                            for (int band = part * share; band < to; band++) {
                                int tap = band / across;
                                int channel = band % across * BAND;
                                Matrix place = out.from(tap * tapStep + channel, 0);
                                multiplyBand(
                                        kernels, workspace, seen, tap, channel, row, depth, packed,
                                        filters, place);
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

    private static void multiplyBand(
            GemmKernels kernels,
            Workspace workspace,
            Seen seen,
            int tap,
            int channel,
            int row,
            int depth,
            Panels upstream,
            int filters,
            Matrix out) {
        int channels = Math.min(BAND, seen.channels() - channel);
        int[] starts = workspace.starts(depth);
        seen.locate(tap, channel, row, depth, starts);
        float[] left =
                workspace.left(Math.ceilDiv(channels, kernels.rows()) * kernels.rows() * depth);
        kernels.packLeftColumns(seen.values(), starts, channels, depth, left);
        float[] tile = workspace.tile(kernels.rows() * kernels.columns());
        kernels.multiply(left, upstream, channels, filters, depth, out, tile, row > 0);
    }
}
