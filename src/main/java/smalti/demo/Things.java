package smalti.demo;

/// What people have put into the landscape, and the birds.
final class Things {
    private final Canvas canvas;

    Things(Canvas canvas) {
        this.canvas = canvas;
    }

    /// A house with its gable to the left, `size` wide.
    void house(double x, double ground, double size) {
        double wall = size * 0.42;
        double roof = size * 0.36;
        double gable = size * 0.38;
        Colour plaster = Colour.of(0xF3E7D3);
        Colour shade = Colour.of(0xB9A894);
        canvas.polygon(
                shade, x, ground - wall, x + gable, ground - wall, x + gable, ground, x, ground);
        canvas.polygon(
                shade,
                x,
                ground - wall,
                x + gable / 2,
                ground - wall - roof,
                x + gable,
                ground - wall);
        canvas.polygon(
                plaster,
                x + gable,
                ground - wall,
                x + size,
                ground - wall,
                x + size,
                ground,
                x + gable,
                ground);
        canvas.polygon(
                Colour.of(0xC2452D),
                x + gable / 2,
                ground - wall - roof,
                x + size - gable * 0.12,
                ground - wall - roof,
                x + size * 1.05,
                ground - wall + 1,
                x + gable * 0.95,
                ground - wall + 1);
        canvas.polygon(
                Colour.of(0x7E4A3A),
                x + size * 0.68,
                ground - wall - roof * 1.35,
                x + size * 0.76,
                ground - wall - roof * 1.35,
                x + size * 0.76,
                ground - wall - roof * 0.6,
                x + size * 0.68,
                ground - wall - roof * 0.6);
        Colour glass = Colour.of(0x5B7FA0);
        for (int i = 0; i < 2; i++) {
            window(x + size * (0.50 + 0.25 * i), ground - wall * 0.72, size * 0.12, glass);
        }
        window(x + gable * 0.34, ground - wall * 0.75, size * 0.11, Colour.of(0xFFD27A));
    }

    private void window(double x, double y, double size, Colour glass) {
        canvas.polygon(
                Colour.of(0x6B4E38),
                x - 1,
                y - 1,
                x + size + 1,
                y - 1,
                x + size + 1,
                y + size * 1.3 + 1,
                x - 1,
                y + size * 1.3 + 1);
        canvas.polygon(glass, x, y, x + size, y, x + size, y + size * 1.3, x, y + size * 1.3);
    }

    /// A sailing boat.
    void boat(double x, double water, double size) {
        canvas.ellipse(x, water + size * 0.12, size * 0.55, size * 0.07, Colour.of(0x1B3A4C), 0.55);
        canvas.polygon(
                Colour.of(0x8A3B22),
                x - size * 0.5,
                water - size * 0.10,
                x + size * 0.52,
                water - size * 0.10,
                x + size * 0.34,
                water + size * 0.08,
                x - size * 0.38,
                water + size * 0.08);
        canvas.line(
                x,
                water - size * 0.1,
                x,
                water - size * 1.15,
                size * 0.035,
                size * 0.025,
                Colour.of(0x50351F));
        canvas.polygon(
                Colour.of(0xFFF8EC),
                x + size * 0.03,
                water - size * 1.12,
                x + size * 0.46,
                water - size * 0.18,
                x + size * 0.03,
                water - size * 0.18);
        canvas.polygon(
                Colour.of(0xE7C24B),
                x - size * 0.03,
                water - size * 1.02,
                x - size * 0.03,
                water - size * 0.18,
                x - size * 0.40,
                water - size * 0.18);
    }

    /// A balloon in stripes.
    void balloon(double x, double y, double radius) {
        Colour[] stripes = {
            Colour.of(0xC8372D),
            Colour.of(0xF3E3C3),
            Colour.of(0x2E6F8E),
            Colour.of(0xF3E3C3),
            Colour.of(0xE2A534)
        };
        for (int row = (int) (y - radius - 1); row <= y + radius * 1.45; row++) {
            double below = Math.max(0, row - y) / (radius * 1.45);
            double half =
                    row < y
                            ? Math.sqrt(Math.max(0, radius * radius - (row - y) * (row - y)))
                            : radius * Math.sqrt(Math.max(0, 1 - Math.pow(below, 1.35) * 0.97));
            for (int column = (int) (x - half - 1); column <= x + half + 1; column++) {
                double across = Math.clamp((column - x) / Math.max(1, half), -1, 1);
                double turn = Math.asin(across) / Math.PI + 0.5;
                Colour colour =
                        stripes[
                                (int) Math.min(stripes.length * 2 - 1, turn * stripes.length * 2)
                                        % stripes.length];
                double light = 0.72 + 0.38 * across - 0.16 * (row - y) / radius;
                canvas.blend(
                        column,
                        row,
                        colour.lit(light),
                        Math.clamp(half - Math.abs(column - x) + 0.5, 0, 1));
            }
        }
        double basket = y + radius * 1.85;
        Colour rope = Colour.of(0x5A4632);
        canvas.line(x - radius * 0.2, y + radius * 1.4, x - radius * 0.13, basket, 0.9, 0.9, rope);
        canvas.line(x + radius * 0.2, y + radius * 1.4, x + radius * 0.13, basket, 0.9, 0.9, rope);
        canvas.polygon(
                Colour.of(0x7B5330),
                x - radius * 0.16,
                basket,
                x + radius * 0.16,
                basket,
                x + radius * 0.13,
                basket + radius * 0.25,
                x - radius * 0.13,
                basket + radius * 0.25);
    }

    /// A gliding bird.
    void bird(double x, double y, double span) {
        Colour wing = Colour.of(0x3A4252);
        canvas.line(x, y, x - span * 0.5, y - span * 0.22, 1.9, 0.8, wing);
        canvas.line(x, y, x + span * 0.5, y - span * 0.26, 1.9, 0.8, wing);
    }
}
