package smalti.superpixel;

import java.util.Optional;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Pictures of one size to be divided into superpixels, `[B,H,W,C]`, with the region of interest of each.
///
/// Three channels are taken for sRGB and compared in CIELAB unless [#plain()] says that they are not colours. The same
/// picture in bytes, in 16 bits (times 257) or in floats (divided by 255) is the same to every algorithm.
///
/// A pixel with NaN in any channel is left out like one outside of the region of interest; infinities count as the
/// nearest finite extreme. Arrays are not copied: they must not change while the picture is in use.
public final class Picture {
    private static final int MOST_CHANNELS = 4096;

    private final int batch;
    private final int height;
    private final int width;
    private final int channels;
    private final Samples samples;
    private final boolean rgb;
    private final Optional<boolean[]> region;

    private Picture(
            int batch,
            int height,
            int width,
            int channels,
            Samples samples,
            boolean rgb,
            Optional<boolean[]> region) {
        this.batch = batch;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.samples = samples;
        this.rgb = rgb;
        this.region = region;
    }

    /// One picture of interleaved samples.
    ///
    /// @throws ShapeException if there are not `height * width * channels` samples
    public static Picture of(Samples samples, int height, int width, int channels) {
        return of(samples, 1, height, width, channels);
    }

    /// Pictures of interleaved samples, one behind the other.
    ///
    /// @throws ShapeException if there are not `batch * height * width * channels` samples
    public static Picture of(Samples samples, int batch, int height, int width, int channels) {
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new ParameterException(
                    "the number of channels", "from 1 to " + MOST_CHANNELS, channels);
        }
        Shape shape = Shape.of(batch, height, width, channels);
        if (shape.arrayLength("a picture") != samples.length()) {
            throw new ShapeException(
                    "a picture " + shape, shape.elements() + " samples", samples.length());
        }
        return new Picture(
                batch, height, width, channels, samples, channels == 3, Optional.empty());
    }

    /// A picture of bytes, e.g. RGB.
    public static Picture ofBytes(byte[] samples, int height, int width, int channels) {
        return of(new Samples.Bytes(samples), height, width, channels);
    }

    /// Pictures from a tensor `[H,W,C]` or `[B,H,W,C]` of a floating type.
    ///
    /// @throws ShapeException if it has another rank or type
    public static Picture of(Tensor tensor) {
        int rank = tensor.shape().rank();
        if (!tensor.dtype().isFloating() || (rank != 3 && rank != 4)) {
            throw new ShapeException("a picture", "real values [H,W,C] or [B,H,W,C]", tensor);
        }
        int elements = tensor.shape().arrayLength("a picture");
        Tensor values = tensor.to(DType.F32);
        float[] array = values.floats();
        if (values.offset() != 0 || array.length != elements) {
            array =
                    java.util.Arrays.copyOfRange(
                            array, values.offset(), values.offset() + elements);
        }
        Shape shape = tensor.shape();
        return of(
                new Samples.Floats(array),
                rank == 4 ? shape.size(0) : 1,
                shape.size(-3),
                shape.size(-2),
                shape.size(-1));
    }

    /// The same with three channels that are not colours.
    public Picture plain() {
        return new Picture(batch, height, width, channels, samples, false, region);
    }

    /// The same with only some of the pixels: the others belong to no segment.
    ///
    /// @param inside a flag a pixel, `[B,H,W]` flat
    /// @throws ShapeException if it has another number of pixels
    public Picture within(boolean[] inside) {
        if (inside.length != batch * height * width) {
            throw new ShapeException(
                    "a region of interest",
                    batch + "x" + height + "x" + width + " flags",
                    inside.length);
        }
        return new Picture(batch, height, width, channels, samples, rgb, Optional.of(inside));
    }

    public int batch() {
        return batch;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    public int channels() {
        return channels;
    }

    /// The values, `[B,H,W,C]` flat.
    public Samples samples() {
        return samples;
    }

    /// Whether the channels are red, green and blue.
    public boolean rgb() {
        return rgb;
    }

    /// The region of interest, `[B,H,W]` flat; all pixels if there is none.
    public Optional<boolean[]> region() {
        return region;
    }

    @Override
    public String toString() {
        return "Picture [%d,%d,%d,%d]".formatted(batch, height, width, channels);
    }
}
