package smalti.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
                    new Claim.Arm("less", List.of(), List.of("first", "second")),
                    new Claim.Arm("more", List.of(), List.of("first told", "second told")));

    private final Findings found =
            new Findings(
                    CLAIM,
                    List.of(1L, 2L),
                    List.of(
                            new Findings.Outcome(List.of(0.1, 0.7), 10),
                            new Findings.Outcome(List.of(0.2, 0.9), 20)),
                    List.of(
                            new Findings.Outcome(List.of(0.5, 0.6), 50),
                            new Findings.Outcome(List.of(0.5, 0.6), 50)));

    @Test
    void eachScoreIsCompared() {
        assertThat(found.comparisons())
                .containsExactly(
                        new Comparison(
                                "first",
                                List.of(1L, 2L),
                                new Comparison.Scored("less", List.of(0.1, 0.2)),
                                new Comparison.Scored("more", List.of(0.5, 0.5))),
                        new Comparison(
                                "second",
                                List.of(1L, 2L),
                                new Comparison.Scored("less", List.of(0.7, 0.9)),
                                new Comparison.Scored("more", List.of(0.6, 0.6))));
    }

    @Test
    void eachScoreHasItsTable() {
        assertThat(found.markdown())
                .isEqualTo(
                        """
                        | first | seed 1 | seed 2 | mean | spread |
                        | --- | --- | --- | --- | --- |
                        | less | 0.1000 | 0.2000 | 0.1500 | 0.0707 |
                        | more | 0.5000 | 0.5000 | 0.5000 | 0.0000 |
                        | difference | +0.4000 | +0.3000 | +0.3500 | 0.0707 |

                        first: more +0.3500, above the spread of the seeds: it holds here; higher with every seed

                        | second | seed 1 | seed 2 | mean | spread |
                        | --- | --- | --- | --- | --- |
                        | less | 0.7000 | 0.9000 | 0.8000 | 0.1414 |
                        | more | 0.6000 | 0.6000 | 0.6000 | 0.0000 |
                        | difference | -0.1000 | -0.3000 | -0.2000 | 0.1414 |

                        second: more -0.2000, above the spread of the seeds: it does not hold here; lower with every seed

                        Seconds of training: less 15, more 50
                        """);
    }
}
