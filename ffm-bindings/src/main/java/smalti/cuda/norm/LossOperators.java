package smalti.cuda.norm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import smalti.cuda.axis.Columns;
import smalti.cuda.axis.Teams;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.error.UnsupportedOpException;
import smalti.op.LossOp;
import smalti.tensor.DType;

/// Starts [LossOp] on the GPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class LossOperators {
    /// Bytes of a row's loss with its weight.
    private static final int BYTES_OF_LOSS = 2 * Double.BYTES;

    private static final int VECTOR = 4;

    private final Kernels kernels;

    public LossOperators(GpuDriver driver) {
        this.kernels = new Kernels(driver, "loss");
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(LossOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor output = outputs.getFirst();
        if (output.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + output.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case LossOp.SoftmaxCrossEntropy(OptionalInt ignore, _) -> {
                DeviceTensor scores = inputs.get(0);
                List<DeviceTensor> weights = inputs.subList(2, inputs.size());
                var targets = new Targets(inputs.get(1), scores.columns(), ignore, weights);
                crossEntropy(scores, targets, output, outputs.get(1), queue);
            }
            case LossOp.SoftmaxCrossEntropyGradient(OptionalInt ignore, _) -> {
                DeviceTensor softmax = inputs.get(1);
                List<DeviceTensor> weights = inputs.subList(3, inputs.size());
                var targets = new Targets(inputs.get(2), softmax.columns(), ignore, weights);
                crossEntropyGradient(inputs.getFirst(), softmax, targets, output, queue);
            }
            case LossOp.BinaryCrossEntropy _ -> binary(inputs.get(0), inputs.get(1), output, queue);
            case LossOp.BinaryCrossEntropyGradient _ -> binaryGradient(inputs, output, queue);
        }
    }

    private void crossEntropy(
            DeviceTensor scores,
            Targets targets,
            DeviceTensor loss,
            DeviceTensor softmax,
            Queue queue) {
        long rows = targets.count();
        if (rows == 0) {
            queue.fill(loss.address(), (byte) 0, loss.bytes());
            return;
        }
        try (Scratch losses = queue.allocate(rows * BYTES_OF_LOSS)) {
            List<Object> arguments = new ArrayList<>(List.of(scores, softmax, losses.address()));
            arguments.addAll(targets.arguments(queue));
            Teams.of(rows, targets.classes())
                    .run(kernels, "cross_entropy", queue, arguments.toArray());
            new Columns(1, rows, 1)
                    .run(kernels, "mean_loss", BYTES_OF_LOSS, queue, losses.address(), loss);
        }
    }

    private void crossEntropyGradient(
            DeviceTensor upstream,
            DeviceTensor softmax,
            Targets targets,
            DeviceTensor output,
            Queue queue) {
        long rows = targets.count();
        if (rows == 0) {
            return;
        }
        try (Scratch weight = queue.allocate(Double.BYTES)) {
            List<Object> ofWeights = new ArrayList<>(targets.arguments(queue));
            ofWeights.add(weight.address());
            new Columns(1, rows, 1)
                    .run(kernels, "weights", Double.BYTES, queue, ofWeights.toArray());
            List<Object> arguments =
                    new ArrayList<>(List.of(upstream, softmax, weight.address(), output));
            arguments.addAll(targets.arguments(queue));
            Teams.of(rows, targets.classes())
                    .run(kernels, "cross_entropy_gradient", queue, arguments.toArray());
        }
    }

    private void binary(DeviceTensor scores, DeviceTensor targets, DeviceTensor loss, Queue queue) {
        long elements = scores.elements();
        if (elements == 0) {
            queue.fill(loss.address(), (byte) 0, loss.bytes());
            return;
        }
        new Columns(1, elements, 1)
                .run(
                        kernels,
                        "binary_cross_entropy",
                        Double.BYTES,
                        queue,
                        scores,
                        targets,
                        loss,
                        (double) elements);
    }

    private void binaryGradient(List<DeviceTensor> inputs, DeviceTensor output, Queue queue) {
        long elements = output.elements();
        if (elements > 0) {
            queue.launch(
                    kernels.get("binary_cross_entropy_gradient"),
                    queue.over(Math.ceilDiv(elements, (long) VECTOR)),
                    inputs.get(0),
                    inputs.get(1),
                    inputs.get(2),
                    output,
                    elements);
        }
    }
}
