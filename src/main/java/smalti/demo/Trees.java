package smalti.demo;

import java.util.Random;

/// Trees, leaf by leaf: the sun stands to their right.
final class Trees {
    private static final Colour BARK = Colour.of(0x4B3524);
    private static final Colour BARK_LIT = Colour.of(0x9A7048);

    private final Canvas canvas;
    private final Random random = new Random(71);

    Trees(Canvas canvas) {
        this.canvas = canvas;
    }

    /// A broad tree in leaf.
    void broad(double x, double ground, double tall) {
        double trunk = tall * 0.075;
        canvas.line(
                x, ground, x + tall * 0.02, ground - tall * 0.55, trunk * 1.5, trunk * 0.7, BARK);
        canvas.line(
                x + trunk * 0.35,
                ground,
                x + tall * 0.03,
                ground - tall * 0.5,
                trunk * 0.4,
                trunk * 0.2,
                BARK_LIT);
        for (int side = -1; side <= 1; side += 2) {
            canvas.line(
                    x + tall * 0.015,
                    ground - tall * 0.38,
                    x + side * tall * 0.24,
                    ground - tall * 0.62,
                    trunk * 0.6,
                    trunk * 0.2,
                    BARK);
        }
        double[][] clusters = {
            {-0.25, 0.62, 0.20}, {0.25, 0.60, 0.19}, {-0.10, 0.55, 0.17}, {0.12, 0.54, 0.15},
            {-0.17, 0.80, 0.21}, {0.18, 0.79, 0.20}, {0.00, 0.92, 0.19}, {0.02, 0.70, 0.23},
        };
        for (double[] cluster : clusters) {
            leaves(x + cluster[0] * tall, ground - cluster[1] * tall, cluster[2] * tall, tall);
        }
    }

    private void leaves(double centreX, double centreY, double radius, double tall) {
        Colour dark = Colour.of(0x24431B);
        Colour middle = Colour.of(0x4E7A26);
        Colour lit = Colour.of(0xB7C24A);
        int count = (int) (radius * radius * 0.75);
        for (int i = 0; i < count; i++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            double out = Math.sqrt(random.nextDouble());
            double offX = Math.cos(angle) * out;
            double offY = Math.sin(angle) * out;
            double light = 0.5 + 0.42 * offX - 0.38 * offY + 0.28 * (random.nextDouble() - 0.5);
            Colour colour =
                    light < 0.5
                            ? dark.towards(middle, light * 2)
                            : middle.towards(lit, (light - 0.5) * 1.9);
            double size = tall * (0.006 + 0.007 * random.nextDouble());
            canvas.ellipse(
                    centreX + offX * radius,
                    centreY + offY * radius * 0.82,
                    size * 1.2,
                    size,
                    colour,
                    0.9);
        }
    }

    /// A fir.
    void fir(double x, double ground, double tall) {
        canvas.line(x, ground, x, ground - tall * 0.3, tall * 0.05, tall * 0.03, BARK);
        int tiers = 9;
        for (int tier = 0; tier < tiers; tier++) {
            double up = ground - tall * (0.12 + 0.86 * tier / tiers);
            double half = tall * 0.23 * (1 - tier / (tiers + 0.8));
            double drop = tall * 0.13;
            for (int needle = 0; needle < 46; needle++) {
                double side = random.nextDouble() * 2 - 1;
                double light = 0.42 + 0.5 * side + 0.3 * (random.nextDouble() - 0.5);
                Colour colour = Colour.of(0x16301F).towards(Colour.of(0x6E8B45), light);
                canvas.line(
                        x + side * half * 0.25,
                        up - drop * 0.6 * (1 - Math.abs(side)),
                        x + side * half,
                        up + drop * (0.35 + 0.25 * random.nextDouble()) * Math.abs(side),
                        tall * 0.014,
                        0.5,
                        colour);
            }
        }
    }
}
