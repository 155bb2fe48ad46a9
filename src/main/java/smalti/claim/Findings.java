package smalti.claim;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What came out when a claim was tried.
///
/// @param first what the claim's first way has come to, in the order of the seeds
/// @param second what its second way has come to
public record Findings(Claim claim, List<Long> seeds, List<Outcome> first, List<Outcome> second) {
    public Findings {
        seeds = List.copyOf(seeds);
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /// What a way has come to with a seed.
    ///
    /// @param scores as the claim's way names them
    /// @param seconds that its training took
    public record Outcome(List<Double> scores, double seconds) {
        public Outcome {
            scores = List.copyOf(scores);
        }
    }

    /// By each of the claim's scores, the one that counts first.
    public List<Comparison> comparisons() {
        List<String> names = claim.first().scores();
        return IntStream.range(0, names.size())
                .mapToObj(i ->
                        new Comparison(
                                names.get(i),
                                seeds,
                                scored(claim.first(), first, i),
                                scored(claim.second(), second, i)))
                .toList();
    }

    private static Comparison.Scored scored(Claim.Arm arm, List<Outcome> outcomes, int score) {
        return new Comparison.Scored(
                arm.name(), outcomes.stream().map(each -> each.scores().get(score)).toList());
    }

    /// As tables in Markdown.
    public String markdown() {
        return comparisons().stream().map(Comparison::markdown).collect(Collectors.joining("\n"))
                + String.format(
                        Locale.ROOT,
                        "\nSeconds of training: %s %.0f, %s %.0f\n",
                        claim.first().name(),
                        seconds(first),
                        claim.second().name(),
                        seconds(second));
    }

    /// The mean time that steps of training took.
    private static double seconds(List<Outcome> outcomes) {
        return outcomes.stream().mapToDouble(Outcome::seconds).average().orElse(0);
    }
}
