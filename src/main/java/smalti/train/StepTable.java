package smalti.train;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A table in CSV whose lines begin with a step. A run that goes on appends; the lines of steps that are taken again, because
/// the run was stopped behind its last checkpoint, are written anew.
final class StepTable implements Closeable {
    private final Path file;
    private final String header;
    private Optional<BufferedWriter> writer = Optional.empty();

    /// @param header the names of the columns, the first of which is `step`
    StepTable(Path file, String header) {
        this.file = file;
        this.header = header;
    }

    /// Adds a line.
    ///
    /// @param rest what stands behind the step
    void add(long step, String rest) throws IOException {
        if (writer.isEmpty()) {
            List<String> kept = new ArrayList<>(List.of(header));
            if (Files.exists(file)) {
                Files.readAllLines(file).stream()
                        .filter(line -> isBefore(line, step))
                        .forEach(kept::add);
            }
            Files.write(file, kept);
            writer = Optional.of(Files.newBufferedWriter(file, StandardOpenOption.APPEND));
        }
        BufferedWriter lines = writer.get();
        lines.write(step + "," + rest + "\n");
        // A run that is killed loses no line.
        lines.flush();
    }

    private static boolean isBefore(String line, long step) {
        int comma = line.indexOf(',');
        try {
            return comma > 0 && Long.parseLong(line.substring(0, comma)) < step;
        } catch (NumberFormatException header) {
            return false;
        }
    }

    /// The names of a table's columns behind the step.
    static List<String> columns(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().stream()
                    .flatMap(line -> Stream.of(line.split(",")).skip(1))
                    .toList();
        }
    }

    /// The steps of a table and the values of a column that are finite numbers; none if there is no such table yet.
    static List<double[]> read(Path file, String column) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty()) {
            return List.of();
        }
        int at = List.of(lines.getFirst().split(",")).indexOf(column);
        List<double[]> values = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(",");
            try {
                double value = Double.parseDouble(words[at]);
                if (Double.isFinite(value)) {
                    values.add(new double[] {Double.parseDouble(words[0]), value});
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException cut) {
                // The last line of a run that was killed while it wrote.
                continue;
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
        }
    }
}
