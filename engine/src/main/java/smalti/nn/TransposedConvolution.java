package smalti.nn;

import java.util.Optional;
import smalti.grad.Variable;
import smalti.op.ConvolutionOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.tensor.Shape;

/// A transposed 2-D convolution with a learnt filter: maps `[B,H,W,F]` to larger ones `[B,H',W',C]`, where a convolution
/// with the same window would come back to `HxW`. Its `weight` is that convolution's, `[R,S,C,F]`.
public final class TransposedConvolution implements Layer {
    private final Window window;
    private final Size more;
    private final Parameter weight;
    private final Optional<Parameter> bias;

    /// @param window of fixed padding
    /// @param more rows and columns that the output has beyond the least, below the stride: several sizes come back to
    ///     the same one
    public TransposedConvolution(
            Scope scope, int inputs, int outputs, Window window, Size more, boolean biased) {
        this.window = window;
        this.more = more;
        this.weight =
                scope.filter(
                        "weight",
                        Initializer.kaiming(),
                        window.kernel().height(),
                        window.kernel().width(),
                        outputs,
                        inputs);
        this.bias =
                biased
                        ? Optional.of(scope.weight("bias", Initializer.ZEROS, outputs))
                        : Optional.empty();
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        var op =
                new ConvolutionOp.ConvTranspose2d(
                        window, 1, output(input.shape()), bias.isPresent());
        return bias.isPresent()
                ? pass.run(op, input, pass.value(weight), pass.value(bias.get()))
                : pass.run(op, input, pass.value(weight));
    }

    private Size output(Shape input) {
        var margins = window.margins(new Size(input.size(1), input.size(2)));
        return new Size(
                (input.size(1) - 1) * window.stride().height()
                        + window.reach().height()
                        - margins.top()
                        - margins.bottom()
                        + more.height(),
                (input.size(2) - 1) * window.stride().width()
                        + window.reach().width()
                        - margins.left()
                        - margins.right()
                        + more.width());
    }
}
