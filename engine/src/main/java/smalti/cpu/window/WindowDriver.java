package smalti.cpu.window;

import java.util.List;
import smalti.cpu.kernel.Span;
import smalti.cpu.kernel.WindowKernels;
import smalti.cpu.kernel.WindowRow;
import smalti.cpu.work.BufferPool;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.Mixture;
import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Computes [WindowOp] on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class WindowDriver {
    private final Workers workers;
    private final WindowKernels kernels;
    private final Resampler resampler;

    public WindowDriver(Workers workers, WindowKernels kernels, BufferPool buffers) {
        this.workers = workers;
        this.kernels = kernels;
        this.resampler = new Resampler(workers, kernels, buffers);
    }

    /// Computes an operator into its outputs.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(WindowOp op, List<Tensor> inputs, List<Tensor> outputs) {
        Tensor input = inputs.getFirst();
        Tensor output = outputs.getFirst();
        if (input.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + input.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case WindowOp.MaxPool(Window window) ->
                    selectLargest(window, input, output, outputs.get(1));
            case WindowOp.MaxUnpool _ -> switches(inputs, output).put(input, output);
            case WindowOp.WindowScatter _ -> switches(inputs, output).add(input, output);
            case WindowOp.WindowGather _ -> switches(inputs, input).take(input, output);
            case WindowOp.AveragePool pool ->
                    resampler.run(Mixture.of(pool, size(input)), input, output);
            case WindowOp.AveragePoolGradient gradient ->
                    resampler.run(Mixture.of(gradient), input, output);
            case WindowOp.AdaptiveAveragePool pool ->
                    resampler.run(Mixture.of(pool, size(input)), input, output);
            case WindowOp.AdaptiveAveragePoolGradient gradient ->
                    resampler.run(Mixture.of(gradient, size(input)), input, output);
        }
    }

    private static Size size(Tensor map) {
        return new Size(map.shape().size(1), map.shape().size(2));
    }

    private Switches switches(List<Tensor> inputs, Tensor map) {
        Size size = size(map);
        return new Switches(workers, inputs.get(1), size.height() * size.width());
    }

    private void selectLargest(Window window, Tensor map, Tensor values, Tensor switches) {
        if (values.elements() == 0) {
            return;
        }
        Size size = size(map);
        Size outputs = size(values);
        int channels = map.shape().size(3);
        int length = outputs.width() * channels;
        int image = size.height() * size.width() * channels;
        var margins = window.margins(size);
        Portions.share(
                workers,
                map.shape().size(0) * outputs.height(),
                (long) size.width() * channels,
                (from, to) -> {
                    for (int row = from; row < to; row++) {
                        int first = row % outputs.height() * window.stride().height();
                        kernels.selectRow(
                                row(window, margins, size, channels, first, outputs.width()),
                                new Span(
                                        map.floats(),
                                        map.offset() + row / outputs.height() * image),
                                new Span(values.floats(), values.offset() + row * length),
                                switches.ints(),
                                switches.offset() + row * length);
                    }
                });
    }

    /// @param first the first row of the window, in the padded map
    private static WindowRow row(
            Window window,
            Padding.Margins margins,
            Size size,
            int channels,
            int first,
            int outputs) {
        int step = window.dilation().height();
        int start = first - margins.top();
        int tap = start >= 0 ? 0 : Math.ceilDiv(-start, step);
        int end = Math.min(window.kernel().height(), Math.ceilDiv(size.height() - start, step));
        return new WindowRow(
                size.width(),
                channels,
                start + tap * step,
                end - tap,
                step,
                margins.left(),
                window.stride().width(),
                window.kernel().width(),
                window.dilation().width(),
                outputs);
    }
}
