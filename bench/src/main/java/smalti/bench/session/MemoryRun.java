package smalti.bench.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smalti.bench.ours.SmaltiContestant;
import smalti.bench.worker.Message;
import smalti.bench.workload.Workload;

/// Measures the memory that training steps take, in workers of their own. Nothing is timed.
///
/// Ours is the smallest heap in which steps run without the collector taking more than a fifth of the time, less what the
/// heap held before the first step. A peer's is the growth of resident memory from before the first step to its peak.
final class MemoryRun {
    private static final int SMALLEST_HEAP = 128;
    private static final int LARGEST_HEAP = 3072;
    private static final int GRAIN = 32;
    private static final double COLLECTING = 0.2;

    private final Home home;
    private final List<PeerFamily> peers;
    private final int threads;

    MemoryRun(Home home, List<PeerFamily> peers, int threads) {
        this.home = home;
        this.peers = peers;
        this.threads = threads;
    }

    List<MemoryRow> run(List<Workload> workloads) {
        List<MemoryRow> rows = new ArrayList<>();
        for (Workload workload : workloads) {
            ours(workload).ifPresent(rows::add);
            for (PeerFamily peer : peers) {
                home.classPath(peer)
                        .flatMap(path -> peer(workload, peer, path))
                        .ifPresent(rows::add);
            }
        }
        return rows;
    }

    /// Halves the range of heaps until it is as fine as the grain.
    private Optional<MemoryRow> ours(Workload workload) {
        int tooSmall = SMALLEST_HEAP;
        int enough = LARGEST_HEAP;
        Optional<MemoryRow> best = Optional.empty();
        while (enough - tooSmall > GRAIN) {
            int heap = (tooSmall + enough) / 2 / GRAIN * GRAIN;
            Optional<MemoryRow> found = ours(workload, heap);
            if (found.isPresent()) {
                best = found;
                enough = heap;
            } else {
                tooSmall = heap;
            }
        }
        return best;
    }

    private Optional<MemoryRow> ours(Workload workload, int heap) {
        Message answer = ask("heap", SmaltiContestant.NAME, home.classPath(), workload, heap);
        return answer.kind().equals("heap") && answer.decimal(3) <= COLLECTING
                ? Optional.of(
                        new MemoryRow(
                                workload.name(),
                                threads,
                                SmaltiContestant.NAME,
                                answer.text(1),
                                heap * 1_048_576L - answer.whole(2),
                                "heap of %d MiB less what it held before".formatted(heap)))
                : Optional.empty();
    }

    private Optional<MemoryRow> peer(Workload workload, PeerFamily peer, String classPath) {
        Message answer = ask("growth", peer.name(), classPath, workload, LARGEST_HEAP);
        return answer.kind().equals("growth")
                ? Optional.of(
                        new MemoryRow(
                                workload.name(),
                                threads,
                                peer.name(),
                                answer.text(1),
                                answer.whole(2),
                                "growth of resident memory"))
                : Optional.empty();
    }

    private Message ask(
            String request, String contestant, String classPath, Workload workload, int heap) {
        try (WorkerProcess worker =
                WorkerProcess.start(
                        home, contestant, classPath, Conditions.memory(threads, heap))) {
            return worker.ask(request, contestant, workload.name(), threads, Tempo.QUICK.breadth());
        }
    }
}
