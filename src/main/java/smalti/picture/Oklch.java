package smalti.picture;

/// Colours by lightness, chroma and hue as people perceive them: equal steps of lightness look equal.
///
/// Source: Björn Ottosson, "A perceptual color space for image processing" (Oklab), 2020.
final class Oklch {
    private Oklch() {}

    /// A colour as sRGB `0xRRGGBB`, clipped where the screen cannot show it.
    ///
    /// @param lightness 0 to 1
    /// @param chroma 0 to about 0.3
    /// @param hue in radians
    static int rgb(double lightness, double chroma, double hue) {
        double a = chroma * Math.cos(hue);
        double b = chroma * Math.sin(hue);
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        int red = encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
        int green = encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
        int blue = encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        return red << 16 | green << 8 | blue;
    }

    private static double cube(double value) {
        return value * value * value;
    }

    /// Linear light to an sRGB level.
    private static int encoded(double linear) {
        double value =
                linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * Math.clamp(value, 0.0, 1.0));
    }
}
