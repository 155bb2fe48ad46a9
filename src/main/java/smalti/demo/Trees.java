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
        // Boughs from the back to the front: each a loose clump, those below in the shade of those
        // above.
        double[][] boughs = {
            {-0.05, 0.88, 0.17},
            {-0.27, 0.66, 0.17},
            {0.26, 0.68, 0.16},
            {-0.16, 0.83, 0.16},
            {0.14, 0.84, 0.17},
            {0.03, 0.96, 0.13},
            {-0.32, 0.56, 0.12},
            {0.33, 0.57, 0.11},
            {-0.13, 0.60, 0.16},
            {0.12, 0.59, 0.15},
            {-0.22, 0.73, 0.15},
            {0.22, 0.76, 0.14},
            {0.00, 0.74, 0.18},
            {0.10, 0.68, 0.14},
            {-0.08, 0.52, 0.10},
        };
        for (double[] bough : boughs) {
            leaves(x + bough[0] * tall, ground - bough[1] * tall, bough[2] * tall, tall, bough);
        }
    }

    private void leaves(
            double centreX, double centreY, double radius, double tall, double[] bough) {
        Colour dark = Colour.of(0x1D3818);
        Colour middle = Colour.of(0x47702A);
        Colour lit = Colour.of(0xC3C54F);
        int count = (int) Math.max(60, radius * radius * 1.1);
        for (int i = 0; i < count; i++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            // Some leaves stand out from their clump, so that its outline is loose.
            double out =
                    Math.sqrt(random.nextDouble())
                            * (1 + 0.28 * random.nextDouble() * random.nextDouble());
            double offX = Math.cos(angle) * out;
            double offY = Math.sin(angle) * out;
            double crown = 0.55 * bough[0] + 0.5 * (bough[1] - 0.72);
            double light =
                    0.46 + crown + 0.30 * offX - 0.30 * offY + 0.42 * (random.nextDouble() - 0.5);
            Colour colour =
                    light < 0.5
                            ? dark.towards(middle, light * 2)
                            : middle.towards(lit, (light - 0.5) * 1.7);
            double size = tall * (0.0045 + 0.0065 * random.nextDouble());
            canvas.ellipse(
                    centreX + offX * radius,
                    centreY + offY * radius * 0.82,
                    size * 1.25,
                    size,
                    colour,
                    0.92);
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
