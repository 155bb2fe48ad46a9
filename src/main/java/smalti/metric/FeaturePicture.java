package smalti.metric;

import smalti.device.Device;
import smalti.picture.Drawing;
import smalti.tensor.Tensor;

/// Features as a picture: [FeatureColours] from 0 to 255.
public final class FeaturePicture {
    private static final float FULL = 255;

    private FeaturePicture() {}

    /// A picture of pixels `[1,H,W,3]` from 0 to 1.
    static Drawing photo(Tensor pixels) {
        float[] levels = new float[(int) pixels.elements()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = pixels.floats()[pixels.offset() + i] * FULL;
        }
        return Drawing.of(Tensor.of(levels, pixels.shape().sizes()));
    }

    /// The picture of a photo's features, in the photo's size.
    ///
    /// @param features `[1,h,w,D]`, `D` being at least 3; NaN counts as 0
    /// @param pixels the photo, `[1,H,W,3]` from 0 to 255
    public static Drawing of(Device device, Tensor features, Tensor pixels) {
        return photo(FeatureColours.of(device, features, pixels));
    }
}
