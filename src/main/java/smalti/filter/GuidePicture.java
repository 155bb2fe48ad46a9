package smalti.filter;

import java.util.SplittableRandom;
import smalti.augment.Augmentation;
import smalti.op.Size;
import smalti.photo.UnitRange;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Photos as networks and filters look at them.
public final class GuidePicture {
    private GuidePicture() {}

    /// A photo in another size, as training brings pictures to size, with values from 0 to 1: `[1,h,w,3]`.
    ///
    /// @param pixels `[1,H,W,3]` from 0 to 255
    public static Tensor of(Tensor pixels, Size size) {
        Shape shape = pixels.shape();
        Tensor picture = pixels.reshape(shape.size(1), shape.size(2), shape.size(3));
        boolean same = size.equals(new Size(shape.size(1), shape.size(2)));
        Tensor sized =
                same
                        ? picture
                        : Augmentation.none().resized(size).apply(picture, new SplittableRandom(0));
        return UnitRange.of(sized).reshape(1, size.height(), size.width(), shape.size(3));
    }
}
