package smalti.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import smalti.dataset.DataSetFormat;

class FindingsTest {
    private static final Claim CLAIM =
            new Claim(
                    "more",
                    "more is better",
                    "nobody",
                    "nothing",
                    DataSetFormat.MSRC,
                    List.of(),
                    List.of(
                            new Claim.Arm("less", List.of(), "mean IoU"),
                            new Claim.Arm("more", List.of(), "mean IoU")));

    private static Findings found(double[] less, double[] more) {
        Map<String, List<Findings.Outcome>> arms = new LinkedHashMap<>();
        arms.put("less", outcomes(less));
        arms.put("more", outcomes(more));
        return new Findings(CLAIM, LongStream.rangeClosed(1, less.length).boxed().toList(), arms);
    }

    private static List<Findings.Outcome> outcomes(double... scores) {
        return DoubleStream.of(scores)
                .mapToObj(score -> new Findings.Outcome(score, 100 * score))
                .toList();
    }

    @Test
    void meanAndSpreadAreThoseOfASample() {
        Findings found = found(new double[] {0.1, 0.2, 0.6}, new double[] {0.5, 0.5, 0.8});
        assertThat(found.mean("less")).isCloseTo(0.3, within(1e-12));
        // Deviations of 0.2, 0.1 and 0.3, whose squares are 0.14.
        assertThat(found.spread("less")).hasValueCloseTo(Math.sqrt(0.07), within(1e-12));
        assertThat(found.seconds("less")).isCloseTo(30, within(1e-9));
        assertThat(found.difference()).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void aDifferenceMustBeAboveTheLargerSpread() {
        assertThat(found(new double[] {0.1, 0.2}, new double[] {0.5, 0.5}).verdict())
                .isEqualTo("mean IoU: more +0.3500, above the spread of the seeds: it holds here");
        assertThat(found(new double[] {0.5, 0.5}, new double[] {0.1, 0.2}).verdict())
                .isEqualTo(
                        "mean IoU: more -0.3500, above the spread of the seeds: it does not hold here");
        assertThat(found(new double[] {0.1, 0.9}, new double[] {0.6, 0.6}).verdict())
                .endsWith("within the spread of the seeds: neither shown nor refuted");
        assertThat(found(new double[] {0.1}, new double[] {0.6}).verdict()).contains("one seed");
    }

    @Test
    void theTableHasAColumnASeed() {
        assertThat(found(new double[] {0.1, 0.2}, new double[] {0.5, 0.5}).markdown())
                .startsWith(
                        """
                        | nothing | seed 1 | seed 2 | mean | spread | seconds of training |
                        | --- | --- | --- | --- | --- | --- |
                        | less | 0.1000 | 0.2000 | 0.1500 | 0.0707 | 15 |
                        | more | 0.5000 | 0.5000 | 0.5000 | 0.0000 | 50 |
                        """);
    }
}
