package smalti.bench.gpu;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What was measured of a trial.
///
/// @param seconds of one run
/// @param copyBytes bytes a second that the device copies, read and written
/// @param peers seconds of each of PyTorch's ways
record Figures(Trial trial, double seconds, double copyBytes, Map<String, Double> peers) {
    /// The share of the copy bandwidth that it reached.
    double copyShare() {
        return trial.bytes() / seconds / copyBytes;
    }

    /// PyTorch's fastest way.
    Optional<Map.Entry<String, Double>> fastestPeer() {
        return peers.entrySet().stream().min(Map.Entry.comparingByValue());
    }

    /// The figure in the goal's measure; empty if there is no peer to compare with.
    OptionalDouble figure() {
        return switch (trial.goal().measure()) {
            case COPY_SHARE -> OptionalDouble.of(copyShare());
            case MICROS -> OptionalDouble.of(seconds * 1e6);
            case OVER_PEER ->
                    fastestPeer()
                            .map(peer -> OptionalDouble.of(peer.getValue() / seconds))
                            .orElseGet(OptionalDouble::empty);
        };
    }

    /// One line for people.
    @Override
    public String toString() {
        var line = new StringBuilder("%-44s %10.1f us".formatted(trial.name(), seconds * 1e6));
        line.append(trial.bytes() == 0 ? " ".repeat(13) : "  %4.2f of copy".formatted(copyShare()));
        fastestPeer()
                .ifPresent(peer ->
                        line.append(
                                "  %5.2fx %s".formatted(peer.getValue() / seconds, peer.getKey())));
        figure().ifPresent(figure -> line.append("  ").append(verdict(figure)));
        return line.append("  (").append(trial.goal()).append(')').toString();
    }

    private String verdict(double figure) {
        if (trial.goal().isMet(figure, trial.goal().aim())) {
            return "aim met";
        }
        return trial.goal().isMet(figure, trial.goal().must()) ? "must met" : "MISSED";
    }
}
