package smalti.picture;

import smalti.error.ShapeException;
import smalti.photo.Photo;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A picture to look at: opaque sRGB of 8 bits.
public final class Drawing {
    private final int width;
    private final int height;
    private final int[] rgb;

    /// @param rgb `0xRRGGBB` in raster order; shared, not copied
    /// @throws ShapeException if the array's length is not `height·width`
    public Drawing(int width, int height, int[] rgb) {
        if (Shape.of(height, width).elements() != rgb.length) {
            throw new ShapeException(
                    "a picture of " + width + "x" + height,
                    "a value a pixel",
                    rgb.length + " values");
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /// A photo as a picture, its values rounded to 8 bits.
    public static Drawing of(Photo photo) {
        return of(photo.pixels());
    }

    /// The first image of values `F32 [B,H,W,3]` from 0 to 255, rounded and clamped to 8 bits; NaN is 0.
    ///
    /// @throws ShapeException if the tensor has another rank or another number of channels
    public static Drawing of(Tensor values) {
        Shape shape = values.shape();
        if (shape.rank() != 4 || shape.size(0) < 1 || shape.size(3) != Photo.CHANNELS) {
            throw new ShapeException("a picture", "values [B,H,W,3]", shape);
        }
        float[] channels = values.floats();
        int[] rgb = new int[Math.multiplyExact(shape.size(1), shape.size(2))];
        for (int i = 0, at = values.offset(); i < rgb.length; i++, at += Photo.CHANNELS) {
            rgb[i] =
                    level(channels[at]) << 16
                            | level(channels[at + 1]) << 8
                            | level(channels[at + 2]);
        }
        return new Drawing(shape.size(2), shape.size(1), rgb);
    }

    private static int level(float value) {
        return (int) Math.clamp(value + 0.5f, 0, 255);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// The colour `0xRRGGBB` of a pixel.
    public int at(int x, int y) {
        return rgb[y * width + x];
    }

    /// The pixels in raster order, shared: not to be written to.
    int[] pixels() {
        return rgb;
    }

    /// A colour between two, channel by channel.
    ///
    /// @param share of `over`, 0 to 1
    static int blend(int under, int over, double share) {
        int red = mix(under >> 16 & 0xFF, over >> 16 & 0xFF, share);
        int green = mix(under >> 8 & 0xFF, over >> 8 & 0xFF, share);
        return red << 16 | green << 8 | mix(under & 0xFF, over & 0xFF, share);
    }

    private static int mix(int under, int over, double share) {
        return (int) Math.round(under + (over - under) * share);
    }
}
