package smalti.decoupled;

import smalti.grad.Variable;
import smalti.nn.Initializer;
import smalti.nn.Parameter;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.ConvolutionOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.tensor.Shape;

/// A convolution with a bias that can also be gone through backwards, by the same weights.
final class TwoWayConvolution {
    private final Window window;
    private final Parameter weight;
    private final Parameter bias;

    /// @param kernel the side of its window, which stays within the map
    TwoWayConvolution(Scope scope, int inputs, int outputs, int kernel) {
        this.window = Window.of(kernel);
        this.weight =
                scope.filter("weight", Initializer.kaiming(), kernel, kernel, inputs, outputs);
        this.bias = scope.weight("bias", Initializer.ZEROS, outputs);
    }

    /// Maps `[B,H,W,C]` to `[B,H',W',F]`.
    Variable forward(Pass pass, Variable input) {
        return pass.run(
                new ConvolutionOp.Conv2d(window, 1, true),
                input,
                pass.value(weight),
                pass.value(bias));
    }

    /// Maps `[B,H',W',F]` back to `[B,H,W,C]`: what `F` of each place changes by with each input.
    ///
    /// @param input the shape of what went in
    Variable back(Pass pass, Variable output, Shape input) {
        return pass.run(
                new ConvolutionOp.ConvTranspose2d(
                        window, 1, new Size(input.size(1), input.size(2)), false),
                output,
                pass.value(weight));
    }
}
