package smalti.claim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import smalti.error.SmaltiException;
import smalti.train.RunFolder;
import smalti.train.RunOutcome;

/// Tries a [Claim] with several seeds. What has come to its end is not run again, and what was stopped goes on, so that a
/// reproduction can be stopped like a run.
public final class Reproduction {
    private final Claim claim;
    private final Path out;
    private final Program program;
    private final List<String> set;
    private final String weights;
    private final List<String> more;

    /// Runs one command of the program.
    @FunctionalInterface
    public interface Program {
        /// @return whether it came to its end
        boolean run(List<String> arguments);
    }

    /// @param out the folder of all runs
    /// @param data the data set's folder
    /// @param weights of encoders, a folder
    /// @param more options for each training
    public Reproduction(
            Claim claim, Path out, Program program, Path data, Path weights, List<String> more) {
        this.claim = claim;
        this.out = out;
        this.program = program;
        this.set = List.of("--data", data.toString(), "--format", claim.format().label());
        this.weights = weights.toString();
        this.more = List.copyOf(more);
    }

    /// Runs whatever is missing.
    ///
    /// @return what came out, in the order of the claim's arms
    /// @throws SmaltiException if a command failed
    public Findings run(List<Long> seeds) throws IOException {
        Map<String, List<Findings.Outcome>> arms = new LinkedHashMap<>();
        claim.arms().forEach(arm -> arms.put(arm.name(), new ArrayList<>()));
        for (long seed : seeds) {
            var attempt =
                    new Attempt(
                            out.resolve("seed-" + seed),
                            out.resolve("features"),
                            set,
                            claim.parts(),
                            weights,
                            more,
                            seed);
            for (Claim.Arm arm : claim.arms()) {
                for (Step step : arm.steps()) {
                    run(step, attempt);
                }
                arms.getOrDefault(arm.name(), new ArrayList<>()).add(outcome(arm, attempt));
            }
        }
        return new Findings(claim, seeds, arms);
    }

    private static Findings.Outcome outcome(Claim.Arm arm, Attempt attempt) throws IOException {
        Path run = Path.of(attempt.folder(arm.scored()));
        RunOutcome outcome = RunOutcome.of(run).orElseThrow();
        Double score = outcome.scores().get(arm.score());
        if (score == null) {
            throw new SmaltiException(
                    "%s: has no score '%s', only %s"
                            .formatted(run, arm.score(), outcome.scores().keySet()));
        }
        return new Findings.Outcome(score, outcome.seconds());
    }

    private void run(Step step, Attempt attempt) throws IOException {
        Path folder = Path.of(attempt.folder(step.folder()));
        Optional<List<String>> command =
                switch (step) {
                    case Step.Train train when RunOutcome.of(folder).isPresent() ->
                            Optional.empty();
                    case Step.Train train when RunFolder.isRun(folder) ->
                            Optional.of(
                                    List.of(
                                            "train",
                                            train.system(),
                                            "--resume",
                                            "--out",
                                            folder.toString()));
                    case Step.Train train -> Optional.of(train.arguments(attempt));
                    // The list is written last.
                    case Step.Masks _ when Files.exists(folder.resolve("train.txt")) ->
                            Optional.empty();
                    case Step.Masks masks -> Optional.of(masks.arguments(attempt));
                };
        if (command.isPresent() && !program.run(command.get())) {
            throw new SmaltiException(
                    "'smalti %s' has failed, see above; the same command goes on from there"
                            .formatted(shown(command.get())));
        }
    }

    /// Arguments as they are typed.
    public static String shown(List<String> arguments) {
        return arguments.stream()
                .map(each -> each.isEmpty() || each.contains(" ") ? "'" + each + "'" : each)
                .collect(Collectors.joining(" "));
    }
}
