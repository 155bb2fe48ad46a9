package smalti.claim;

import java.util.ArrayList;
import java.util.List;

/// A command of the program that a claim needs, in a folder of the arms' own.
sealed interface Step {
    /// What it makes there.
    String folder();

    /// The arguments of the program.
    List<String> arguments(Attempt attempt);

    /// Trains a system.
    ///
    /// @param options of the training, without data, seed and folder
    record Train(String system, String folder, List<String> options) implements Step {
        @Override
        public List<String> arguments(Attempt attempt) {
            List<String> all = new ArrayList<>(List.of("train", system));
            all.addAll(attempt.data());
            all.addAll(attempt.resolved(options));
            all.addAll(attempt.more());
            all.addAll(List.of("--seed", Long.toString(attempt.seed()), "--out"));
            all.add(attempt.folder(folder));
            return all;
        }
    }

    /// Makes masks of the training pictures by what was trained.
    record Masks(String system, String run, String folder) implements Step {
        @Override
        public List<String> arguments(Attempt attempt) {
            List<String> all = new ArrayList<>(List.of(system, "masks", attempt.folder(run)));
            all.addAll(attempt.set());
            all.addAll(List.of("--out", attempt.folder(folder)));
            return all;
        }
    }
}
