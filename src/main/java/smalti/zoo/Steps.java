package smalti.zoo;

import java.util.List;
import smalti.grad.Variable;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.MoveOp;
import smalti.op.Padding;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;

/// What networks do between their layers.
final class Steps {
    static final Layer RELU = activate(new Activation.Relu());
    static final Layer RELU6 = activate(new Activation.Relu6());

    /// The mean over all pixels: `[B,H,W,C]` to `[B,1,1,C]`.
    static final Layer GLOBAL_AVERAGE =
            (pass, input) -> pass.run(new WindowOp.AdaptiveAveragePool(Size.square(1)), input);

    private Steps() {}

    static Layer activate(Activation activation) {
        return (pass, input) -> pass.run(new PointOp.Activate(activation), input);
    }

    static Layer maxPool(Window window) {
        return (pass, input) -> pass.run(new WindowOp.MaxPool(window), input);
    }

    /// The window of a maximum over 3x3 pixels, every other pixel; the last one may reach over the edge.
    static Window coveringThrees() {
        return Window.of(3).stride(2).padding(Padding.of(0).covering());
    }

    static Variable add(Pass pass, Variable first, Variable second) {
        return pass.run(new PointOp.Binary(Arithmetic.ADD), first, second);
    }

    /// Puts the channels of maps behind each other.
    static Variable channels(Pass pass, Variable... maps) {
        return pass.flow().apply(new MoveOp.Concat(-1), List.of(maps)).getFirst();
    }
}
