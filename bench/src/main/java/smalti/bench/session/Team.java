package smalti.bench.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import smalti.bench.ours.CeilingContestant;
import smalti.bench.ours.SmaltiContestant;
import smalti.bench.workload.Workload;

/// The workers of one number of threads: ours, which probes the ceilings too, and one a peer that was built.
final class Team implements AutoCloseable {
    private final int threads;
    private final WorkerProcess ours;
    private final List<WorkerProcess> peers = new ArrayList<>();
    private final Set<WorkerProcess> resting = new HashSet<>();
    private final Tempo tempo;

    Team(Home home, Group group, int threads, Tempo tempo) {
        this.tempo = tempo;
        this.threads = threads;
        Conditions conditions = Conditions.timing(group, threads);
        this.ours = WorkerProcess.start(home, SmaltiContestant.NAME, home.classPath(), conditions);
        for (PeerFamily family : tempo.peers(group)) {
            home.classPath(family)
                    .ifPresent(path ->
                            peers.add(WorkerProcess.start(home, family.name(), path, conditions)));
        }
    }

    int threads() {
        return threads;
    }

    /// The worker that measures ours and the ceilings.
    WorkerProcess ours() {
        return ours;
    }

    List<WorkerProcess> all() {
        List<WorkerProcess> all = new ArrayList<>(List.of(ours));
        all.addAll(peers);
        return all;
    }

    /// Has all workers prepare and check a workload, each at its own time.
    ///
    /// @param complaints gets what was refused or failed
    List<Entrant> stage(Workload workload, List<String> complaints) {
        Map<WorkerProcess, Integer> requests = new LinkedHashMap<>();
        for (WorkerProcess worker : all()) {
            if (resting.contains(worker)) {
                complaints.add(worker.name() + " sits out: it would keep all others waiting");
            } else if (!worker.isLost()) {
                worker.send("stage", worker.name(), workload.name(), threads, tempo.breadth());
                requests.put(worker, 1);
            }
        }
        if (!ours.isLost()) {
            ours.send("stage", CeilingContestant.NAME, workload.name(), threads, tempo.breadth());
            requests.merge(ours, 1, Integer::sum);
        }
        List<Entrant> entrants = new ArrayList<>();
        requests.forEach((worker, count) -> {
            for (int request = 0; request < count; request++) {
                receive(worker, entrants, complaints);
            }
        });
        return entrants;
    }

    /// Has a peer sit out what follows if it is so slow that it would keep all others waiting.
    void rest(Entrant entrant, double seconds) {
        if (seconds > tempo.patience() && peers.contains(entrant.worker())) {
            resting.add(entrant.worker());
        }
    }

    /// Goes on with ours and the first peer alone.
    void keepFirst() {
        resting.addAll(peers.subList(Math.min(1, peers.size()), peers.size()));
    }

    private static void receive(
            WorkerProcess worker, List<Entrant> entrants, List<String> complaints) {
        while (true) {
            var answer = worker.receive();
            switch (answer.kind()) {
                case "trial" ->
                        entrants.add(
                                new Entrant(
                                        worker,
                                        answer.text(1),
                                        answer.text(2),
                                        answer.text(3),
                                        answer.whole(4),
                                        answer.decimal(5)));
                case "refused" ->
                        complaints.add(
                                "%s by %s is wrong: %s"
                                        .formatted(answer.text(1), answer.text(2), answer.text(3)));
                case "failed" -> {
                    complaints.add(worker.name() + " failed: " + answer.text(1));
                    return;
                }
                default -> {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        all().forEach(WorkerProcess::close);
    }
}
