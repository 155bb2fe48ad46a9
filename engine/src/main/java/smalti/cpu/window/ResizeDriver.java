package smalti.cpu.window;

import smalti.cpu.kernel.AxisTable;
import smalti.cpu.kernel.WindowKernels;
import smalti.cpu.work.BufferPool;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.ResizeOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Computes [ResizeOp] on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class ResizeDriver {
    private final Resampler resampler;

    public ResizeDriver(Workers workers, WindowKernels kernels, BufferPool buffers) {
        this.resampler = new Resampler(workers, kernels, buffers);
    }

    /// Computes an operator into its output.
    ///
    /// @throws UnsupportedOpException if it is not offered for the input's type
    public void run(ResizeOp op, Tensor input, Tensor output) {
        if (input.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + input.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case ResizeOp.Resize resize ->
                    resampler.run(
                            table(resize, input.shape(), output.shape(), 1),
                            table(resize, input.shape(), output.shape(), 2),
                            input,
                            output);
            case ResizeOp.ResizeGradient gradient -> {
                var resize =
                        new ResizeOp.Resize(
                                gradient.size(), gradient.sampling(), gradient.corners());
                resampler.run(
                        table(resize, output.shape(), input.shape(), 1)
                                .transposed(gradient.size().height()),
                        table(resize, output.shape(), input.shape(), 2)
                                .transposed(gradient.size().width()),
                        input,
                        output);
            }
        }
    }

    private static AxisTable table(ResizeOp.Resize op, Shape from, Shape to, int axis) {
        return AxisTables.ofSamples(from.size(axis), to.size(axis), op.sampling(), op.corners());
    }
}
