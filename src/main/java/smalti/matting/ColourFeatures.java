package smalti.matting;

import smalti.device.Device;
import smalti.filter.GuidedFilter;
import smalti.tensor.Tensor;

/// Features for pictures of which nobody has learnt anything: what lies together and has alike colours belongs together.
///
/// Five values a pixel: lightness, and the two axes of colour of CIELAB, by a hundredth, smoothed along the picture; and where
/// the pixel lies, from 0 to 0.3 along the longer side. All of it is ours.
public final class ColourFeatures {
    private static final int FEATURES = 5;
    private static final int RADIUS = 8;
    private static final double EPSILON = 1e-2;
    private static final float PLACE = 0.3f;
    private static final float LIGHTNESS = 0.7f;

    private ColourFeatures() {}

    /// The features of a picture, `[1,H,W,5]`.
    ///
    /// @param picture `[1,H,W,3]` from 0 to 1
    public static Tensor of(Device device, Tensor picture) {
        int height = picture.shape().size(1);
        int width = picture.shape().size(2);
        float[] lab = new float[3 * height * width];
        for (int i = 0; i < lab.length; i += 3) {
            toLab(picture.floats(), picture.offset() + i, lab, i);
        }
        Tensor smooth =
                GuidedFilter.by(picture, RADIUS, EPSILON)
                        .filter(device, Tensor.of(lab, 1, height, width, 3));
        float[] features = new float[FEATURES * height * width];
        float step = PLACE / Math.max(height, width);
        for (int i = 0; i < height * width; i++) {
            features[FEATURES * i] = LIGHTNESS * smooth.floats()[3 * i] / 100;
            features[FEATURES * i + 1] = smooth.floats()[3 * i + 1] / 100;
            features[FEATURES * i + 2] = smooth.floats()[3 * i + 2] / 100;
            features[FEATURES * i + 3] = i % width * step;
            features[FEATURES * i + 4] = i / width * step;
        }
        return Tensor.of(features, 1, height, width, FEATURES);
    }

    /// CIELAB under D65, by the definitions of IEC 61966-2-1 and CIE 15.
    private static void toLab(float[] from, int at, float[] to, int first) {
        double red = linear(from[at]);
        double green = linear(from[at + 1]);
        double blue = linear(from[at + 2]);
        double x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
        double y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
        double z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883);
        to[first] = (float) (116 * y - 16);
        to[first + 1] = (float) (500 * (x - y));
        to[first + 2] = (float) (200 * (y - z));
    }

    private static double linear(double level) {
        return level <= 0.04045 ? level / 12.92 : Math.pow((level + 0.055) / 1.055, 2.4);
    }

    private static double root(double light) {
        return light > 216.0 / 24389 ? Math.cbrt(light) : (24389.0 / 27 * light + 16) / 116;
    }
}
