package smalti.cpu.convolution;

import java.util.List;
import java.util.function.Supplier;
import smalti.cpu.kernel.Finish;
import smalti.cpu.kernel.FinishKernels;
import smalti.cpu.kernel.Span;
import smalti.cpu.matrix.Finisher;
import smalti.op.ConvolutionOp;
import smalti.op.Epilogue;
import smalti.tensor.Tensor;

/// Makes what finishes the outputs of convolutions: adds their bias and applies their epilogue. Rows that follow each other
/// are finished several at a time, as one long row of whole vectors.
final class Finishing {
    /// Outputs of a long row: enough that a loop over them runs at its full speed.
    private static final int LONG_ROW = 256;

    /// Outputs of which long rows have a multiple: a vector at its longest.
    private static final int LINE = 16;

    private static final Span NOTHING = new Span(new float[0], 0);

    private final Supplier<FinishKernels> kernels;

    /// @param kernels gives those to finish with now
    Finishing(Supplier<FinishKernels> kernels) {
        this.kernels = kernels;
    }

    /// What finishes the outputs of a convolution.
    ///
    /// @param others the inputs behind the filter: a bias if there is one, slopes if there are any
    /// @param filters how many values each output has
    Finisher of(ConvolutionOp.Conv2d op, List<Tensor> others, int filters) {
        if (!op.biased() && op.epilogue() instanceof Epilogue.None) {
            return Finisher.NONE;
        }
        Span bias = op.biased() ? span(others.getFirst()) : new Span(new float[filters], 0);
        Span slopes = op.sloped() ? span(others.getLast()) : NOTHING;
        return of(op.epilogue(), bias, slopes, filters);
    }

    /// What adds a bias.
    Finisher of(Tensor bias) {
        return of(Epilogue.NONE, span(bias), NOTHING, (int) bias.elements());
    }

    private Finisher of(Epilogue epilogue, Span bias, Span slopes, int columns) {
        var finish = new Finish(epilogue, bias, slopes);
        int times = rowsOfLongRow(columns);
        Span longSlopes =
                epilogue instanceof Epilogue.Prelu ? repeat(slopes, columns, times) : slopes;
        var longer = new Finish(epilogue, repeat(bias, columns, times), longSlopes);
        return (out, at, step, rows, column, width) -> {
            FinishKernels now = kernels.get();
            int joined = width == columns && step == columns ? rows / times : 0;
            now.finish(longer, out, at, step * times, joined, 0, columns * times);
            int done = joined * times;
            now.finish(finish, out, at + done * step, step, rows - done, column, width);
        };
    }

    private static int rowsOfLongRow(int columns) {
        int least = Math.max(1, LONG_ROW / columns);
        while (least * columns % LINE != 0 && least * columns < LONG_ROW * LINE) {
            least++;
        }
        return least;
    }

    private static Span repeat(Span row, int columns, int times) {
        float[] all = new float[columns * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(row.array(), row.from(), all, i * columns, columns);
        }
        return new Span(all, 0);
    }

    private static Span span(Tensor tensor) {
        return new Span(tensor.floats(), tensor.offset());
    }
}
