package smalti.cuda.point;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.error.UnsupportedOpException;
import smalti.op.Activation;
import smalti.op.PointOp;
import smalti.tensor.DType;

/// Starts [PointOp] on the GPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class PointOperators {
    private final Kernels points;
    private final Kernels activations;
    private final Broadcast broadcast;

    public PointOperators(GpuDriver driver) {
        this.points = new Kernels(driver, "point");
        this.activations = new Kernels(driver, "activate");
        this.broadcast = new Broadcast(points);
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(
            PointOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor first = inputs.getFirst();
        DeviceTensor output = outputs.getFirst();
        if (first.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + first.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case PointOp.Activate(var activation) ->
                    activate(activation, "", inputs, output, queue);
            case PointOp.ActivateGradient(var activation) ->
                    activate(activation, "_gradient", inputs, output, queue);
            case PointOp.Scale(double factor, double offset) ->
                    each("scale", first, output, queue, (float) factor, (float) offset);
            case PointOp.Unary(var function) -> each(word(function), first, output, queue);
            case PointOp.Dropout dropout ->
                    each(
                            "dropout",
                            first,
                            output,
                            queue,
                            dropout.seed(),
                            dropout.threshold(),
                            (float) (1 / (1 - dropout.rate())));
            case PointOp.Prelu _ -> broadcast.join("prelu", first, inputs.get(1), output, queue);
            case PointOp.PreluGradient _ ->
                    broadcast.preluGradient(activations, inputs, outputs, queue);
            case PointOp.Binary(var arithmetic) ->
                    broadcast.join(word(arithmetic), first, inputs.get(1), output, queue);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void each(
            String kernel, DeviceTensor x, DeviceTensor out, Queue queue, Object... more) {
        launch(points, kernel, List.of(x), out, queue, more);
    }

    private void activate(
            Activation activation,
            String ending,
            List<DeviceTensor> inputs,
            DeviceTensor out,
            Queue queue) {
        switch (activation) {
            case Activation.Relu _ -> launch(activations, "relu" + ending, inputs, out, queue);
            case Activation.LeakyRelu(double slope) ->
                    launch(activations, "leaky_relu" + ending, inputs, out, queue, (float) slope);
            case Activation.Relu6 _ -> launch(activations, "relu6" + ending, inputs, out, queue);
            case Activation.Sigmoid _ ->
                    launch(activations, "sigmoid" + ending, inputs, out, queue);
            case Activation.Tanh _ -> launch(activations, "tanh" + ending, inputs, out, queue);
            case Activation.Softplus _ ->
                    launch(activations, "softplus" + ending, inputs, out, queue);
            case Activation.Elu(double alpha) ->
                    launch(activations, "elu" + ending, inputs, out, queue, (float) alpha);
        }
    }

    /// Starts a kernel that takes inputs, output, their elements, and numbers of its own. By four of them a thread at a
    /// time.
    private static void launch(
            Kernels kernels,
            String kernel,
            List<DeviceTensor> inputs,
            DeviceTensor out,
            Queue queue,
            Object... more) {
        long elements = out.elements();
        if (elements == 0) {
            return;
        }
        List<Object> arguments = new ArrayList<>(inputs);
        arguments.add(out);
        arguments.add(elements);
        arguments.addAll(List.of(more));
        queue.launch(
                kernels.get(kernel),
                queue.over(Math.ceilDiv(elements, (long) Broadcast.VECTOR)),
                arguments.toArray());
    }
}
