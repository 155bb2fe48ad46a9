package smalti.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Comparison compared(double[] less, double[] more) {
        return new Comparison(
                "mean IoU",
                LongStream.rangeClosed(1, less.length).boxed().toList(),
                scored("less", less),
                scored("more", more));
    }

    private static Comparison.Scored scored(String arm, double... scores) {
        return new Comparison.Scored(arm, DoubleStream.of(scores).boxed().toList());
    }

    @Test
    void meanAndSpreadAreThoseOfASample() {
        Comparison compared = compared(new double[] {0.1, 0.2, 0.6}, new double[] {0.5, 0.5, 0.8});
        assertThat(compared.first().mean()).isCloseTo(0.3, within(1e-12));
        // Deviations of 0.2, 0.1 and 0.3, whose squares are 0.14.
        assertThat(compared.first().spread()).hasValueCloseTo(Math.sqrt(0.07), within(1e-12));
        assertThat(compared.difference()).isCloseTo(0.3, within(1e-12));
        assertThat(scored("alone", 0.4).spread()).isEmpty();
    }

    @Test
    void aDifferenceMustBeAboveTheLargerSpread() {
        assertThat(compared(new double[] {0.1, 0.2}, new double[] {0.5, 0.5}).verdict())
                .isEqualTo(
                        "mean IoU: more +0.3500, above the spread of the seeds: it holds here; higher with every seed");
        assertThat(compared(new double[] {0.5, 0.5}, new double[] {0.1, 0.2}).verdict())
                .isEqualTo(
                        "mean IoU: more -0.3500, above the spread of the seeds: it does not hold here; lower with every seed");
        assertThat(compared(new double[] {0.1, 0.9}, new double[] {0.6, 0.6}).verdict())
                .endsWith("within the spread of the seeds: neither shown nor refuted");
        assertThat(compared(new double[] {0.1, 0.8}, new double[] {0.2, 0.9}).verdict())
                .endsWith("neither shown nor refuted; higher with every seed");
        assertThat(compared(new double[] {0.1}, new double[] {0.6}).verdict()).contains("one seed");
    }
}
