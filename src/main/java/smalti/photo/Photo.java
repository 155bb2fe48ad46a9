package smalti.photo;

import smalti.error.ShapeException;
import smalti.op.Size;
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
        int length = width * CHANNELS;
        float[] values = new float[picture.samples().length()];
        float[] row = new float[length];
        for (int y = 0; y < height; y++) {
            copyRow(y, row);
            System.arraycopy(row, 0, values, y * length, length);
        }
        return Tensor.of(values, 1, height, width, CHANNELS);
    }

    /// Copies a row, three values a pixel as [#pixels()] has them.
    ///
    /// @param to at least `width·3` long
    public void copyRow(int y, float[] to) {
        int length = width * CHANNELS;
        int from = y * length;
        switch (picture.samples()) {
            case Samples.Bytes(byte[] array) -> {
                for (int i = 0; i < length; i++) {
                    to[i] = array[from + i] & 0xFF;
                }
            }
            case Samples.Shorts(short[] array) -> {
                for (int i = 0; i < length; i++) {
                    to[i] = (array[from + i] & 0xFFFF) / SHORTS_A_LEVEL;
                }
            }
            case Samples.Floats(float[] array) -> {
                for (int i = 0; i < length; i++) {
                    to[i] = array[from + i] * FULL;
                }
            }
        }
    }

    /// The photo made smaller, `F32 [1,h,w,3]` of values from 0 to 255: each pixel is the mean of those it covers. No more than the
    /// result and a few rows are in memory.
    ///
    /// @throws ShapeException if the size is larger than the photo
    public Tensor reduced(Size size) {
        if (size.height() > height || size.width() > width) {
            throw new ShapeException("a reduced photo", "at most " + new Size(height, width), size);
        }
        return new AreaMean(this, size).pixels();
    }

    @Override
    public String toString() {
        return "photo of " + width + "x" + height;
    }
}
