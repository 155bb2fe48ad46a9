package smalti.op;

import smalti.superpixel.Picture;
import smalti.superpixel.Superpixels;

/// What is computed of pictures.
public sealed interface PictureOp extends Op {
    /// Divides pictures into superpixels. No inputs: the picture is part of the operator, in its own type, so that bytes
    /// need not be blown up to floats. Output: labels `I32 [B,H,W]`, contiguous from the method's start label in raster
    /// order; one less than that where a pixel is left out.
    record Superpixel(Superpixels method, Picture picture) implements PictureOp {}
}
