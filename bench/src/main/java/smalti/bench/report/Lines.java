package smalti.bench.report;

import java.util.List;
import java.util.Locale;
import smalti.bench.session.CaseResult;
import smalti.bench.session.Figure;

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

    private static String decimal(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
