package smalti.demo;

import java.util.Random;

/// The near bank: grass in the low light, poppies and daisies, a path down to the water.
final class Meadow {
    private static final Colour SHADE = Colour.of(0x3E5B22);
    private static final Colour LIGHT = Colour.of(0x9DB23E);
    private static final Colour SAND = Colour.of(0xD9BF8C);

    private final Canvas canvas;
    private final Noise noise = new Noise(53);
    private final Random random = new Random(59);

    Meadow(Canvas canvas) {
        this.canvas = canvas;
    }

    /// The bank's edge at a column.
    double edge(double x) {
        double share = x / canvas.width();
        return canvas.height()
                        * (0.80 + 0.085 * Math.sin(3.4 * share + 0.35) - 0.10 * share * share)
                + 7 * noise.fractal(x * 0.02, 1.5, 3);
    }

    void paint() {
        for (int x = 0; x < canvas.width(); x++) {
            double top = edge(x);
            for (int y = (int) top; y < canvas.height(); y++) {
                double depth = (y - top) / (canvas.height() - top);
                double patch = noise.fractal(x * 0.011, y * 0.03, 4);
                double blade = noise.fractal(x * 0.45, y * 0.12, 2);
                Colour grass =
                        SHADE.towards(
                                LIGHT, 0.15 + 0.75 * patch + 0.5 * (blade - 0.5) - 0.3 * depth);
                double aside = Math.abs(x - pathCentre(y)) / (5 + 62 * depth);
                Colour ground =
                        grass.towards(
                                SAND.lit(0.82 + 0.3 * blade),
                                Math.clamp((1.1 - aside) * 2.2, 0, 1));
                canvas.blend(x, y, ground, y + 1 - top);
            }
        }
        grass();
        flowers();
    }

    private double pathCentre(double y) {
        double down = (canvas.height() - y) / canvas.height();
        return canvas.width() * (0.50 + 0.42 * down) + 22 * Math.sin(down * 21);
    }

    private boolean onPath(double x, double y) {
        double depth = (y - edge(x)) / (canvas.height() - edge(x));
        return Math.abs(x - pathCentre(y)) < (5 + 62 * depth) * 1.15;
    }

    private void grass() {
        for (int i = 0; i < 5200; i++) {
            double x = random.nextDouble() * canvas.width();
            double top = edge(x);
            double depth = Math.sqrt(random.nextDouble());
            double y = top + depth * (canvas.height() - top);
            if (onPath(x, y)) {
                continue;
            }
            double tall = 3 + 13 * depth * random.nextDouble();
            double lean = (random.nextDouble() - 0.35) * tall * 0.7;
            Colour colour =
                    SHADE.towards(LIGHT, 0.25 + 0.75 * random.nextDouble())
                            .lit(0.85 + 0.3 * random.nextDouble());
            canvas.line(x, y, x + lean, y - tall, 0.7 + 0.8 * depth, 0.3, colour);
        }
    }

    private void flowers() {
        Colour[] petals = {
            Colour.of(0xD92B20), Colour.of(0xE8452C), Colour.of(0xFFF7EA), Colour.of(0xF7CE2F)
        };
        for (int i = 0; i < 420; i++) {
            double x = random.nextDouble() * canvas.width();
            double top = edge(x);
            double depth = Math.sqrt(random.nextDouble());
            double y = top + 6 + depth * (canvas.height() - top);
            int kind =
                    noise.at(x * 0.012, y * 0.02) > 0.52
                            ? random.nextInt(2)
                            : 2 + random.nextInt(2);
            if (onPath(x, y) || noise.fractal(x * 0.014, y * 0.03 + 9, 2) < 0.47) {
                continue;
            }
            double size = 0.9 + 3.1 * depth * (0.6 + 0.4 * random.nextDouble());
            canvas.line(x, y + 3 * size, x, y, 0.8, 0.8, SHADE);
            canvas.ellipse(x, y, size * 1.15, size * 0.85, petals[kind], 1);
            Colour heart = kind < 2 ? Colour.of(0x2A1414) : Colour.of(0xE09A1A);
            canvas.ellipse(x, y - size * 0.1, size * 0.38, size * 0.32, heart, 0.9);
        }
    }
}
