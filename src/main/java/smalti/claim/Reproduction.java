package smalti.claim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    /// @return what came out
    /// @throws SmaltiException if a command failed
    public Findings run(List<Long> seeds) throws IOException {
        List<Findings.Outcome> first = new ArrayList<>();
        List<Findings.Outcome> second = new ArrayList<>();
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
            first.add(tried(claim.first(), attempt));
            second.add(tried(claim.second(), attempt));
        }
        return new Findings(claim, seeds, first, second);
    }

    private Findings.Outcome tried(Claim.Arm arm, Attempt attempt) throws IOException {
        for (Step step : arm.steps()) {
            run(step, attempt);
        }
        Path run = Path.of(attempt.folder(arm.scored()));
        RunOutcome outcome = RunOutcome.of(run).orElseThrow();
        List<Double> scores = new ArrayList<>();
        for (String name : arm.scores()) {
            Double score = outcome.scores().get(name);
            if (score == null) {
                throw new SmaltiException(
                        "%s: has no score '%s', only %s"
                                .formatted(run, name, outcome.scores().keySet()));
            }
            scores.add(score);
        }
        return new Findings.Outcome(scores, outcome.seconds());
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
