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

    /// By how much the second way's mean score is above the first's.
    public double difference() {
        return second.mean() - first.mean();
    }

    /// What the claim has come to by this score, in a sentence.
    public String verdict() {
        return String.format(Locale.ROOT, "%s: %s %+.4f, ", score, second.arm(), difference())
                + verdict(Math.max(first.spread().orElse(0), second.spread().orElse(0)));
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
        for (Scored each : List.of(first, second)) {
            List<String> cells = new ArrayList<>(List.of(each.arm()));
            each.scores().forEach(one -> cells.add(number(one)));
            cells.add(number(each.mean()));
            cells.add(each.spread().isPresent() ? number(each.spread().getAsDouble()) : "");
            row(text, cells);
        }
        return text.append('\n').append(verdict()).append('\n').toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
