package smalti.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// A score of both ways of a claim.
///
/// @param score its name
/// @param seeds that each way was tried with
/// @param first what the first way scored, in the order of the seeds
/// @param second what the second way scored
public record Comparison(String score, List<Long> seeds, Scored first, Scored second) {
    public Comparison {
        seeds = List.copyOf(seeds);
    }

    /// What a way has scored.
    ///
    /// @param arm the name of the way
    /// @param scores of the seeds
    public record Scored(String arm, List<Double> scores) {
        public Scored {
            scores = List.copyOf(scores);
        }

        public double mean() {
            return scores.stream().mapToDouble(each -> each).average().orElse(0);
        }

        /// The standard deviation over seeds, as a sample's; empty for a single seed.
        public OptionalDouble spread() {
            if (scores.size() < 2) {
                return OptionalDouble.empty();
            }
            double mean = mean();
            double squares = scores.stream().mapToDouble(each -> Math.pow(each - mean, 2)).sum();
            return OptionalDouble.of(Math.sqrt(squares / (scores.size() - 1)));
        }
    }

    /// By how much the second way's score is above the first's, with each seed: both ways begin alike with the same.
    public Scored differences() {
        return new Scored(
                "difference",
                IntStream.range(0, seeds.size())
                        .mapToObj(i -> second.scores().get(i) - first.scores().get(i))
                        .toList());
    }

    /// By how much the second way's mean score is above the first's.
    public double difference() {
        return second.mean() - first.mean();
    }

    /// What the claim has come to by this score, in a sentence.
    public String verdict() {
        return String.format(Locale.ROOT, "%s: %s %+.4f, ", score, second.arm(), difference())
                + verdict(Math.max(first.spread().orElse(0), second.spread().orElse(0)))
                + agreement();
    }

    /// Whether seeds agree on which way is better, which they may where they differ by more than the ways.
    private String agreement() {
        List<Double> differences = differences().scores();
        if (differences.size() < 2) {
            return "";
        }
        return differences.stream().allMatch(each -> each > 0)
                ? "; higher with every seed"
                : differences.stream().allMatch(each -> each < 0) ? "; lower with every seed" : "";
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

    /// As a table in Markdown, with the verdict below.
    String markdown() {
        StringBuilder text = new StringBuilder();
        List<String> head = new ArrayList<>(List.of(score));
        seeds.forEach(each -> head.add("seed " + each));
        head.addAll(List.of("mean", "spread"));
        row(text, head);
        row(text, IntStream.range(0, head.size()).mapToObj(_ -> "---").toList());
        row(text, first, "%.4f");
        row(text, second, "%.4f");
        row(text, differences(), "%+.4f");
        return text.append('\n').append(verdict()).append('\n').toString();
    }

    /// @param format of scores; spreads have no sign
    private static void row(StringBuilder text, Scored scored, String format) {
        List<String> cells = new ArrayList<>(List.of(scored.arm()));
        scored.scores().forEach(each -> cells.add(number(format, each)));
        cells.add(number(format, scored.mean()));
        OptionalDouble spread = scored.spread();
        cells.add(spread.isPresent() ? number("%.4f", spread.getAsDouble()) : "");
        row(text, cells);
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
