package smalti.photo;

import smalti.error.ShapeException;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A photo: sRGB values from 0 to 255, upright and opaque. A grey photo has three equal channels. Values of photos with
/// more than eight bits lie between the integers, in steps of 255/65535.
public final class Photo {
    /// Channels a pixel: red, green, blue.
    public static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final float[] rgb;

    /// @param rgb `[H,W,3]` from 0 to 255; shared, not copied
    /// @throws ShapeException if the array's length is not `height·width·3`
    public Photo(int width, int height, float[] rgb) {
        if (Shape.of(height, width, CHANNELS).elements() != rgb.length) {
            throw new ShapeException(
                    "a photo of " + width + "x" + height,
                    "3 values a pixel",
                    rgb.length + " values");
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// The values as a tensor `F32 [1,H,W,3]`, which shares them.
    public Tensor pixels() {
        return Tensor.of(rgb, 1, height, width, CHANNELS);
    }

    @Override
    public String toString() {
        return "photo of " + width + "x" + height;
    }
}
