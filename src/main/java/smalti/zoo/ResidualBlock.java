package smalti.zoo;

import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Window;

/// A block of [ResNet]: convolutions whose output is added to what the block was given, or, where size or channels change,
/// to a 1x1 convolution of that.
final class ResidualBlock implements Layer {
    private static final int EXPANSION = 4;

    private final Layer body;
    private final Layer shortcut;

    /// @param window of the 3x3 convolution that takes the steps
    /// @param bottleneck whether 1x1 convolutions stand around one 3x3, or there are two 3x3
    ResidualBlock(Scope scope, int inputs, int width, Window window, boolean bottleneck) {
        int outputs = bottleneck ? width * EXPANSION : width;
        this.body =
                bottleneck
                        ? Layer.sequence(
                                normalized(scope, 1, inputs, width, Window.of(1)),
                                Steps.RELU,
                                normalized(scope, 2, width, width, window),
                                Steps.RELU,
                                normalized(scope, 3, width, outputs, Window.of(1)))
                        : Layer.sequence(
                                normalized(scope, 1, inputs, width, window),
                                Steps.RELU,
                                normalized(scope, 2, width, width, window.stride(1)));
        int step = window.stride().height();
        Scope side = scope.in("downsample");
        this.shortcut =
                inputs == outputs && step == 1
                        ? (_, input) -> input
                        : Convolution.plain(
                                        side.in("0"), inputs, outputs, Window.of(1).stride(step))
                                .then(new BatchNormalization(side.in("1"), outputs));
    }

    private static Layer normalized(
            Scope scope, int number, int inputs, int outputs, Window window) {
        return Convolution.plain(scope.in("conv" + number), inputs, outputs, window)
                .then(new BatchNormalization(scope.in("bn" + number), outputs));
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return Steps.RELU.forward(
                pass, Steps.add(pass, body.forward(pass, input), shortcut.forward(pass, input)));
    }
}
