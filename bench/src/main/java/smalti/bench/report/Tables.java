package smalti.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import smalti.bench.session.CaseResult;
import smalti.bench.session.Figure;
import smalti.bench.session.QualityRow;
import smalti.bench.session.SessionResult;

/// The tables of a session.
public final class Tables {
    private static final String NONE = "-";

    /// Numbers of superpixels at which systems are compared.
    private static final List<Integer> COMPARED = List.of(200, 400);

    private Tables() {}

    /// Ours, the ceiling and the peers side by side, for a terminal.
    public static String plain(SessionResult session) {
        return speed(session).plain();
    }

    /// Ours, the ceiling and the peers side by side; a line a case and peer.
    static Table speed(SessionResult session) {
        Table table =
                new Table(
                        "case",
                        "ours",
                        "ceiling",
                        "share",
                        "peer",
                        "its figure",
                        "ours is",
                        "its form");
        for (CaseResult result : session.cases()) {
            String ours = figure(result.ours(), result);
            String ceiling = figure(result.ceiling(), result);
            String share = result.share().map(value -> decimal("%.2f", value)).orElse(NONE);
            List<Figure> peers = result.fastestForms();
            if (peers.isEmpty()) {
                table.row(result.name(), ours, ceiling, share, NONE, NONE, NONE, NONE);
            }
            for (Figure peer : peers) {
                boolean first = peer.equals(peers.getFirst());
                table.row(
                        first ? result.name() : "",
                        first ? ours : "",
                        first ? ceiling : "",
                        first ? share : "",
                        peer.peer(),
                        figure(Optional.of(peer), result),
                        result.ours()
                                .map(our -> decimal("%.2fx", peer.seconds() / our.seconds()))
                                .orElse(NONE),
                        peer.form());
            }
        }
        return table;
    }

    /// The first call and later ones of ours, in time and in heap memory.
    static Table cold(SessionResult session) {
        Table table =
                new Table(
                        "case",
                        "first call",
                        "later calls",
                        "heap, first call",
                        "heap, later calls");
        for (CaseResult result : session.cases()) {
            result.ours()
                    .ifPresent(figure ->
                            table.row(
                                    result.name(),
                                    decimal("%.1f ms", figure.coldSeconds() * 1e3),
                                    decimal("%.2f ms", figure.seconds() * 1e3),
                                    bytes(figure.coldBytes()),
                                    bytes(figure.steadyBytes())));
        }
        return table;
    }

    /// Superpixels by their scores, interpolated to equal numbers produced.
    static Table quality(SessionResult session) {
        Table table = new Table("superpixels", "produced", "ASA", "UE", "EV", "Rec2", "CO");
        Set<String> contestants = new LinkedHashSet<>();
        session.quality().forEach(row -> contestants.add(row.contestant()));
        for (int count : COMPARED) {
            for (String contestant : contestants) {
                List<QualityRow> rows =
                        session.quality().stream()
                                .filter(row -> row.contestant().equals(contestant))
                                .sorted(Comparator.comparingDouble(QualityRow::produced))
                                .toList();
                between(rows, count)
                        .ifPresent(pair -> {
                            double weight = pair.weight(count);
                            table.row(
                                    contestant,
                                    Integer.toString(count),
                                    decimal(
                                            "%.4f",
                                            pair.mix(weight, QualityRow::achievableAccuracy)),
                                    decimal(
                                            "%.4f",
                                            pair.mix(weight, QualityRow::undersegmentationError)),
                                    decimal(
                                            "%.3f",
                                            pair.mix(weight, QualityRow::explainedVariation)),
                                    decimal("%.3f", pair.mix(weight, QualityRow::boundaryRecall)),
                                    decimal("%.3f", pair.mix(weight, QualityRow::compactness)));
                        });
            }
        }
        return table;
    }

    /// The memory that steps take.
    static Table memory(SessionResult session) {
        Table table = new Table("case", "library", "form", "peak beyond weights", "measured as");
        session.memory()
                .forEach(row ->
                        table.row(
                                row.name(),
                                row.contestant(),
                                row.form(),
                                bytes(row.bytes()),
                                row.measured()));
        return table;
    }

    /// How many superpixels are made of how many asked, and of how many parts they are.
    static Table counts(SessionResult session) {
        Table table = new Table("superpixels", "asked", "produced", "4-connected parts");
        session.quality()
                .forEach(row ->
                        table.row(
                                row.contestant(),
                                Integer.toString(row.asked()),
                                decimal("%.1f", row.produced()),
                                decimal("%.1f", row.parts())));
        return table;
    }

    private record Pair(QualityRow below, QualityRow above) {
        double weight(int count) {
            double gap = above.produced() - below.produced();
            return gap > 0 ? (count - below.produced()) / gap : 0;
        }

        double mix(double weight, ToDoubleFunction<QualityRow> score) {
            return (1 - weight) * score.applyAsDouble(below) + weight * score.applyAsDouble(above);
        }
    }

    private static Optional<Pair> between(List<QualityRow> rows, int count) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            pairs.add(new Pair(rows.get(Math.max(0, i - 1)), rows.get(i)));
        }
        return pairs.stream()
                .filter(pair ->
                        pair.below().produced() <= count && count <= pair.above().produced())
                .findFirst();
    }

    private static String figure(Optional<Figure> figure, CaseResult result) {
        return figure.map(found ->
                        result.workload().unit().format(found.seconds(), result.workload()))
                .orElse(NONE);
    }

    private static String bytes(long count) {
        return count < 100_000 ? decimal("%.1f kB", count / 1e3) : decimal("%.1f MB", count / 1e6);
    }

    private static String decimal(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
