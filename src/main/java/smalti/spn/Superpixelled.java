package smalti.spn;

import java.util.List;
import smalti.Segmenting;
import smalti.augment.Sampler;
import smalti.augment.View;
import smalti.device.Device;
import smalti.op.Size;
import smalti.photo.Photo;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.superpixel.Slic;
import smalti.tensor.Tensor;

/// The superpixels of photos, made on the photos as they are and seen in squares of any side.
///
/// @param slic how they are made
final class Superpixelled {
    private final Slic slic;
    private final Device device;

    Superpixelled(Slic slic, Device device) {
        this.slic = slic;
        this.device = device;
    }

    /// The superpixels of a photo, `I32 [H,W]`.
    Tensor labels(Photo photo) {
        Tensor labels = Segmenting.by(slic).on(device).labels(photo.picture());
        return labels.reshape(photo.height(), photo.width());
    }

    /// The superpixels of photos in the middle of squares, around which there are none.
    ///
    /// @param labels of each photo, `I32 [H,W]`
    static SegmentMap squared(List<Tensor> labels, int side) {
        int[] all = new int[labels.size() * side * side];
        for (int i = 0; i < labels.size(); i++) {
            Tensor own = labels.get(i);
            View view =
                    View.whole(new Size(own.shape().size(0), own.shape().size(1))).squared(side);
            Tensor square = Sampler.of(view).labels(own, -1);
            System.arraycopy(square.ints(), 0, all, i * side * side, side * side);
        }
        return SegmentMap.of(Tensor.of(all, labels.size(), side, side), Labelling.DENSE);
    }
}
