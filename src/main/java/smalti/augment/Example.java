package smalti.augment;

import smalti.error.ShapeException;
import smalti.tensor.Tensor;

/// A picture to learn from, and the class of each of its pixels.
///
/// @param pixels `F32 [H,W,3]` from 0 to 255
/// @param labels `I32 [H,W]`, [#IGNORED] where a pixel does not count
public record Example(Tensor pixels, Tensor labels) {
    /// The label of pixels that do not count.
    public static final int IGNORED = -1;

    public Example {
        if (pixels.shape().rank() != 3
                || labels.shape().rank() != 2
                || pixels.shape().size(0) != labels.shape().size(0)
                || pixels.shape().size(1) != labels.shape().size(1)) {
            throw new ShapeException(
                    "an example", "pixels [H,W,3] and labels [H,W]", pixels + " and " + labels);
        }
    }
}
