package smalti.cpu.convolution;

import java.util.Arrays;
import smalti.cpu.work.Workers;

/// Convolutions in which every channel has one filter of its own, also known as depthwise: elementwise products of
/// pixels and taps, along the channels.
final class ChannelwiseCorrelation {
    /// Multiply-adds that are worth a part of a job.
    private static final int LEAST_WORK = 1 << 15;

    private final Workers workers;
    private final WorkspacePool workspaces;

    ChannelwiseCorrelation(Workers workers, WorkspacePool workspaces) {
        this.workers = workers;
        this.workspaces = workspaces;
    }

    /// @param filters where each tap's row of weights begins in `weights`
    void multiply(Seen seen, float[] weights, int[] filters, Target target) {
        int pixels = Math.max(1, LEAST_WORK / Math.max(1, seen.depth()));
        workers.run(
                Math.ceilDiv(seen.rows(), pixels),
                part -> {
                    int row = part * pixels;
                    int rows = Math.min(pixels, seen.rows() - row);
                    Workspace workspace = workspaces.take();
                    try {
                        multiplyRows(workspace, seen, weights, filters, target, row, rows);
                    } finally {
                        workspaces.give(workspace);
                    }
                });
    }

    private static void multiplyRows(
            Workspace workspace,
            Seen seen,
            float[] weights,
            int[] filters,
            Target target,
            int row,
            int rows) {
        int channels = target.columns();
        float[] out = target.array();
        int[] starts = workspace.starts(rows);
        int[] places = workspace.places(rows);
        target.places().locate(0, row, rows, target.origin(), target.pixelStep(), places);
        for (int i = 0; i < rows; i++) {
            if (target.biased()) {
                target.startWithBias(out, places[i], 0, channels);
            } else {
                Arrays.fill(out, places[i], places[i] + channels, 0);
            }
        }
        for (int tap = 0; tap < seen.taps().count(); tap++) {
            seen.taps().locate(tap, row, rows, seen.origin(), seen.pixelStep(), starts);
            for (int i = 0; i < rows; i++) {
                if (starts[i] >= 0) {
                    addProducts(
                            seen.values(),
                            starts[i],
                            weights,
                            filters[tap],
                            out,
                            places[i],
                            channels);
                }
            }
        }
    }

    private static void addProducts(
            float[] x, int from, float[] y, int with, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = Math.fma(x[from + i], y[with + i], out[to + i]);
        }
    }

    /// The gradient in the filters.
    ///
    /// @param upstream a row of as many values as there are channels for each output, from `origin` on
    /// @param out gets a row a tap, from `to` on
    void multiplyTransposed(Seen seen, float[] upstream, int origin, float[] out, int to) {
        int channels = seen.channels();
        workers.run(
                seen.taps().count(),
                tap -> {
                    int at = to + tap * channels;
                    Arrays.fill(out, at, at + channels, 0);
                    Workspace workspace = workspaces.take();
                    try {
                        int line = seen.taps().outputs().width();
                        int[] starts = workspace.starts(line);
                        for (int row = 0; row < seen.rows(); row += line) {
                            seen.taps()
                                    .locate(
                                            tap,
                                            row,
                                            line,
                                            seen.origin(),
                                            seen.pixelStep(),
                                            starts);
                            for (int i = 0; i < line; i++) {
                                if (starts[i] >= 0) {
                                    int with = origin + (row + i) * channels;
                                    addProducts(
                                            seen.values(),
                                            starts[i],
                                            upstream,
                                            with,
                                            out,
                                            at,
                                            channels);
                                }
                            }
                        }
                    } finally {
                        workspaces.give(workspace);
                    }
                });
    }
}
