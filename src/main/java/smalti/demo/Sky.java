package smalti.demo;

/// A late afternoon: a low sun, its glow, clouds lit from below.
final class Sky {
    private static final Colour ZENITH = Colour.of(0x2F66B5);
    private static final Colour MIDDLE = Colour.of(0x86BCE6);
    private static final Colour HORIZON = Colour.of(0xFFDCA8);
    private static final Colour GLOW = Colour.of(0xFFE9B8);
    private static final Colour SUN = Colour.of(0xFFFBEA);
    private static final Colour CLOUD = Colour.of(0xFDFBF7);
    private static final Colour CLOUD_SHADE = Colour.of(0xB9A9BE);

    private final Noise noise = new Noise(11);
    private final double horizon;
    private final double sunX;
    private final double sunY;

    Sky(double horizon, double sunX, double sunY) {
        this.horizon = horizon;
        this.sunX = sunX;
        this.sunY = sunY;
    }

    /// The colour of the sky at a point, above the horizon or mirrored below it.
    Colour at(double x, double y) {
        double height = Math.clamp(y / horizon, 0, 1);
        Colour clear =
                height < 0.62
                        ? ZENITH.towards(MIDDLE, height / 0.62)
                        : MIDDLE.towards(HORIZON, (height - 0.62) / 0.38);
        double fromSun = Math.hypot(x - sunX, (y - sunY) * 1.15);
        Colour glowing = clear.towards(GLOW, 0.85 * Math.exp(-fromSun / 95));
        Colour clouded = clouds(glowing, x, y, fromSun);
        return clouded.towards(SUN, Math.clamp(24 - fromSun, 0, 1));
    }

    private Colour clouds(Colour behind, double x, double y, double fromSun) {
        // Clouds flatten towards the horizon.
        double depth = 1 / (1.15 - Math.clamp(y / horizon, 0, 1) * 0.9);
        double body = noise.fractal(x * 0.0062, y * 0.0125 * depth, 5);
        double cover = Math.clamp((body - 0.53) * 6.5, 0, 1) * Math.clamp(1.25 - y / horizon, 0, 1);
        double below = noise.fractal(x * 0.0062 + 0.02, (y - 14) * 0.0125 * depth, 4);
        double shade = Math.clamp((below - body) * 5 + 0.35, 0, 1);
        Colour lit = CLOUD.towards(GLOW, 0.75 * Math.exp(-fromSun / 180));
        return behind.towards(lit.towards(CLOUD_SHADE, 0.75 * shade), 0.94 * cover);
    }
}
