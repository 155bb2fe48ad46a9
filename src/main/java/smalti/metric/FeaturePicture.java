package smalti.metric;

import smalti.picture.Drawing;
import smalti.tensor.Tensor;

/// Features as colours.
final class FeaturePicture {
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
}
