package smalti.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our exponential is as good as it says, and the same by vectors as one by one, cold and hot.
class ExponentialTest {
    private static final double ULPS = 1.5;

    /// What `StrictMath` may be off itself.
    private static final double ULPS_OF_THE_REFERENCE = 1;

    private static final double LEAST_RESULT = 3.4e-308;

    /// More than a method is interpreted for.
    private static final int MANY = 1 << 20;

    @BeforeEach
    void vectorsAreThere() {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "the module jdk.incubator.vector is missing");
    }

    private static void check(double x) {
        double expected = StrictMath.exp(x);
        double actual = Exponential.of(x);
        if (expected < LEAST_RESULT) {
            assertThat(actual).as("exp(%s)", x).isBetween(0.0, LEAST_RESULT);
        } else {
            double units = Math.abs(actual - expected) / Math.ulp(expected);
            assertThat(units)
                    .as("units that exp(%s) = %s is off %s", x, actual, expected)
                    .isLessThanOrEqualTo(ULPS + ULPS_OF_THE_REFERENCE);
        }
    }

    private static double[] dense() {
        var random = new SplittableRandom(1);
        double[] dense = new double[MANY];
        for (int i = 0; i < dense.length; i++) {
            dense[i] =
                    switch (i % 4) {
                        case 0 -> -760 + 1480.0 * i / MANY;
                        case 1 -> random.nextDouble(-1, 1);
                        case 2 -> (i - MANY / 2) * (Math.log(2) / 2) * 0x1p-9;
                        default -> random.nextDouble(-708, 709.78);
                    };
        }
        return dense;
    }

    @Test
    void isWithinItsBound() {
        for (double x : dense()) {
            if (x < 709.78) {
                check(x);
            }
        }
    }

    @Test
    void isWithinItsBoundAtTheEnds() {
        for (double x :
                new double[] {
                    0,
                    -0.0,
                    0x1p-60,
                    -0x1p-60,
                    Double.MIN_VALUE,
                    1,
                    -1,
                    709,
                    709.78,
                    -707.9,
                    -708,
                    -708.4,
                    -709,
                    -740,
                    -745,
                    -745.2,
                    -1e4,
                    -1e300,
                    Math.nextDown(-708.0),
                    Math.nextUp(-708.0)
                }) {
            check(x);
        }
        assertThat(Exponential.of(0)).isEqualTo(1);
        assertThat(Exponential.of(-0.0)).isEqualTo(1);
        assertThat(Exponential.of(709.7827128933840)).isFinite();
        assertThat(Exponential.of(709.7828)).isInfinite();
        assertThat(Exponential.of(710)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Exponential.of(1e300)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Exponential.of(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Exponential.of(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Exponential.of(Double.NaN)).isNaN();
    }

    private static void apply(double[] x, double[] y) {
        for (int i = 0; i < x.length; i += Species.DOUBLES.length()) {
            Exponential.of(DoubleVector.fromArray(Species.DOUBLES, x, i)).intoArray(y, i);
        }
    }

    @Test
    void vectorsHaveTheBitsOfScalarsColdAndHot() {
        double[] ends = {
            0,
            -0.0,
            -745,
            709,
            709.7827128933840,
            709.7828,
            710,
            1e300,
            -708,
            -707.99,
            -1e300,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NaN,
            Double.MIN_VALUE,
            -1
        };
        double[] expected = new double[ends.length];
        for (int i = 0; i < ends.length; i++) {
            expected[i] = Exponential.of(ends[i]);
        }
        double[] cold = new double[ends.length];
        apply(ends, cold);
        assertThat(cold).as("cold").isEqualTo(expected);
        double[] dense = dense();
        double[] hot = new double[dense.length];
        for (int round = 0; round < 3; round++) {
            apply(dense, hot);
        }
        for (int i = 0; i < dense.length; i++) {
            assertThat(hot[i]).as("hot exp(%s)", dense[i]).isEqualTo(Exponential.of(dense[i]));
        }
        apply(ends, cold);
        assertThat(cold).as("hot").isEqualTo(expected);
    }
}
