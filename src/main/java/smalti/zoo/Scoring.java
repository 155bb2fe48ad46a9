package smalti.zoo;

import smalti.device.Device;
import smalti.tensor.Tensor;

/// How the classes of a picture's pixels are scored.
@FunctionalInterface
interface Scoring {
    /// The scores of a picture's pixels.
    ///
    /// @param pixels `[1,H,W,3]` from 0 to 255
    /// @return `[1,H,W,classes]` on the heap
    Tensor scores(Device device, Tensor pixels);
}
