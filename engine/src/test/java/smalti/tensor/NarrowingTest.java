package smalti.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Rounding to the 16-bit types.
class NarrowingTest {
    /// Worked by hand from the two formats: 1 + 5 + 10 bits, and 1 + 8 + 7 bits.
    @ParameterizedTest
    @CsvSource({
        "F16, 0x1p0, 3C00",
        "F16, -0x1p0, BC00",
        "F16, 0x0p0, 0000",
        "F16, -0x0p0, 8000",
        "F16, 0x1.ffcp15, 7BFF",
        "F16, 0x1.ffdfffp15, 7BFF",
        "F16, 0x1.ffep15, 7C00",
        "F16, 0x1p-24, 0001",
        "F16, 0x1p-25, 0000",
        "F16, 0x1.000001p-25, 0001",
        "F16, 0x1.8p-24, 0002",
        "F16, 0x1p-14, 0400",
        "F16, 0x1.ff8p-15, 03FF",
        "F16, 0x1.002p0, 3C00",
        "F16, 0x1.006p0, 3C02",
        "F16, 0x1.002000000001p0, 3C01",
        "F16, Infinity, 7C00",
        "F16, -Infinity, FC00",
        "F16, 1e300, 7C00",
        "F16, -1e-300, 8000",
        "BF16, 0x1p0, 3F80",
        "BF16, 0x1.01p0, 3F80",
        "BF16, 0x1.03p0, 3F82",
        "BF16, 0x1.0100000000001p0, 3F81",
        "BF16, 0x1.fep127, 7F7F",
        "BF16, 0x1.fefffep127, 7F7F",
        "BF16, 0x1.ffp127, 7F80",
        "BF16, 0x1.fffffffp127, 7F80",
        "BF16, 1e300, 7F80",
        "BF16, 0x1p-133, 0001",
        "BF16, 0x1p-134, 0000",
        "BF16, 0x1.8p-133, 0002",
        "BF16, -1e-300, 8000",
        "BF16, -Infinity, FF80",
    })
    void workedCases(DType type, double value, String bits) {
        assertThat("%04X".formatted(Short.toUnsignedInt(Tensor.narrow(type, value))))
                .isEqualTo(bits);
        if ((float) value == value) {
            assertThat("%04X".formatted(Short.toUnsignedInt(Tensor.narrow(type, (float) value))))
                    .isEqualTo(bits);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyBitPatternSurvivesTheWayThroughAFloat(DType type) {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float wide = Tensor.widen(type, (short) bits);
            if (Float.isNaN(wide)) {
                assertThat(Tensor.widen(type, Tensor.narrow(type, wide))).isNaN();
                assertThat(Tensor.widen(type, Tensor.narrow(type, (double) wide))).isNaN();
            } else {
                assertThat(Tensor.narrow(type, wide)).isEqualTo((short) bits);
                assertThat(Tensor.narrow(type, (double) wide)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void aNanWhosePayloadIsLowStaysOne() {
        float low = Float.intBitsToFloat(0x7F800001);
        assertThat(Tensor.widen(DType.BF16, Tensor.narrow(DType.BF16, low))).isNaN();
        assertThat(Tensor.widen(DType.F16, Tensor.narrow(DType.F16, low))).isNaN();
        assertThat(Tensor.of(new float[] {low}, 1).to(DType.BF16).get(0)).isNaN();
    }

    /// A value on, or a hair beside, the middle of two neighbours; the neighbour's bits are the lower of both.
    record NearMiddle(DType type, int lower, int hair, boolean negative) {
        double value() {
            double low = Tensor.widen(type, (short) lower);
            double high = Tensor.widen(type, (short) (lower + 1));
            double value = low + (high - low) / 2;
            for (int i = 0; i < Math.abs(hair); i++) {
                value = hair < 0 ? Math.nextDown(value) : Math.nextUp(value);
            }
            return negative ? -value : value;
        }
    }

    @Provide
    Arbitrary<NearMiddle> nearMiddle() {
        Arbitrary<Integer> halves = Arbitraries.integers().between(0, 0x7BFE);
        Arbitrary<Integer> brains = Arbitraries.integers().between(0, 0x7F7E);
        Arbitrary<Integer> hairs = Arbitraries.integers().between(-2, 2);
        return Arbitraries.oneOf(
                Combinators.combine(halves, hairs, Arbitraries.of(true, false))
                        .as((lower, hair, negative) ->
                                new NearMiddle(DType.F16, lower, hair, negative)),
                Combinators.combine(brains, hairs, Arbitraries.of(true, false))
                        .as((lower, hair, negative) ->
                                new NearMiddle(DType.BF16, lower, hair, negative)));
    }

    @Property
    void doublesAreRoundedOnceAndTiesToEven(@ForAll("nearMiddle") NearMiddle near) {
        int sign = near.negative() ? 0x8000 : 0;
        int nearest =
                switch (Integer.signum(near.hair())) {
                    case -1 -> near.lower();
                    case 1 -> near.lower() + 1;
                    default -> near.lower() + (near.lower() & 1);
                };
        assertThat(Tensor.narrow(near.type(), near.value())).isEqualTo((short) (sign | nearest));
        assertThat(Tensor.of(new double[] {near.value()}, 1).to(near.type()).get(0))
                .isEqualTo(Tensor.widen(near.type(), (short) (sign | nearest)));
    }

    @Property
    void noOtherValueIsNearer(@ForAll @IntRange(min = 0) int seed, @ForAll boolean half) {
        DType type = half ? DType.F16 : DType.BF16;
        // Random bits around the exponents that both types hold.
        float value = Float.intBitsToFloat((seed & 0x007FFFFF) | (100 + seed % 40) << 23);
        int bits = Short.toUnsignedInt(Tensor.narrow(type, value));
        BigDecimal error = distance(type, bits, value);
        if (bits < (half ? 0x7C00 : 0x7F80)) {
            assertThat(error).isLessThanOrEqualTo(distance(type, bits + 1, value));
            assertThat(error).isLessThanOrEqualTo(distance(type, Math.max(0, bits - 1), value));
        }
    }

    private static BigDecimal distance(DType type, int bits, float value) {
        float wide = Tensor.widen(type, (short) bits);
        BigDecimal there =
                Float.isInfinite(wide) ? new BigDecimal(2).pow(200) : new BigDecimal(wide);
        return there.subtract(new BigDecimal(value)).abs();
    }
}
