package smalti.cpu.window;

import smalti.cpu.kernel.Span;
import smalti.cpu.kernel.WindowKernels;
import smalti.cpu.work.BufferPool;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.op.AxisTable;
import smalti.op.Mixture;
import smalti.tensor.Tensor;

/// Mixes rows and columns of maps by one table each: pooling to means, resizing and their adjoints are all this. A row of
/// the output is first mixed of rows of the input, at full length, and then of its columns.
final class Resampler {
    private final Workers workers;
    private final WindowKernels kernels;
    private final BufferPool buffers;

    Resampler(Workers workers, WindowKernels kernels, BufferPool buffers) {
        this.workers = workers;
        this.kernels = kernels;
        this.buffers = buffers;
    }

    /// Writes the mixture of `input`, `[B,H,W,C]`, into `output`.
    void run(Mixture mixture, Tensor input, Tensor output) {
        AxisTable rows = mixture.rows();
        AxisTable columns = mixture.columns();
        if (output.elements() == 0) {
            return;
        }
        int channels = output.shape().size(3);
        int wide = input.shape().size(2) * channels;
        int length = output.shape().size(2) * channels;
        int height = output.shape().size(1);
        int image = input.shape().size(1) * wide;
        float[] x = input.floats();
        Portions.share(
                workers,
                output.shape().size(0) * height,
                Math.max(length, wide),
                (from, to) -> {
                    float[] mixed = buffers.take(wide);
                    for (int row = from; row < to; row++) {
                        int of = row % height;
                        var source = new Span(x, input.offset() + row / height * image);
                        var line = new Span(mixed, 0);
                        if (rows.copies(of)) {
                            line = source.plus(rows.taps()[rows.starts()[of]] * wide);
                        } else {
                            kernels.mix(rows, of, of + 1, wide, source, line);
                        }
                        kernels.mix(
                                columns,
                                0,
                                columns.outputs(),
                                channels,
                                line,
                                new Span(output.floats(), output.offset() + row * length));
                    }
                    buffers.give(mixed);
                });
    }
}
