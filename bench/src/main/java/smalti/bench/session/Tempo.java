package smalti.bench.session;

import java.util.List;
import java.util.Set;
import smalti.bench.contest.Setting;
import smalti.bench.worker.Pace;
import smalti.bench.workload.ConvolutionInput;
import smalti.bench.workload.Input;
import smalti.bench.workload.Model;
import smalti.bench.workload.ModelInput;
import smalti.bench.workload.Workload;

/// How thorough a session is.
///
/// @param rounds how often all trials of an input take turns
/// @param firstWarmUp of our own trials before their first round, in milliseconds: the compiler must have finished
/// @param ours how ours are measured in each round
/// @param others how ceilings and peers are measured in each round
/// @param seconds after which only ours, the ceilings and the first peer go on where inputs are short
/// @param patience a peer whose calls take longer than this many seconds sits out the inputs that follow
/// @param slowest a form that takes this many times as long as the peer's fastest in the first call is left out
public enum Tempo {
    FULL(3, 1000, new Pace(100, 250), new Pace(40, 150), 800, 3, Double.POSITIVE_INFINITY),
    QUICK(1, 180, new Pace(0, 120), new Pace(20, 80), 48, 0.5, 3);

    /// Superpixels run through far more code than pooling does, all of which the compiler must have finished; in
    /// milliseconds.
    private static final int SUPERPIXEL_WARM_UP = 2500;

    /// The tiles of matrix products are large methods; in milliseconds.
    private static final int PRODUCT_WARM_UP = 400;

    /// Of the first products of a process: on two cores the compiler takes one of them; in milliseconds.
    private static final int COMPILING = 2000;

    /// Networks meet many shapes, each of which has code of its own; in milliseconds.
    private static final int MODEL_WARM_UP = 2400;

    /// Of networks: memory has found its place and several calls are timed.
    private static final Pace LONG_CALLS = new Pace(150, 250);

    /// The same where there is a minute for a group.
    private static final Pace SHORT_OF_LONG_CALLS = new Pace(80, 160);

    /// What a quick session goes without: convolutions whose kind is measured on a larger and a smaller shape, or on
    /// another of the like, and batches of networks that answer to single pictures, but for one. Each kind of operator,
    /// each network and each size of batch stays.
    private static final Set<Input> LEFT_OUT =
            Set.of(
                    ConvolutionInput.of(112, 128, 128),
                    ConvolutionInput.of(28, 512, 512),
                    ConvolutionInput.of(28, 128, 128),
                    ConvolutionInput.of(14, 256, 256),
                    ConvolutionInput.of(64, 32, 32),
                    ConvolutionInput.of(55, 16, 64),
                    ConvolutionInput.of(480, 3, 13).map(360, 480).stride(2),
                    ConvolutionInput.of(240, 4, 4).map(180, 240),
                    ConvolutionInput.of(240, 12, 12).map(180, 240),
                    ConvolutionInput.of(120, 16, 16).map(90, 120),
                    ConvolutionInput.of(14, 384, 384).depthwise(),
                    new ModelInput(Model.MOBILENET_V2, 8),
                    new ModelInput(Model.ENET, 8));

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
                .filter(workload -> this == FULL || !LEFT_OUT.contains(workload.input()))
                .toList();
    }

    /// Whether the heap that calls allocate is measured too.
    boolean measuresAllocation() {
        return this == FULL;
    }

    int rounds() {
        return rounds;
    }

    /// @param fresh whether nothing was measured in the process yet
    Pace ours(int round, Group group, boolean fresh) {
        int warmUp =
                firstWarmUp
                        + switch (group) {
                            case SUPERPIXELS -> SUPERPIXEL_WARM_UP;
                            case GEMM, CONV -> PRODUCT_WARM_UP + (fresh ? COMPILING : 0);
                            case NETS, TRAIN -> MODEL_WARM_UP;
                            case POOLING, ORIGINAL -> 0;
                        };
        int measure = group.hasLongCalls() ? longCalls().measure() : ours.measure();
        return new Pace(round == 0 ? warmUp : ours.warmUp(), measure);
    }

    /// @param coldSeconds what the first call took: a long one needs no further warming up
    Pace others(double coldSeconds, Group group) {
        if (group.hasLongCalls()) {
            return longCalls();
        }
        return coldSeconds * 1e3 > others.measure() ? new Pace(0, others.measure()) : others;
    }

    private Pace longCalls() {
        return this == FULL ? LONG_CALLS : SHORT_OF_LONG_CALLS;
    }

    Setting.Breadth breadth() {
        return this == FULL ? Setting.Breadth.EVERY_FORM : Setting.Breadth.LIKELY_FORMS;
    }

    /// After how many seconds only ours, the ceilings and the first peer go on.
    int seconds(Group group) {
        // Six tasks share one of pooling's inputs, and all of them follow once it is begun.
        return group == Group.POOLING ? seconds * 3 / 4 : seconds;
    }

    double patience() {
        return patience;
    }

    double slowest() {
        return slowest;
    }
}
