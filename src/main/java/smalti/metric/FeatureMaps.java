package smalti.metric;

import java.util.List;
import smalti.device.Device;
import smalti.grad.Eager;
import smalti.nn.Pass;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The features that a network sees in pictures.
final class FeatureMaps {
    private final MetricNetwork network;
    private final Device device;

    FeatureMaps(MetricNetwork network, Device device) {
        this.network = network;
        this.device = device;
    }

    /// The features of each pixel, `[1,H,W,D]`.
    ///
    /// @param pixels `[1,H,W,3]`, from 0 to 1
    Tensor of(Tensor pixels) {
        Pass pass = Pass.inference(new Eager(device));
        return network.forward(pass, pass.flow().constant(pixels)).tensor();
    }

    /// The mean features of superpixels, `[K,D]` on the heap.
    Tensor pooled(Tensor pixels, SegmentMap superpixels) {
        var mean =
                new SegmentOp.Reduce(superpixels, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
        Tensor table = device.fetch(device.run(mean, of(pixels)));
        return table.reshape(table.shape().size(1), table.shape().size(2));
    }
}
