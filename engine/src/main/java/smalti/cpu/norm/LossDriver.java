package smalti.cpu.norm;

import java.util.List;
import smalti.cpu.kernel.NormKernels;
import smalti.cpu.kernel.PointKernels;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.LossOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Computes [LossOp] on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class LossDriver {
    private final Workers workers;
    private final RowNorms rows;
    private final BinaryLoss binary;

    public LossDriver(Workers workers, NormKernels kernels, PointKernels points) {
        this.workers = workers;
        this.rows = new RowNorms(kernels, points);
        this.binary = new BinaryLoss(workers);
    }

    /// Computes an operator into its outputs.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(LossOp op, List<Tensor> inputs, List<Tensor> outputs) {
        Tensor output = outputs.getFirst();
        if (output.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + output.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case LossOp.SoftmaxCrossEntropy entropy -> {
                Tensor scores = inputs.getFirst();
                var targets =
                        new Targets(
                                inputs.get(1),
                                scores.shape().size(1),
                                entropy.ignore(),
                                inputs.subList(2, inputs.size()));
                crossEntropy(scores, targets, output, outputs.get(1));
            }
            case LossOp.SoftmaxCrossEntropyGradient gradient -> {
                Tensor softmax = inputs.get(1);
                var targets =
                        new Targets(
                                inputs.get(2),
                                softmax.shape().size(1),
                                gradient.ignore(),
                                inputs.subList(3, inputs.size()));
                crossEntropyGradient(inputs.getFirst(), softmax, targets, output);
            }
            case LossOp.BinaryCrossEntropy _ -> binary.loss(inputs.get(0), inputs.get(1), output);
            case LossOp.BinaryCrossEntropyGradient _ ->
                    binary.gradient(inputs.get(0), inputs.get(1), inputs.get(2), output);
        }
    }

    private void crossEntropy(Tensor scores, Targets targets, Tensor loss, Tensor softmax) {
        int length = scores.shape().size(1);
        double[] losses = new double[targets.count()];
        if (length > 0) {
            Portions.share(
                    workers,
                    losses.length,
                    length,
                    (first, end) -> {
                        for (int row = first; row < end; row++) {
                            int from = scores.offset() + row * length;
                            double all =
                                    rows.softmax(
                                            scores.floats(),
                                            from,
                                            softmax.floats(),
                                            softmax.offset() + row * length,
                                            length);
                            if (targets.counts(row)) {
                                losses[row] =
                                        targets.weight(row)
                                                * (all - scores.floats()[from + targets.of(row)]);
                            }
                        }
                    });
        }
        double sum = 0;
        for (double each : losses) {
            sum += each;
        }
        double weight = targets.weight();
        loss.floats()[loss.offset()] = (float) (weight == 0 ? 0 : sum / weight);
    }

    private void crossEntropyGradient(
            Tensor upstream, Tensor softmax, Targets targets, Tensor output) {
        int length = softmax.shape().size(1);
        double weight = targets.weight();
        double above = upstream.floats()[upstream.offset()];
        Portions.share(
                workers,
                targets.count(),
                Math.max(1, length),
                (first, end) -> {
                    for (int row = first; row < end; row++) {
                        double factor =
                                targets.counts(row) && weight > 0
                                        ? above * targets.weight(row) / weight
                                        : 0;
                        write(softmax, output, row, length, factor);
                        if (factor != 0) {
                            int at = row * length + targets.of(row);
                            output.floats()[output.offset() + at] =
                                    (float)
                                            (factor
                                                    * (softmax.floats()[softmax.offset() + at]
                                                            - 1.0));
                        }
                    }
                });
    }

    private static void write(Tensor softmax, Tensor output, int row, int length, double factor) {
        int from = softmax.offset() + row * length;
        int to = output.offset() + row * length;
        for (int i = 0; i < length; i++) {
            output.floats()[to + i] =
                    factor == 0 ? 0 : (float) (factor * softmax.floats()[from + i]);
        }
    }
}
