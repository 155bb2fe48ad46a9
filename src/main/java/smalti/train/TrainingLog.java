package smalti.train;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes a line a step as CSV: step, loss, learning rate, seconds. A run that goes on appends; the lines of steps that are
/// taken again, because the run was stopped behind its last checkpoint, are written anew.
public final class TrainingLog implements Witness, Closeable {
    private static final String HEADER = "step,loss,rate,seconds";

    private final Path file;
    private Optional<BufferedWriter> writer = Optional.empty();

    public TrainingLog(Path file) {
        this.file = file;
    }

    @Override
    public void see(Progress progress) {
        try {
            BufferedWriter lines = writer(progress.step());
            lines.write(
                    String.format(
                            Locale.ROOT,
                            "%d,%.9g,%.9g,%.3f%n",
                            progress.step(),
                            progress.loss(),
                            progress.rate(),
                            progress.seconds()));
            // A run that is killed loses no line.
            lines.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private BufferedWriter writer(long step) throws IOException {
        if (writer.isEmpty()) {
            List<String> kept = new ArrayList<>(List.of(HEADER));
            if (Files.exists(file)) {
                Files.readAllLines(file).stream()
                        .filter(line -> isBefore(line, step))
                        .forEach(kept::add);
            }
            Files.write(file, kept);
            writer =
                    Optional.of(
                            Files.newBufferedWriter(file, java.nio.file.StandardOpenOption.APPEND));
        }
        return writer.get();
    }

    private static boolean isBefore(String line, long step) {
        int comma = line.indexOf(',');
        try {
            return comma > 0 && Long.parseLong(line.substring(0, comma)) < step;
        } catch (NumberFormatException header) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
        }
    }
}
