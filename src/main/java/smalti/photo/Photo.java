package smalti.photo;

import smalti.error.ShapeException;
import smalti.superpixel.Picture;
import smalti.superpixel.Samples;
import smalti.tensor.Tensor;

/// A photo: upright, opaque sRGB, in 8 bits or in 16 as its file has them. A grey photo has three equal channels.
public final class Photo {
    /// Channels a pixel: red, green, blue.
    public static final int CHANNELS = 3;

    private static final float SHORTS_A_LEVEL = 257;
    private static final float FULL = 255;

    private final int width;
    private final int height;
    private final Picture picture;

    /// @param samples `[H,W,3]`; shared, not copied
    /// @throws ShapeException if they are not `height·width·3`
    public Photo(int width, int height, Samples samples) {
        this.width = width;
        this.height = height;
        this.picture = Picture.of(samples, height, width, CHANNELS);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// What superpixels are made of: the samples, shared.
    public Picture picture() {
        return picture;
    }

    /// A copy as a tensor `F32 [1,H,W,3]` of values from 0 to 255; those of 16 bits lie in steps of 1/257.
    public Tensor pixels() {
        Samples samples = picture.samples();
        float[] values = new float[samples.length()];
        switch (samples) {
            case Samples.Bytes(byte[] array) -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = array[i] & 0xFF;
                }
            }
            case Samples.Shorts(short[] array) -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (array[i] & 0xFFFF) / SHORTS_A_LEVEL;
                }
            }
            case Samples.Floats(float[] array) -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = array[i] * FULL;
                }
            }
        }
        return Tensor.of(values, 1, height, width, CHANNELS);
    }

    @Override
    public String toString() {
        return "photo of " + width + "x" + height;
    }
}
