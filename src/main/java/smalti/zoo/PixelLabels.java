package smalti.zoo;

import smalti.device.Device;
import smalti.tensor.Tensor;

/// What tells the classes of a picture's pixels.
@FunctionalInterface
public interface PixelLabels {
    /// The class of each pixel, `I32 [H,W]`.
    ///
    /// @param pixels `[1,H,W,3]` from 0 to 255
    Tensor of(Device device, Tensor pixels);
}
