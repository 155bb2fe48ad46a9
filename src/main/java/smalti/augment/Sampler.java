package smalti.augment;

import java.util.Arrays;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Draws what a [View] shows.
public final class Sampler {
    /// The mean colour of ImageNet's photos, 0 to 255: outside a picture it says nothing to networks that were trained on them.
    private static final float[] MEAN_COLOUR = {123.675f, 116.28f, 103.53f};

    private final View view;

    private Sampler(View view) {
        this.view = view;
    }

    public static Sampler of(View view) {
        return new Sampler(view);
    }

    /// The colours of a photo, see [#colours]; outside it lies the mean colour of ImageNet's photos.
    ///
    /// @param pixels `F32 [H,W,3]` or `[1,H,W,3]` from 0 to 255
    public Tensor photo(Tensor pixels) {
        return colours(pixels, MEAN_COLOUR);
    }

    /// Colours, bilinearly between pixels; where a pixel of the view covers several of the picture these are averaged in
    /// squares first. Up to half a pixel outside the picture is its edge.
    ///
    /// @param pixels `F32 [H,W,C]` or `[1,H,W,C]`
    /// @param outside the colour of what lies outside, `C` values
    /// @return `F32 [h,w,C]`
    public Tensor colours(Tensor pixels, float... outside) {
        int channels = pixels.shape().size(-1);
        if (pixels.dtype() != DType.F32
                || pixels.shape().elements()
                        != (long) pixels.shape().size(-3) * pixels.shape().size(-2) * channels
                || outside.length != channels) {
            throw new ShapeException(
                    "a view of a picture", "F32 [H,W," + outside.length + "]", pixels);
        }
        int factor = (int) Math.floor(view.step());
        return factor < 2
                ? bilinear(view, pixels, outside)
                : bilinear(view.onReduced(factor), Reduced.by(factor, pixels), outside);
    }

    private static Tensor bilinear(View view, Tensor pixels, float[] outside) {
        int height = pixels.shape().size(-3);
        int width = pixels.shape().size(-2);
        int channels = outside.length;
        float[] from = pixels.floats();
        float[] to = new float[view.size().height() * view.size().width() * channels];
        int at = 0;
        for (int row = 0; row < view.size().height(); row++) {
            for (int column = 0; column < view.size().width(); column++, at += channels) {
                double x = view.xx() * column + view.xy() * row + view.x0();
                double y = view.yx() * column + view.yy() * row + view.y0();
                if (!(x >= -0.5 && x <= width - 0.5 && y >= -0.5 && y <= height - 0.5)) {
                    System.arraycopy(outside, 0, to, at, channels);
                    continue;
                }
                double insideX = Math.clamp(x, 0, width - 1);
                double insideY = Math.clamp(y, 0, height - 1);
                int left = (int) insideX;
                int top = (int) insideY;
                float right = (float) (insideX - left);
                float below = (float) (insideY - top);
                int first = pixels.offset() + (top * width + left) * channels;
                int across = left + 1 < width ? channels : 0;
                int down = top + 1 < height ? width * channels : 0;
                for (int c = 0; c < channels; c++) {
                    float upper = mixed(from[first + c], from[first + across + c], right);
                    float lower =
                            mixed(from[first + down + c], from[first + down + across + c], right);
                    to[at + c] = mixed(upper, lower, below);
                }
            }
        }
        return Tensor.of(to, view.size().height(), view.size().width(), channels);
    }

    private static float mixed(float first, float second, float share) {
        return first + share * (second - first);
    }

    /// Labels: that of the nearest pixel, since there is nothing between two classes.
    ///
    /// @param labels `I32 [H,W]`
    /// @param outside the label of what lies outside
    /// @return `I32 [h,w]`
    public Tensor labels(Tensor labels, int outside) {
        if (labels.dtype() != DType.I32 || labels.shape().rank() != 2) {
            throw new ShapeException("a view of labels", "I32 [H,W]", labels);
        }
        int height = labels.shape().size(0);
        int width = labels.shape().size(1);
        int[] from = labels.ints();
        int[] to = new int[view.size().height() * view.size().width()];
        Arrays.fill(to, outside);
        int at = 0;
        for (int row = 0; row < view.size().height(); row++) {
            for (int column = 0; column < view.size().width(); column++, at++) {
                double x = Math.rint(view.xx() * column + view.xy() * row + view.x0());
                double y = Math.rint(view.yx() * column + view.yy() * row + view.y0());
                if (x >= 0 && x < width && y >= 0 && y < height) {
                    to[at] = from[labels.offset() + (int) y * width + (int) x];
                }
            }
        }
        return Tensor.of(to, view.size().height(), view.size().width());
    }
}
