package smalti.zoo;

import smalti.grad.Variable;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Window;

/// The block of MobileNet V2: many channels between two thin ends, seen by filters of their own; where both ends are
/// alike, the block adds to what it was given. Normalisations are folded into the convolutions.
final class InvertedResidual implements Layer {
    private final Layer body;
    private final boolean adds;

    /// @param expansion how many times more channels are between the ends
    InvertedResidual(Scope scope, int inputs, int outputs, int expansion, Window window) {
        int wide = inputs * expansion;
        Layer depthwise =
                Convolution.depthwise(scope.in("depthwise"), wide, window).then(Steps.RELU6);
        Layer narrow = Convolution.biased(scope.in("project"), wide, outputs, Window.of(1));
        Layer rest = depthwise.then(narrow);
        this.body =
                expansion == 1
                        ? rest
                        : Convolution.biased(scope.in("expand"), inputs, wide, Window.of(1))
                                .then(Steps.RELU6)
                                .then(rest);
        this.adds = inputs == outputs && window.stride().height() == 1;
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Variable output = body.forward(pass, input);
        return adds ? Steps.add(pass, input, output) : output;
    }
}
