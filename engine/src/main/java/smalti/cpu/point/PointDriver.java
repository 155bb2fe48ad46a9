package smalti.cpu.point;

import java.util.List;
import smalti.cpu.kernel.PointKernels;
import smalti.cpu.kernel.Span;
import smalti.cpu.work.BufferPool;
import smalti.cpu.work.ColumnSums;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.PointOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Computes [PointOp] on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class PointDriver {
    private final Workers workers;
    private final PointKernels kernels;
    private final BufferPool buffers;

    public PointDriver(Workers workers, PointKernels kernels, BufferPool buffers) {
        this.workers = workers;
        this.kernels = kernels;
        this.buffers = buffers;
    }

    /// Computes an operator into its outputs.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(PointOp op, List<Tensor> inputs, List<Tensor> outputs) {
        Tensor first = inputs.getFirst();
        if (first.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + first.dtype(), "convert the inputs to F32");
        }
        Span x = span(first);
        Span out = span(outputs.getFirst());
        int elements = (int) first.elements();
        switch (op) {
            case PointOp.Activate(var activation) ->
                    share(
                            elements,
                            (from, count) ->
                                    kernels.activate(
                                            activation,
                                            x.array(),
                                            x.from() + from,
                                            out.array(),
                                            out.from() + from,
                                            count));
            case PointOp.ActivateGradient(var activation) -> {
                Span y = span(inputs.get(1));
                share(
                        elements,
                        (from, count) ->
                                kernels.activateGradient(
                                        activation,
                                        x.array(),
                                        x.from() + from,
                                        y.array(),
                                        y.from() + from,
                                        out.array(),
                                        out.from() + from,
                                        count));
            }
            case PointOp.Scale(double factor, double offset) ->
                    share(
                            elements,
                            (from, count) ->
                                    kernels.scale(
                                            (float) factor,
                                            (float) offset,
                                            x.array(),
                                            x.from() + from,
                                            out.array(),
                                            out.from() + from,
                                            count));
            case PointOp.Unary(var function) ->
                    share(
                            elements,
                            (from, count) ->
                                    kernels.apply(
                                            function,
                                            x.array(),
                                            x.from() + from,
                                            out.array(),
                                            out.from() + from,
                                            count));
            case PointOp.Dropout dropout ->
                    share(
                            elements,
                            (from, count) ->
                                    kernels.drop(
                                            dropout,
                                            from,
                                            x.array(),
                                            x.from() + from,
                                            out.array(),
                                            out.from() + from,
                                            count));
            case PointOp.Prelu _ -> broadcast(inputs, outputs.getFirst(), kernels::prelu);
            case PointOp.PreluGradient _ -> preluGradient(inputs, outputs);
            case PointOp.Binary(var arithmetic) ->
                    broadcast(
                            inputs,
                            outputs.getFirst(),
                            (left, leftFrom, right, rightFrom, joined, to, count) ->
                                    kernels.combine(
                                            arithmetic,
                                            left,
                                            leftFrom,
                                            right,
                                            rightFrom,
                                            joined,
                                            to,
                                            count));
        }
    }

    private static Span span(Tensor tensor) {
        return new Span(tensor.floats(), tensor.offset());
    }

    @FunctionalInterface
    private interface Loop {
        void take(int from, int count);
    }

    private void share(int elements, Loop loop) {
        Portions.share(workers, elements, 1, (from, to) -> loop.take(from, to - from));
    }

    private void broadcast(List<Tensor> operands, Tensor output, Broadcast.Loop loop) {
        if (output.elements() == 0) {
            return;
        }
        Tensor left = operands.get(0);
        Tensor right = operands.get(1);
        Broadcast.of(output.shape(), left.shape(), right.shape())
                .share(workers, buffers, span(left), span(right), span(output), loop);
    }

    private void preluGradient(List<Tensor> inputs, List<Tensor> outputs) {
        Span upstream = span(inputs.get(0));
        Span input = span(inputs.get(1));
        Span whole = span(outputs.getFirst());
        broadcast(
                inputs.subList(1, 3),
                outputs.getFirst(),
                (x, xFrom, slopes, slopesFrom, out, to, count) ->
                        kernels.preluGradient(
                                upstream.array(),
                                upstream.from() + to - whole.from(),
                                x,
                                xFrom,
                                slopes,
                                slopesFrom,
                                out,
                                to,
                                count));
        Tensor inSlopes = outputs.get(1);
        double[] sums =
                ColumnSums.of(
                        workers,
                        (int) inputs.getFirst().elements(),
                        Math.max(1, (int) inSlopes.elements()),
                        (from, end, width, table) ->
                                addSlopeTerms(
                                        upstream.array(),
                                        upstream.from() + from,
                                        input.array(),
                                        input.from() + from,
                                        end - from,
                                        width,
                                        table[0]));
        for (int i = 0; i < inSlopes.elements(); i++) {
            inSlopes.floats()[inSlopes.offset() + i] = (float) sums[i];
        }
    }

    private static void addSlopeTerms(
            float[] upstream, int from, float[] x, int at, int elements, int width, double[] sums) {
        for (int start = 0; start < elements; start += width) {
            int count = Math.min(width, elements - start);
            int u = from + start;
            int v = at + start;
            for (int i = 0; i < count; i++) {
                sums[i] += (double) upstream[u + i] * Math.min(x[v + i], 0);
            }
        }
    }
}
