package smalti.bench.gpu;

import java.util.Arrays;
import smalti.device.Workspace;
import smalti.tensor.Tensor;

/// Times what a device does. Operators are started one behind the other, many to a round, and only the round's end is
/// waited for: what starting costs is hidden, as it is in a program.
final class Stopwatch {
    private static final int ROUNDS = 7;
    private static final double NANOS = 1e9;

    private final Workspace workspace;
    private final Tensor mark;
    private final double roundSeconds;
    private final int fewestRuns;

    /// @param roundSeconds how long a round takes at least
    /// @param fewestRuns of a round
    Stopwatch(Workspace workspace, double roundSeconds, int fewestRuns) {
        this.workspace = workspace;
        this.mark = workspace.place(Tensor.of(new float[1], 1));
        this.roundSeconds = roundSeconds;
        this.fewestRuns = fewestRuns;
    }

    /// The median time of one run.
    double seconds(Runnable run) {
        double first = round(run, 1);
        first = Math.min(first, round(run, 1));
        int runs = (int) Math.clamp(roundSeconds / first, fewestRuns, 10_000);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = round(run, runs) / runs;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private double round(Runnable run, int runs) {
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            run.run();
        }
        // Comes after all of them.
        workspace.fetch(mark);
        return (System.nanoTime() - start) / NANOS;
    }
}
