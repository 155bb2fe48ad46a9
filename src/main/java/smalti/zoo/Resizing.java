package smalti.zoo;

import smalti.device.Device;
import smalti.op.Corners;
import smalti.op.Op;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.op.WindowOp;
import smalti.tensor.Tensor;

/// Brings pictures to a network's size, and results back.
final class Resizing {
    /// From this reduction on, bilinear samples would leave pixels out: then all are averaged.
    private static final int LEAVES_OUT = 2;

    private Resizing() {}

    /// A picture `[B,H,W,C]` in another size.
    static Tensor picture(Device device, Tensor pixels, Size size) {
        boolean averaged =
                pixels.shape().size(1) >= LEAVES_OUT * size.height()
                        && pixels.shape().size(2) >= LEAVES_OUT * size.width();
        return device.run(
                averaged ? new WindowOp.AdaptiveAveragePool(size) : bilinear(size, false), pixels);
    }

    /// Scores `[B,H,W,C]` in another size.
    ///
    /// @param aligned whether the corner values are those of the corner pixels, or of squares around them
    static Tensor scores(Device device, Tensor scores, Size size, boolean aligned) {
        return device.run(bilinear(size, aligned), scores);
    }

    private static Op bilinear(Size size, boolean aligned) {
        return new ResizeOp.Resize(
                size, Sampling.BILINEAR, aligned ? Corners.ALIGNED : Corners.HALF_PIXEL);
    }
}
