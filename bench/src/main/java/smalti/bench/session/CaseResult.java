package smalti.bench.session;

import java.util.List;
import java.util.Optional;
import smalti.bench.workload.Workload;

/// A workload with a number of threads, measured.
///
/// @param peers all forms of all peers, the fastest first
/// @param complaints who was not timed, and why
public record CaseResult(
        Workload workload,
        int threads,
        Optional<Figure> ours,
        Optional<Figure> ceiling,
        List<Figure> peers,
        List<String> complaints) {
    /// E.g. `mean-nhwc-4x512x112x112-t2`.
    public String name() {
        return workload.name() + "-t" + threads;
    }

    /// The fastest form of each peer, the fastest first.
    public List<Figure> fastestForms() {
        return peers.stream()
                .filter(figure ->
                        peers.stream()
                                .filter(other -> other.peer().equals(figure.peer()))
                                .findFirst()
                                .filter(figure::equals)
                                .isPresent())
                .toList();
    }

    /// Our speed as a share of the ceiling's; empty where either is missing.
    public Optional<Double> share() {
        return ours.flatMap(our -> ceiling.map(limit -> limit.seconds() / our.seconds()));
    }
}
