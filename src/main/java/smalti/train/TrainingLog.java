package smalti.train;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/// Writes a line a step as CSV: step, loss, learning rate, seconds. A run that goes on appends; the lines of steps that are
/// taken again, because the run was stopped behind its last checkpoint, are written anew.
public final class TrainingLog implements Witness, Closeable {
    private final StepTable table;

    public TrainingLog(Path file) {
        this.table = new StepTable(file, "step,loss,rate,seconds");
    }

    @Override
    public void see(Progress progress) {
        try {
            table.add(
                    progress.step(),
                    String.format(
                            Locale.ROOT,
                            "%.9g,%.9g,%.3f",
                            progress.loss(),
                            progress.rate(),
                            progress.seconds()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
