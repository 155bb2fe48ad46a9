package smalti.cuda.window;

import java.util.List;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Quads;
import smalti.cuda.launch.Queue;
import smalti.error.UnsupportedOpException;
import smalti.op.Mixture;
import smalti.op.Padding;
import smalti.op.ResizeOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.tensor.DType;

/// Computes [WindowOp] and [ResizeOp] on a GPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class WindowOperators {
    private final Kernels kernels;
    private final Mixer mixer;

    public WindowOperators(GpuDriver driver) {
        this.kernels = new Kernels(driver, "window");
        this.mixer = new Mixer(kernels);
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(
            WindowOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor input = inputs.getFirst();
        DeviceTensor output = outputs.getFirst();
        if (input.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + input.dtype(), "convert the inputs to F32");
        }
        inputs.forEach(each -> each.expectNumbered(op));
        outputs.forEach(each -> each.expectNumbered(op));
        switch (op) {
            case WindowOp.MaxPool(Window window) ->
                    selectLargest(window, input, output, outputs.get(1), queue);
            case WindowOp.MaxUnpool _ -> switches(inputs, output).put(input, output, queue);
            case WindowOp.WindowScatter _ -> switches(inputs, output).add(input, output, queue);
            case WindowOp.WindowGather _ -> switches(inputs, input).take(input, output, queue);
            case WindowOp.AveragePool pool ->
                    mixer.run(Mixture.of(pool, size(input)), input, output, queue);
            case WindowOp.AveragePoolGradient gradient ->
                    mixer.run(Mixture.of(gradient), input, output, queue);
            case WindowOp.AdaptiveAveragePool pool ->
                    mixer.run(Mixture.of(pool, size(input)), input, output, queue);
            case WindowOp.AdaptiveAveragePoolGradient gradient ->
                    mixer.run(Mixture.of(gradient, size(input)), input, output, queue);
        }
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the input's type
    public void run(ResizeOp op, DeviceTensor input, DeviceTensor output, Queue queue) {
        if (input.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + input.dtype(), "convert the inputs to F32");
        }
        input.expectNumbered(op);
        output.expectNumbered(op);
        mixer.run(Mixture.of(op, size(input)), input, output, queue);
    }

    private static Size size(DeviceTensor map) {
        return new Size(map.shape().size(1), map.shape().size(2));
    }

    private Switches switches(List<DeviceTensor> inputs, DeviceTensor map) {
        return new Switches(kernels, inputs.get(1), size(map));
    }

    private void selectLargest(
            Window window,
            DeviceTensor map,
            DeviceTensor values,
            DeviceTensor switches,
            Queue queue) {
        if (values.elements() == 0) {
            return;
        }
        int channels = map.columns();
        boolean quads = Quads.suit(channels, map, values);
        int units = quads ? channels / Quads.VALUES : channels;
        long count = values.rows() * units;
        Padding.Margins margins = window.margins(size(map));
        queue.launch(
                kernels.get(quads ? "largest_quads_f32" : "largest_f32"),
                queue.over(count),
                map,
                values,
                switches,
                count,
                units,
                size(map).height(),
                size(map).width(),
                size(values).height(),
                size(values).width(),
                window.kernel().height(),
                window.kernel().width(),
                window.stride().height(),
                window.stride().width(),
                window.dilation().height(),
                window.dilation().width(),
                margins.top(),
                margins.left());
    }
}
