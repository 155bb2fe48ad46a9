package smalti.augment;

import smalti.tensor.Tensor;

/// Pictures whose sides are divided by a whole number.
final class Reduced {
    private Reduced() {}

    /// The means of squares, the last ones of what is left at the edges.
    ///
    /// @param pixels `[H,W,C]` or `[1,H,W,C]`
    static Tensor by(int factor, Tensor pixels) {
        int height = pixels.shape().size(-3);
        int width = pixels.shape().size(-2);
        int channels = pixels.shape().size(-1);
        int rows = Math.ceilDiv(height, factor);
        int columns = Math.ceilDiv(width, factor);
        float[] means = new float[rows * columns * channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = pixels.offset() + (y * width + x) * channels;
                int to = (y / factor * columns + x / factor) * channels;
                for (int c = 0; c < channels; c++) {
                    means[to + c] += pixels.floats()[from + c];
                }
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int pixelsHere =
                        Math.min(factor, height - row * factor)
                                * Math.min(factor, width - column * factor);
                for (int c = 0; c < channels; c++) {
                    means[(row * columns + column) * channels + c] /= pixelsHere;
                }
            }
        }
        return Tensor.of(means, rows, columns, channels);
    }
}
