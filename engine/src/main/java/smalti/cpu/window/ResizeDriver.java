package smalti.cpu.window;

import smalti.cpu.kernel.WindowKernels;
import smalti.cpu.work.BufferPool;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.Mixture;
import smalti.op.ResizeOp;
import smalti.op.Size;
import smalti.tensor.DType;
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
        resampler.run(
                Mixture.of(op, new Size(input.shape().size(1), input.shape().size(2))),
                input,
                output);
    }
}
