package smalti.cpu.kernel;

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

    private static float[] table(int entries) {
        float[] table = new float[entries];
        int step = (LEVELS - 1) / (entries - 1);
        for (int i = 0; i < entries; i++) {
            double value = (double) (i * step) / (LEVELS - 1);
            table[i] =
                    (float)
                            (value <= 0.04045
                                    ? value / 12.92
                                    : StrictMath.pow((value + 0.055) / 1.055, 2.4));
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
