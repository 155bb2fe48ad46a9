package smalti.nn;

import java.util.Optional;
import smalti.grad.Variable;
import smalti.op.ConvolutionOp;
import smalti.op.Window;

/// A 2-D convolution with a learnt filter, `weight` `[R,S,C/groups,F]`, and `bias` `[F]` if there is one: maps
/// `[B,H,W,C]` to `[B,H',W',F]`.
public final class Convolution implements Layer {
    private final ConvolutionOp.Conv2d op;
    private final Parameter weight;
    private final Optional<Parameter> bias;

    private Convolution(
            Scope scope, int inputs, int outputs, Window window, int groups, boolean biased) {
        this.op = new ConvolutionOp.Conv2d(window, groups, biased);
        this.weight =
                scope.filter(
                        "weight",
                        Initializer.kaiming(),
                        window.kernel().height(),
                        window.kernel().width(),
                        inputs / groups,
                        outputs);
        this.bias =
                biased
                        ? Optional.of(scope.weight("bias", Initializer.ZEROS, outputs))
                        : Optional.empty();
    }

    /// A convolution with a bias.
    public static Convolution biased(Scope scope, int inputs, int outputs, Window window) {
        return new Convolution(scope, inputs, outputs, window, 1, true);
    }

    /// A convolution without a bias, as stands in front of a normalisation.
    public static Convolution plain(Scope scope, int inputs, int outputs, Window window) {
        return new Convolution(scope, inputs, outputs, window, 1, false);
    }

    /// A convolution with a filter of its own for every channel, and a bias.
    public static Convolution depthwise(Scope scope, int channels, Window window) {
        return new Convolution(scope, channels, channels, window, channels, true);
    }

    /// A convolution whose channels fall into groups.
    public static Convolution grouped(
            Scope scope, int inputs, int outputs, Window window, int groups, boolean biased) {
        return new Convolution(scope, inputs, outputs, window, groups, biased);
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return bias.isPresent()
                ? pass.run(op, input, pass.value(weight), pass.value(bias.get()))
                : pass.run(op, input, pass.value(weight));
    }
}
