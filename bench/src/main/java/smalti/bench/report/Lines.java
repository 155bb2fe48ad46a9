package smalti.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import smalti.bench.ours.SmaltiContestant;
import smalti.bench.session.CaseResult;
import smalti.bench.session.Figure;
import smalti.bench.session.MemoryRow;

/// A case as lines for programs: case, our figure, peer, the peer's figure, how many times as fast ours is, our share of
/// the ceiling; fields separated by blanks, `-` where there is none. The fastest peer comes first.
public final class Lines {
    private static final String NONE = "-";

    private Lines() {}

    public static List<String> of(CaseResult result) {
        if (result.ours().isEmpty()) {
            return List.of();
        }
        Figure ours = result.ours().get();
        String figure = result.workload().unit().format(ours.seconds(), result.workload());
        String share = result.share().map(value -> decimal("%.2f", value)).orElse(NONE);
        List<Figure> peers = result.fastestForms();
        if (peers.isEmpty()) {
            return List.of(String.join(" ", result.name(), figure, NONE, NONE, NONE, share));
        }
        return peers.stream()
                .map(peer ->
                        String.join(
                                " ",
                                result.name(),
                                figure,
                                peer.peer(),
                                result.workload().unit().format(peer.seconds(), result.workload()),
                                decimal("%.2fx", peer.seconds() / ours.seconds()),
                                share))
                .toList();
    }

    /// Ours and the peers' peaks of memory as such lines.
    public static List<String> of(List<MemoryRow> memory) {
        List<String> lines = new ArrayList<>();
        for (MemoryRow ours : memory) {
            for (MemoryRow peer : memory) {
                if (ours.contestant().equals(SmaltiContestant.NAME)
                        && !peer.contestant().equals(SmaltiContestant.NAME)
                        && peer.name().equals(ours.name())) {
                    lines.add(
                            String.join(
                                    " ",
                                    ours.name(),
                                    decimal("%.0fMB", ours.bytes() / 1e6),
                                    peer.contestant(),
                                    decimal("%.0fMB", peer.bytes() / 1e6),
                                    decimal("%.2fx", (double) peer.bytes() / ours.bytes()),
                                    NONE));
                }
            }
        }
        return lines;
    }

    private static String decimal(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
