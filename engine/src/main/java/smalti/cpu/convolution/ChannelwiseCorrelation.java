package smalti.cpu.convolution;

import java.util.Arrays;
import java.util.function.LongFunction;
import smalti.cpu.kernel.DepthwiseKernels;
import smalti.cpu.kernel.Strip;
import smalti.cpu.work.Workers;

/// Convolutions in which every channel has one filter of its own, also known as depthwise: products of pixels and taps,
/// channel by channel. Rows of outputs are cut where taps enter and leave the map.
final class ChannelwiseCorrelation {
    /// Multiply-adds that are worth a part of a job.
    private static final int LEAST_WORK = 1 << 17;

    /// Channels that are worth a thread: a line of memory.
    private static final int LEAST_CHANNELS = 16;

    private final LongFunction<DepthwiseKernels> kernels;
    private final Workers workers;
    private final WorkspacePool workspaces;

    /// @param kernels gives those for so many multiply-adds
    ChannelwiseCorrelation(
            LongFunction<DepthwiseKernels> kernels, Workers workers, WorkspacePool workspaces) {
        this.kernels = kernels;
        this.workers = workers;
        this.workspaces = workspaces;
    }

    /// @param filters where each tap's row of weights begins in `weights`
    void multiply(Seen seen, float[] weights, int[] filters, Target target) {
        DepthwiseKernels chosen = kernels.apply((long) seen.rows() * seen.depth());
        int width = seen.taps().outputs().width();
        int lines = seen.rows() / width;
        long workOfLine = (long) Math.max(1, seen.depth()) * width;
        int high = (int) Math.clamp(LEAST_WORK / workOfLine, 1, lines);
        workers.run(
                Math.ceilDiv(lines, high),
                part -> {
                    Workspace workspace = workspaces.take();
                    try {
                        int end = Math.min(lines, (part + 1) * high);
                        for (int line = part * high; line < end; line++) {
                            multiplyLine(chosen, workspace, seen, weights, filters, target, line);
                        }
                    } finally {
                        workspaces.give(workspace);
                    }
                });
    }

    private static void multiplyLine(
            DepthwiseKernels kernels,
            Workspace workspace,
            Seen seen,
            float[] weights,
            int[] filters,
            Target target,
            int line) {
        int channels = target.columns();
        Taps taps = seen.taps();
        int width = taps.outputs().width();
        int to = target.start(line);
        int outStep = target.places().step().width() * target.pixelStep();
        if (taps.slide()) {
            Strip strip = seen.strip(line, workspace.zeros(seen.lineLength()));
            float[] out = target.array();
            kernels.slide(strip, weights, filters, out, to, outStep, width, channels);
            target.finisher().finish(out, to, outStep, width, 0, channels);
            return;
        }
        int[] starts = workspace.starts(taps.count());
        int[] places = workspace.places(taps.count());
        for (int column = 0; column < width; ) {
            int end = taps.endOfStretch(column);
            int met = seen.meet(line, column, starts, places);
            for (int i = 0; i < met; i++) {
                places[i] = filters[places[i]];
            }
            kernels.multiply(
                    seen.values(),
                    starts,
                    taps.step().width() * seen.pixelStep(),
                    weights,
                    places,
                    met,
                    target.array(),
                    to + column * outStep,
                    outStep,
                    end - column,
                    channels);
            column = end;
        }
        target.finisher().finish(target.array(), to, outStep, width, 0, channels);
    }

    /// The gradient in the filters. Each thread has some of the channels.
    ///
    /// @param upstream a row of as many values as there are channels for each output, from `origin` on
    /// @param out gets a row a tap, from `to` on
    void multiplyTransposed(Seen seen, float[] upstream, int origin, float[] out, int to) {
        DepthwiseKernels chosen = kernels.apply((long) seen.rows() * seen.depth());
        int channels = seen.channels();
        int share =
                Math.ceilDiv(Math.ceilDiv(channels, workers.threads()), LEAST_CHANNELS)
                        * LEAST_CHANNELS;
        workers.run(
                Math.ceilDiv(channels, share),
                part -> {
                    int channel = part * share;
                    int held = Math.min(share, channels - channel);
                    Workspace workspace = workspaces.take();
                    try {
                        for (int tap = 0; tap < seen.taps().count(); tap++) {
                            int at = to + tap * channels + channel;
                            Arrays.fill(out, at, at + held, 0);
                        }
                        derive(
                                chosen,
                                workspace,
                                seen.from(channel, held),
                                upstream,
                                origin + channel,
                                out,
                                to + channel,
                                channels);
                    } finally {
                        workspaces.give(workspace);
                    }
                });
    }

    private static void derive(
            DepthwiseKernels kernels,
            Workspace workspace,
            Seen seen,
            float[] upstream,
            int origin,
            float[] out,
            int to,
            int step) {
        Taps taps = seen.taps();
        int width = taps.outputs().width();
        int[] starts = workspace.starts(taps.count());
        int[] places = workspace.places(taps.count());
        if (taps.slide() && taps.step().width() == 1) {
            deriveSliding(kernels, workspace, seen, upstream, origin, out, to, step);
            return;
        }
        for (int line = 0; line < seen.rows() / width; line++) {
            for (int column = 0; column < width; ) {
                int end = taps.endOfStretch(column);
                int met = seen.meet(line, column, starts, places);
                for (int i = 0; i < met; i++) {
                    places[i] = to + places[i] * step;
                }
                kernels.addGradients(
                        seen.values(),
                        starts,
                        taps.step().width() * seen.pixelStep(),
                        upstream,
                        origin + (line * width + column) * step,
                        step,
                        end - column,
                        out,
                        places,
                        met,
                        seen.channels());
                column = end;
            }
        }
    }

    private static void deriveSliding(
            DepthwiseKernels kernels,
            Workspace workspace,
            Seen seen,
            float[] upstream,
            int origin,
            float[] out,
            int to,
            int step) {
        int width = seen.taps().outputs().width();
        float[] zeros = workspace.zeros(seen.lineLength());
        int[] places = workspace.places(seen.taps().count());
        Arrays.setAll(places, tap -> to + tap * step);
        for (int line = 0; line < seen.rows() / width; line++) {
            kernels.addSlidingGradients(
                    seen.strip(line, zeros),
                    upstream,
                    origin + line * width * step,
                    step,
                    width,
                    out,
                    places,
                    seen.channels());
        }
    }
}
