package smalti.slic;

/// CIELAB in 16-bit integers: the one conversion that all kernels compute, operation by operation.
///
/// L is stored in steps of 1/4, a and b in steps of 1/3 and shifted to be positive: chroma is weighted a little less
/// than lightness, and all sRGB colours fit into 0...[#LARGEST]. The matrix is that of sRGB with the D65 white divided
/// out; the cube root is an estimate from the exponent, good to 4 %, and one step of Halley's method, good to 3e-5.
public final class LabScale {
    /// The largest value of a plane.
    public static final int LARGEST = 650;

    /// Steps of the lightness from black to white.
    public static final int LIGHTNESS = 400;

    public static final float XR = 0.433953f;
    public static final float XG = 0.376219f;
    public static final float XB = 0.189828f;
    public static final float YR = 0.212671f;
    public static final float YG = 0.715160f;
    public static final float YB = 0.072169f;
    public static final float ZR = 0.017758f;
    public static final float ZG = 0.109477f;
    public static final float ZB = 0.872765f;

    /// Linear light of a value of 0...255 above [#DARK]: a polynomial, wrong by less than 0.02 steps of the lightness.
    public static final float LIGHT0 = 0.000920811784f;

    public static final float LIGHT1 = 0.000128163792f;
    public static final float LIGHT2 = 7.98876585e-06f;
    public static final float LIGHT3 = 4.02804443e-08f;
    public static final float LIGHT4 = -7.31317483e-11f;
    public static final float LIGHT5 = 8.19567666e-14f;

    /// Up to this value of 0...255 light is proportional to it.
    public static final float DARK = 0.04045f * 255;

    public static final float DARK_SLOPE = (float) (1 / (12.92 * 255));

    /// Below this the cube root is replaced by a line.
    public static final float KNEE = 216f / 24389f;

    public static final float SLOPE = 24389f / 27f / 116f;
    public static final float INTERCEPT = 16f / 116f;
    public static final int CUBE_ROOT_SEED = 0x2a5137a0;

    /// Scale and shift of the planes, the half of rounding included.
    public static final float L_SCALE = 464f;

    public static final float L_SHIFT = -63.5f;
    public static final float A_SCALE = 1500f;
    public static final float B_SCALE = 600f;
    public static final float CHROMA_SHIFT = 330.5f;

    private static final int LEVELS = 65536;

    private LabScale() {}

    /// Linear light of an 8-bit sRGB value, by value: the entries `257 v` of [#linear16()].
    public static float[] linear8() {
        return Bytes.TABLE;
    }

    /// Linear light of a 16-bit sRGB value, by value.
    public static float[] linear16() {
        return Shorts.TABLE;
    }

    /// Linear light of a value of 0...255.
    private static float linear(float value) {
        if (value <= DARK) {
            return value * DARK_SLOPE;
        }
        float light = Math.fma(LIGHT5, value, LIGHT4);
        light = Math.fma(light, value, LIGHT3);
        light = Math.fma(light, value, LIGHT2);
        light = Math.fma(light, value, LIGHT1);
        return Math.fma(light, value, LIGHT0);
    }

    private static float[] table(int entries) {
        float[] table = new float[entries];
        float last = (entries - 1) / 255f;
        for (int i = 0; i < entries; i++) {
            table[i] = linear(i / last);
        }
        return table;
    }

    /// Built when first asked for: small pictures of bytes never need the large table.
    private static final class Bytes {
        static final float[] TABLE = table(256);
    }

    private static final class Shorts {
        static final float[] TABLE = table(LEVELS);
    }
}
