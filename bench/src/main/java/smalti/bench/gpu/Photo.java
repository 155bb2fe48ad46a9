package smalti.bench.gpu;

import java.util.SplittableRandom;
import smalti.superpixel.Picture;

/// A picture of smooth hills with grain, as photos have it.
final class Photo {
    private static final int GRAIN = 9;

    private Photo() {}

    static Picture of(int width, int height) {
        var random = new SplittableRandom(11);
        byte[] pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double hill =
                            Math.sin(x * 0.013 + c) * Math.cos(y * 0.017 - c)
                                    + Math.sin((x + 2 * y) * 0.05) / 3;
                    int value = (int) (128 + 80 * hill) + random.nextInt(-GRAIN, GRAIN + 1);
                    pixels[(y * width + x) * 3 + c] = (byte) Math.clamp(value, 0, 255);
                }
            }
        }
        return Picture.ofBytes(pixels, height, width, 3);
    }
}
