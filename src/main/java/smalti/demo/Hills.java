package smalti.demo;

/// Ridges one behind the other, paler the further they are.
final class Hills {
    private static final Colour HAZE = Colour.of(0xE9D3C0);
    private static final Colour SNOW = Colour.of(0xFFF4E8);
    private static final Colour ROCK = Colour.of(0x6D7FA6);

    private final Canvas canvas;
    private final Noise noise = new Noise(23);
    private final double shore;

    Hills(Canvas canvas, double shore) {
        this.canvas = canvas;
        this.shore = shore;
    }

    void paint() {
        mountains();
        ridge(shore - 52, 58, 0.0052, 3.1, Colour.of(0x6F8F94), 0.42);
        ridge(shore - 26, 46, 0.0071, 7.7, Colour.of(0x5C8560), 0.20);
        ridge(shore - 8, 30, 0.0096, 12.9, Colour.of(0x4A7A3C), 0.05);
    }

    private void mountains() {
        for (int x = 0; x < canvas.width(); x++) {
            double jagged = 1 - Math.abs(2 * noise.fractal(x * 0.0068, 40.5, 6) - 1);
            double rounded = Math.min(jagged, 0.86 + 0.25 * (jagged - 0.86));
            double top = shore - 34 - 175 * Math.pow(rounded, 1.5) * bell(x, 300, 300);
            double snowLine = top + 14 + 22 * noise.at(x * 0.09, 3.3);
            for (int y = (int) Math.max(0, top); y < shore; y++) {
                double face = noise.fractal(x * 0.03 + y * 0.017, y * 0.035, 4);
                Colour rock = ROCK.lit(0.78 + 0.5 * face);
                double snow = Math.clamp((snowLine - y) / 7 + 2.2 * (face - 0.5), 0, 1);
                Colour colour =
                        rock.towards(SNOW, snow)
                                .towards(HAZE, 0.18 + 0.62 * (y - top) / (shore - top));
                canvas.blend(x, y, colour, y + 1 - top);
            }
        }
    }

    /// A hump about `centre`, never quite flat.
    private static double bell(double x, double centre, double spread) {
        double away = (x - centre) / spread;
        return 0.36 + 0.64 * Math.exp(-away * away);
    }

    private void ridge(
            double base, double tall, double pace, double phase, Colour colour, double haze) {
        for (int x = 0; x < canvas.width(); x++) {
            double top = base - tall * (noise.fractal(x * pace, phase, 3) - 0.28) * 1.5;
            // Woods: crowns at the edge and light between them.
            double crowns = 5 * (1 - haze) * noise.fractal(x * 0.22, phase * 3, 2);
            for (int y = (int) Math.max(0, top - crowns); y < shore + 4; y++) {
                double leaves = noise.fractal(x * 0.13, y * 0.17 + phase, 3);
                double clearing =
                        Math.clamp(
                                (noise.fractal(x * 0.012, y * 0.03 + phase, 3) - 0.56) * 9, 0, 1);
                Colour wood = colour.lit(0.62 + 0.7 * leaves);
                Colour meadow = Colour.of(0xA9B765).lit(0.92 + 0.16 * leaves);
                Colour lit = wood.towards(meadow, 0.8 * clearing);
                canvas.blend(x, y, lit.towards(HAZE, haze), y + 1 - (top - crowns));
            }
        }
    }
}
