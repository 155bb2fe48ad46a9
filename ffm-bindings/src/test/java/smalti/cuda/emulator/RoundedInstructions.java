package smalti.cuda.emulator;

import java.math.BigDecimal;

/// Arithmetic that is rounded down, up or towards zero.
final class RoundedInstructions {
    private RoundedInstructions() {}

    @Ptx("add.rm.f32")
    static float addDown(float a, float b) {
        return down(a, 1, b);
    }

    @Ptx("add.rp.f32")
    static float addUp(float a, float b) {
        return up(a, 1, b);
    }

    @Ptx("add.rz.f32")
    static float addToZero(float a, float b) {
        return toZero(a, 1, b);
    }

    @Ptx("sub.rm.f32")
    static float subtractDown(float a, float b) {
        return down(a, 1, -b);
    }

    @Ptx("sub.rp.f32")
    static float subtractUp(float a, float b) {
        return up(a, 1, -b);
    }

    @Ptx("sub.rz.f32")
    static float subtractToZero(float a, float b) {
        return toZero(a, 1, -b);
    }

    @Ptx("mul.rm.f32")
    static float multiplyDown(float a, float b) {
        return down(a, b, zero(a, b));
    }

    @Ptx("mul.rp.f32")
    static float multiplyUp(float a, float b) {
        return up(a, b, zero(a, b));
    }

    @Ptx("mul.rz.f32")
    static float multiplyToZero(float a, float b) {
        return toZero(a, b, zero(a, b));
    }

    @Ptx("fma.rm.f32")
    static float multiplyAddDown(float a, float b, float c) {
        return down(a, b, c);
    }

    @Ptx("fma.rp.f32")
    static float multiplyAddUp(float a, float b, float c) {
        return up(a, b, c);
    }

    @Ptx("fma.rz.f32")
    static float multiplyAddToZero(float a, float b, float c) {
        return toZero(a, b, c);
    }

    /// Where the float nearest to the exact `a * b + c` lies: above 0 if it is greater. The product is exact in a double;
    /// of the sum the double and what it lost are known. Source: Knuth, "The Art of Computer Programming", volume 2,
    /// 4.2.2, theorem B.
    private static int side(float near, float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        double back = sum - product;
        double lost = product - (sum - back) + (c - back);
        int side = Double.compare(near, sum);
        return side != 0 ? side : -Double.compare(lost, 0);
    }

    private static float down(float a, float b, float c) {
        double product = (double) a * b;
        float near = (float) (product + c);
        if (product + c == 0) {
            // The sum of opposite numbers is -0 where it is rounded down. Source: IEEE 754-2019,
            // 6.3.
            boolean opposite = Math.copySign(1, product) != Math.copySign(1, c);
            return opposite ? -0f : near;
        }
        return near == Float.NEGATIVE_INFINITY || side(near, a, b, c) <= 0 || isExact(near, a, b, c)
                ? near
                : Math.nextDown(near);
    }

    private static float up(float a, float b, float c) {
        return -down(-a, b, -c);
    }

    private static float toZero(float a, float b, float c) {
        double sum = (double) a * b + c;
        if (sum == 0) {
            return (float) sum;
        }
        return sum < 0 ? up(a, b, c) : down(a, b, c);
    }

    /// A zero that changes nothing where it is added to a product.
    private static float zero(float a, float b) {
        return Math.copySign(0f, a * b);
    }

    /// Whether infinity is no overflow, so that there is nothing to round.
    private static boolean isExact(float near, float a, float b, float c) {
        return Float.isInfinite(near)
                && (Float.isInfinite(a) || Float.isInfinite(b) || Float.isInfinite(c));
    }

    @Ptx("add.rm.f64")
    static double addDown(double a, double b) {
        return round(a + b, a, b, -1);
    }

    @Ptx("add.rp.f64")
    static double addUp(double a, double b) {
        return round(a + b, a, b, 1);
    }

    @Ptx("add.rz.f64")
    static double addToZero(double a, double b) {
        return round(a + b, a, b, a + b < 0 ? 1 : -1);
    }

    private static double round(double near, double a, double b, int towards) {
        if (!Double.isFinite(near)) {
            return near;
        }
        int side = new BigDecimal(near).compareTo(new BigDecimal(a).add(new BigDecimal(b)));
        if (side == 0 || side == towards) {
            return near;
        }
        return towards > 0 ? Math.nextUp(near) : Math.nextDown(near);
    }
}
