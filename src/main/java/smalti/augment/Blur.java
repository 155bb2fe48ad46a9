package smalti.augment;

import smalti.tensor.Tensor;

/// Blurs pictures with a Gaussian, which is cut off after three deviations. Beyond its edges a picture goes on as at them.
final class Blur {
    private final float[] weights;
    private final int radius;

    /// @param deviation in pixels, above 0
    Blur(double deviation) {
        this.radius = (int) Math.ceil(3 * deviation);
        this.weights = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += Math.exp(-i * i / (2 * deviation * deviation));
        }
        for (int i = -radius; i <= radius; i++) {
            weights[i + radius] = (float) (Math.exp(-i * i / (2 * deviation * deviation)) / sum);
        }
    }

    /// @param pixels `[H,W,C]`
    Tensor apply(Tensor pixels) {
        int height = pixels.shape().size(0);
        int width = pixels.shape().size(1);
        int channels = pixels.shape().size(2);
        float[] across = new float[height * width * channels];
        float[] both = new float[across.length];
        for (int y = 0; y < height; y++) {
            int row = pixels.offset() + y * width * channels;
            along(pixels.floats(), row, channels, across, y * width * channels, width, channels);
        }
        for (int x = 0; x < width; x++) {
            along(across, x * channels, width * channels, both, x * channels, height, channels);
        }
        return Tensor.of(both, height, width, channels);
    }

    /// Blurs a line of `count` pixels that lie `step` values apart.
    private void along(
            float[] from, int first, int step, float[] to, int target, int count, int channels) {
        for (int i = 0; i < count; i++) {
            for (int tap = -radius; tap <= radius; tap++) {
                int near = first + Math.clamp(i + tap, 0, count - 1) * step;
                for (int c = 0; c < channels; c++) {
                    to[target + i * step + c] += weights[tap + radius] * from[near + c];
                }
            }
        }
    }
}
