package smalti.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a training run has come to.
///
/// @param scores of the last time that the network was tried, by name
/// @param seconds that its steps took
public record RunOutcome(Map<String, Double> scores, double seconds) {
    public RunOutcome {
        scores = Map.copyOf(scores);
    }

    /// What the run in a folder has come to; empty if it has not come to its end, or there is none.
    public static Optional<RunOutcome> of(Path run) throws IOException {
        Path table = RunFolder.examinations(run);
        if (!RunFolder.isFinished(run) || !Files.exists(table)) {
            return Optional.empty();
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        for (String name : StepTable.columns(table)) {
            List<double[]> values = StepTable.read(table, name);
            if (!values.isEmpty()) {
                scores.put(name, values.getLast()[1]);
            }
        }
        return Optional.of(
                new RunOutcome(scores, sum(StepTable.read(RunFolder.log(run), "seconds"))));
    }

    /// The clock starts anew wherever a run went on.
    private static double sum(List<double[]> clock) {
        double all = 0;
        double before = 0;
        for (double[] line : clock) {
            all += line[1] < before ? line[1] : line[1] - before;
            before = line[1];
        }
        return all;
    }
}
