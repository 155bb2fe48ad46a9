package smalti.bench.session;

import java.util.List;
import smalti.bench.contest.Setting;
import smalti.bench.worker.Pace;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.Model;
import smalti.bench.workload.ModelInput;
import smalti.bench.workload.Workload;

/// How thorough a session is.
///
/// @param rounds how often all trials of an input take turns
/// @param firstWarmUp of our own trials before their first round, in milliseconds: the compiler must have finished
/// @param ours how ours are measured in each round
/// @param others how ceilings and peers are measured in each round
/// @param seconds after which only ours, the ceilings and the first peer go on
/// @param patience a peer whose calls take longer than this many seconds sits out the inputs that follow
/// @param slowest a form that takes this many times as long as the peer's fastest in the first call is left out
public enum Tempo {
    FULL(3, 1000, new Pace(100, 250), new Pace(40, 150), 600, 3, Double.POSITIVE_INFINITY),
    QUICK(1, 180, new Pace(0, 120), new Pace(20, 80), 36, 0.5, 3);

    /// Superpixels run through far more code than pooling does, all of which the compiler must have finished; in
    /// milliseconds.
    private static final int SUPERPIXEL_WARM_UP = 2500;

    /// The tiles of matrix products are large methods; in milliseconds.
    private static final int PRODUCT_WARM_UP = 400;

    /// Networks meet many shapes, each of which has code of its own; in milliseconds.
    private static final int MODEL_WARM_UP = 1500;

    /// Of peers' networks: memory has found its place and several calls are timed.
    private static final Pace LONG_CALLS = new Pace(150, 250);

    private final int rounds;
    private final int firstWarmUp;
    private final Pace ours;
    private final Pace others;
    private final int seconds;
    private final double patience;
    private final double slowest;

    Tempo(
            int rounds,
            int firstWarmUp,
            Pace ours,
            Pace others,
            int seconds,
            double patience,
            double slowest) {
        this.rounds = rounds;
        this.firstWarmUp = firstWarmUp;
        this.ours = ours;
        this.others = others;
        this.seconds = seconds;
        this.patience = patience;
        this.slowest = slowest;
    }

    /// The peers that take part.
    List<PeerFamily> peers(Group group) {
        return group.peers().stream().filter(family -> this == FULL || !family.slowest()).toList();
    }

    /// What is measured of a group: all of it, or what can be within a minute.
    List<Workload> workloads(Group group) {
        return group.workloads().stream()
                .filter(workload -> this == FULL || !isSlow(workload))
                .toList();
    }

    private static boolean isSlow(Workload workload) {
        return workload instanceof InferenceWorkload inference
                && inference.input().equals(new ModelInput(Model.ENET, 8));
    }

    /// Whether the heap that calls allocate is measured too.
    boolean measuresAllocation() {
        return this == FULL;
    }

    int rounds() {
        return rounds;
    }

    Pace ours(int round, Group group) {
        int warmUp =
                firstWarmUp
                        + switch (group) {
                            case SUPERPIXELS -> SUPERPIXEL_WARM_UP;
                            case GEMM, CONV -> PRODUCT_WARM_UP;
                            case NETS, TRAIN -> MODEL_WARM_UP;
                            case POOLING -> 0;
                        };
        int measure = group.hasLongCalls() ? LONG_CALLS.measure() : ours.measure();
        return new Pace(round == 0 ? warmUp : ours.warmUp(), measure);
    }

    /// @param coldSeconds what the first call took: a long one needs no further warming up
    Pace others(double coldSeconds, Group group) {
        if (group.hasLongCalls()) {
            return LONG_CALLS;
        }
        return coldSeconds * 1e3 > others.measure() ? new Pace(0, others.measure()) : others;
    }

    Setting.Breadth breadth() {
        return this == FULL ? Setting.Breadth.EVERY_FORM : Setting.Breadth.LIKELY_FORMS;
    }

    int seconds() {
        return seconds;
    }

    double patience() {
        return patience;
    }

    double slowest() {
        return slowest;
    }
}
