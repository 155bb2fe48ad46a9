package smalti.cpu.norm;

import java.util.List;
import smalti.cpu.kernel.NormKernels;
import smalti.cpu.kernel.PointKernels;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.NormOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Computes [NormOp] on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class NormDriver {
    private final Workers workers;
    private final Channels channels;
    private final RowNorms rows;

    public NormDriver(Workers workers, NormKernels kernels, PointKernels points) {
        this.workers = workers;
        this.channels = new Channels(workers, kernels);
        this.rows = new RowNorms(kernels, points);
    }

    /// Computes an operator into its outputs.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(NormOp op, List<Tensor> inputs, List<Tensor> outputs) {
        Tensor first = inputs.getFirst();
        Tensor output = outputs.getFirst();
        if (first.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + first.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case NormOp.BatchNorm(double epsilon) -> {
                channels.measure(first, outputs.get(1), outputs.get(2));
                channels.standardize(
                        first,
                        inputs.get(1),
                        inputs.get(2),
                        outputs.get(1),
                        outputs.get(2),
                        epsilon,
                        output);
            }
            case NormOp.BatchNormGradient(double epsilon) ->
                    channels.gradient(
                            first,
                            inputs.get(1),
                            inputs.get(2),
                            inputs.get(3),
                            inputs.get(4),
                            epsilon,
                            output,
                            outputs.get(1),
                            outputs.get(2));
            case NormOp.Normalize(double epsilon) ->
                    channels.standardize(
                            first,
                            inputs.get(1),
                            inputs.get(2),
                            inputs.get(3),
                            inputs.get(4),
                            epsilon,
                            output);
            case NormOp.L2Normalize(double epsilon) ->
                    one(
                            first,
                            output,
                            (x, from, out, to, count) ->
                                    rows.normalize(epsilon, x, from, out, to, count));
            case NormOp.Softmax _ -> one(first, output, rows::softmax);
            case NormOp.LogSoftmax _ -> one(first, output, rows::logSoftmax);
            case NormOp.L2NormalizeGradient(double epsilon) ->
                    two(
                            inputs,
                            output,
                            (g, gFrom, x, from, out, to, count) ->
                                    rows.normalizeGradient(
                                            epsilon, g, gFrom, x, from, out, to, count));
            case NormOp.SoftmaxGradient _ -> two(inputs, output, rows::softmaxGradient);
            case NormOp.LogSoftmaxGradient _ -> two(inputs, output, rows::logSoftmaxGradient);
        }
    }

    @FunctionalInterface
    private interface OneRow {
        void take(float[] x, int from, float[] out, int to, int count);
    }

    @FunctionalInterface
    private interface TwoRows {
        void take(float[] x, int from, float[] y, int yFrom, float[] out, int to, int count);
    }

    private void one(Tensor x, Tensor out, OneRow loop) {
        two(
                List.of(x, x),
                out,
                (of, from, _, _, into, to, count) -> loop.take(of, from, into, to, count));
    }

    private void two(List<Tensor> inputs, Tensor out, TwoRows loop) {
        Tensor x = inputs.get(0);
        Tensor y = inputs.get(1);
        if (x.elements() == 0) {
            return;
        }
        int length = x.shape().size(-1);
        Portions.share(
                workers,
                (int) x.elements() / length,
                length,
                (first, end) -> {
                    for (int row = first; row < end; row++) {
                        int at = row * length;
                        loop.take(
                                x.floats(),
                                x.offset() + at,
                                y.floats(),
                                y.offset() + at,
                                out.floats(),
                                out.offset() + at,
                                length);
                    }
                });
    }
}
