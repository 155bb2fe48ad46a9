package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import smalti.error.FormatException;
import smalti.metric.MetricTraining;
import smalti.metric.TrainedFeatures;
import smalti.train.Run;
import smalti.train.RunFolder;
import smalti.train.RunRecord;
import smalti.train.Settings;

/// The folder of a run of `smalti train metric`.
final class MetricRun {
    private MetricRun() {}

    /// The network that a finished run left.
    ///
    /// @throws FormatException if the folder is that of another system's run, or none
    static TrainedFeatures features(Path run) throws IOException {
        RunRecord record = RunFolder.record(run);
        var training = new MetricTraining();
        if (!record.system().equals(training.name())) {
            throw new FormatException(
                    run.toString(),
                    -1,
                    "a run of '%s'; name one of smalti train metric".formatted(record.system()));
        }
        Settings settings =
                Settings.of(Run.settings(training)).with(run.toString(), record.settings());
        return training.features(settings, RunFolder.finishedWeights(run));
    }
}
