package smalti.bench.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import smalti.bench.worker.Timing;

/// A trial in the session: where it runs and what was measured so far.
final class Entrant {
    private final WorkerProcess worker;
    private final String key;
    private final String peer;
    private final String form;
    private final long coldAllocation;
    private final double coldSeconds;
    private final List<Timing> timings = new ArrayList<>();
    private long steadyAllocation;

    Entrant(
            WorkerProcess worker,
            String key,
            String peer,
            String form,
            long coldAllocation,
            double coldSeconds) {
        this.worker = worker;
        this.key = key;
        this.peer = peer;
        this.form = form;
        this.coldAllocation = coldAllocation;
        this.coldSeconds = coldSeconds;
    }

    WorkerProcess worker() {
        return worker;
    }

    String key() {
        return key;
    }

    String peer() {
        return peer;
    }

    double coldSeconds() {
        return coldSeconds;
    }

    void add(Timing timing) {
        timings.add(timing);
    }

    void allocates(long bytes) {
        steadyAllocation = bytes;
    }

    boolean isMeasured() {
        return !timings.isEmpty();
    }

    /// What it came to: the median round, since rounds lie apart and a neighbour on the machine may spoil one.
    Figure figure() {
        List<Timing> sorted =
                timings.stream().sorted(Comparator.comparingDouble(Timing::median)).toList();
        long calls = timings.stream().mapToLong(Timing::calls).sum();
        Timing median = sorted.get((sorted.size() - 1) / 2);
        return new Figure(
                peer,
                form,
                median.median(),
                sorted.getFirst().low(),
                sorted.getLast().high(),
                calls,
                coldSeconds,
                coldAllocation,
                steadyAllocation);
    }
}
