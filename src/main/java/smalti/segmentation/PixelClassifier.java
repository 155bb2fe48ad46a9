package smalti.segmentation;

import java.util.List;
import smalti.grad.Variable;
import smalti.nn.Layer;
import smalti.nn.Pass;

/// A network that scores the classes of pixels: maps pictures `[B,H,W,3]` to scores `[B,h,w,classes]`, where coarse scores are
/// those of the corner pixels.
public interface PixelClassifier extends Layer {
    /// What is taught: the scores of [#forward] and of heads that only help while learning.
    default List<Head> heads(Pass pass, Variable input) {
        return List.of(new Head(forward(pass, input), 1));
    }

    /// @param scores `[B,h,w,classes]`
    /// @param weight of its loss
    record Head(Variable scores, double weight) {}
}
