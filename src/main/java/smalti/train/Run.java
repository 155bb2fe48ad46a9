package smalti.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import smalti.device.Device;
import smalti.evaluation.Examination;
import smalti.nn.WeightFile;
import smalti.report.RunPage;

/// A training run in a folder of its own, from its first step or its last checkpoint to its end.
public final class Run {
    /// What can be chosen of every run.
    private static final List<Setting> SETTINGS =
            List.of(
                    new Setting("seed", "1", "what is drawn at random follows from it"),
                    new Setting("checkpoint-every", "100", "steps between checkpoints"),
                    new Setting(
                            "examine-every",
                            "0",
                            "steps between trials on pictures it does not learn from; 0 for one at the end"),
                    new Setting(
                            "statistics",
                            "50",
                            "batches that a network's running statistics are taken from before it is tried and kept; 0 for"
                                    + " those of the last steps"));

    private static final int CURVE_EVERY = 100;

    /// All that can be chosen of a system's run.
    public static List<Setting> settings(TrainableSystem system) {
        List<Setting> all = new ArrayList<>(system.settings());
        all.addAll(SETTINGS);
        return all;
    }

    private final RunFolder folder;
    private final RunRecord record;
    private final Settings settings;
    private final Course course;
    private final Device device;
    private final List<Witness> witnesses = new ArrayList<>();
    private Optional<Consumer<Examination>> listener = Optional.empty();

    /// @param settings of [#settings]
    public Run(
            RunFolder folder, RunRecord record, Settings settings, Course course, Device device) {
        this.folder = folder;
        this.record = record;
        this.settings = settings;
        this.course = course;
        this.device = device;
    }

    /// Tells somebody of every step.
    public Run watchedBy(Witness witness) {
        witnesses.add(witness);
        return this;
    }

    /// Tells somebody of every trial but the last.
    public Run examinedBefore(Consumer<Examination> other) {
        listener = Optional.of(other);
        return this;
    }

    /// Trains to the end, and leaves what came out in the folder.
    ///
    /// @return what the network is worth at the end
    public Examination train() throws IOException {
        long steps = settings.integer("steps", 1);
        int every = settings.integer("examine-every", 0);
        record.write(folder.record());
        try (TrainingLog log = new TrainingLog(folder.log());
                ScoreTable scores = new ScoreTable(folder.examinations())) {
            Trainer trainer =
                    new Trainer(
                                    course.parameters(),
                                    course.optimizer(),
                                    device,
                                    settings.whole("seed"),
                                    course.learnt())
                            .checkpoints(
                                    folder.checkpoint(), settings.integer("checkpoint-every", 1))
                            .measuring(settings.integer("statistics", 0))
                            .watchedBy(log)
                            .watchedBy(new TrainingCurve(folder.curve(), CURVE_EVERY));
            witnesses.forEach(trainer::watchedBy);
            if (every > 0) {
                trainer.pausing(every, step -> examineBetween(scores, step));
            }
            trainer.run(course.lesson(), steps);
            WeightFile.write(folder.weights(), course.parameters());
            return examine(scores, steps);
        }
    }

    private void examineBetween(ScoreTable table, long step) {
        try {
            Examination found = examine(table, step);
            listener.ifPresent(each -> each.accept(found));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Examination examine(ScoreTable table, long step) throws IOException {
        Examination found = course.examine();
        table.add(step, found);
        RunPage page =
                new RunPage("Smalti: " + record.system() + ", step " + step)
                        .curve("Loss", StepTable.read(folder.log(), "loss"))
                        .curve("Learning rate", StepTable.read(folder.log(), "rate"));
        if (table.lines(found) > 1) {
            table.scores(found).forEach(page::curve);
            if (found.confusion().isPresent()) {
                page.classCurves("Intersection over union of classes", table.classes(found));
            }
        }
        page.fact("system", record.system());
        record.data().forEach(page::fact);
        page.fact("fingerprint of the data", record.fingerprint())
                .fact("pictures", record.pictures())
                .fact("device", record.device())
                .fact("version", record.version());
        record.settings().forEach(page::fact);
        page.write(folder.report(), found);
        return found;
    }
}
