package smalti.cuda.norm;

import java.util.List;
import smalti.cuda.axis.Teams;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.error.UnsupportedOpException;
import smalti.op.NormOp;
import smalti.tensor.DType;

/// Starts [NormOp] on the GPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class NormOperators {
    private final Kernels kernels;
    private final Channels channels;

    public NormOperators(GpuDriver driver) {
        this.kernels = new Kernels(driver, "norm");
        this.channels = new Channels(kernels);
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(NormOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor first = inputs.getFirst();
        DeviceTensor output = outputs.getFirst();
        if (first.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + first.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case NormOp.BatchNorm(double epsilon) -> {
                channels.measure(first, outputs.get(1), outputs.get(2), queue);
                channels.standardize(
                        first,
                        inputs.get(1),
                        inputs.get(2),
                        outputs.get(1),
                        outputs.get(2),
                        epsilon,
                        output,
                        queue);
            }
            case NormOp.BatchNormGradient(double epsilon) ->
                    channels.gradient(inputs, epsilon, outputs, queue);
            case NormOp.Normalize(double epsilon) ->
                    channels.standardize(
                            first,
                            inputs.get(1),
                            inputs.get(2),
                            inputs.get(3),
                            inputs.get(4),
                            epsilon,
                            output,
                            queue);
            case NormOp.L2Normalize(double epsilon) ->
                    rows("l2_normalize", output, queue, first, output, epsilon);
            case NormOp.L2NormalizeGradient(double epsilon) ->
                    rows(
                            "l2_normalize_gradient",
                            output,
                            queue,
                            first,
                            inputs.get(1),
                            output,
                            epsilon);
            case NormOp.Softmax _ -> rows("softmax", output, queue, first, output);
            case NormOp.SoftmaxGradient _ ->
                    rows("softmax_gradient", output, queue, first, inputs.get(1), output);
            case NormOp.LogSoftmax _ -> rows("log_softmax", output, queue, first, output);
            case NormOp.LogSoftmaxGradient _ ->
                    rows("log_softmax_gradient", output, queue, first, inputs.get(1), output);
        }
    }

    private void rows(String kernel, DeviceTensor like, Queue queue, Object... arguments) {
        Teams.of(like.rows(), like.columns()).run(kernels, kernel, queue, arguments);
    }
}
