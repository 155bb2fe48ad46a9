package smalti.demo;

/// Water that mirrors what lies above its far shore, broken by ripples, with the sun's path on it.
final class Lake {
    private static final Colour DEEP = Colour.of(0x1F4E6B);
    private static final Colour GLITTER = Colour.of(0xFFF3CF);

    private final Canvas canvas;
    private final Noise noise = new Noise(37);
    private final int shore;
    private final double sunX;

    Lake(Canvas canvas, int shore, double sunX) {
        this.canvas = canvas;
        this.shore = shore;
        this.sunX = sunX;
    }

    void paint() {
        for (int y = shore; y < canvas.height(); y++) {
            double near = (y - shore) / (double) (canvas.height() - shore);
            for (int x = 0; x < canvas.width(); x++) {
                double fine = 0.035 / (0.12 + near);
                double ripple = noise.fractal(x * fine, y * fine * 6.5, 3) - 0.5;
                int mirroredY =
                        (int)
                                Math.clamp(
                                        2.0 * shore - y - 6 + ripple * (8 + 60 * near),
                                        0,
                                        shore - 1);
                int mirroredX = (int) Math.clamp(x + ripple * 30 * near, 0, canvas.width() - 1);
                Colour water =
                        canvas.at(mirroredX, mirroredY).lit(0.9).towards(DEEP, 0.22 + 0.42 * near);
                canvas.blend(x, y, water.lit(1 + 0.45 * ripple), 1);
                double path = Math.exp(-Math.pow((x - sunX) / (14 + 75 * near), 2));
                double sparkle = Math.clamp((noise.at(x * 0.16, y * 0.75) - 0.55) * 5, 0, 1);
                canvas.blend(x, y, GLITTER, 0.85 * path * sparkle);
            }
        }
        for (int x = 0; x < canvas.width(); x++) {
            canvas.blend(x, shore, Colour.of(0xE8D9B0), 0.75);
            canvas.blend(x, shore + 1, Colour.of(0x2B4A4E), 0.55);
        }
    }
}
