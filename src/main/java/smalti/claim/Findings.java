package smalti.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// What came out when a claim was tried.
///
/// @param arms outcomes by the name of the arm, in the order of the seeds
public record Findings(Claim claim, List<Long> seeds, Map<String, List<Outcome>> arms) {
    /// What an arm has come to with a seed.
    ///
    /// @param seconds that its training took
    public record Outcome(double score, double seconds) {}

    /// The mean score of an arm.
    public double mean(String arm) {
        return of(arm).stream().mapToDouble(Outcome::score).average().orElse(0);
    }

    /// The standard deviation of an arm's scores over seeds, as a sample's; empty for a single seed.
    public OptionalDouble spread(String arm) {
        List<Outcome> outcomes = of(arm);
        if (outcomes.size() < 2) {
            return OptionalDouble.empty();
        }
        double mean = mean(arm);
        double squares =
                outcomes.stream().mapToDouble(each -> Math.pow(each.score() - mean, 2)).sum();
        return OptionalDouble.of(Math.sqrt(squares / (outcomes.size() - 1)));
    }

    /// The mean time that an arm's steps of training took, in seconds.
    public double seconds(String arm) {
        return of(arm).stream().mapToDouble(Outcome::seconds).average().orElse(0);
    }

    /// By how much the second arm's mean score is above the first's.
    public double difference() {
        return mean(last()) - mean(first());
    }

    /// What the claim has come to, in a sentence.
    public String verdict() {
        return String.format(
                        Locale.ROOT,
                        "%s: %s %+.4f, ",
                        claim.arms().getLast().score(),
                        last(),
                        difference())
                + verdict(Math.max(spread(first()).orElse(0), spread(last()).orElse(0)));
    }

    private String verdict(double spread) {
        if (seeds.size() < 2) {
            return "with one seed, which tells nothing of the spread";
        }
        if (Math.abs(difference()) <= spread) {
            return "within the spread of the seeds: neither shown nor refuted";
        }
        return "above the spread of the seeds: "
                + (difference() > 0 ? "it holds here" : "it does not hold here");
    }

    /// As a table in Markdown.
    public String markdown() {
        StringBuilder text = new StringBuilder();
        List<String> head = new ArrayList<>(List.of(claim.set()));
        seeds.forEach(each -> head.add("seed " + each));
        head.addAll(List.of("mean", "spread", "seconds of training"));
        row(text, head);
        row(text, head.stream().map(_ -> "---").toList());
        for (String arm : arms.keySet()) {
            List<String> cells = new ArrayList<>(List.of(arm));
            of(arm).forEach(each -> cells.add(number(each.score())));
            cells.add(number(mean(arm)));
            cells.add(spread(arm).isPresent() ? number(spread(arm).getAsDouble()) : "");
            cells.add(String.format(Locale.ROOT, "%.0f", seconds(arm)));
            row(text, cells);
        }
        return text.append('\n').append(verdict()).append('\n').toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private String first() {
        return claim.arms().getFirst().name();
    }

    private String last() {
        return claim.arms().getLast().name();
    }

    private List<Outcome> of(String arm) {
        return arms.getOrDefault(arm, List.of());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
