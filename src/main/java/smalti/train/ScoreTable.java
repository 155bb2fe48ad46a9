package smalti.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import smalti.evaluation.ConfusionMatrix;
import smalti.evaluation.Examination;

/// The scores of a run as CSV, a line each time that the network was tried: the examination's own, and the intersection over
/// union of each class that occurs in the truth.
final class ScoreTable implements Closeable {
    private final Path file;
    private Optional<StepTable> table = Optional.empty();

    ScoreTable(Path file) {
        this.file = file;
    }

    void add(long step, Examination examination) throws IOException {
        SequencedMap<String, Double> columns = new LinkedHashMap<>(examination.scores());
        examination
                .confusion()
                .ifPresent(confusion ->
                        confusion
                                .present()
                                .forEach(each ->
                                        columns.put(
                                                column(examination, each),
                                                confusion.intersectionOverUnion(each).orElse(0))));
        if (table.isEmpty()) {
            table = Optional.of(new StepTable(file, "step," + String.join(",", columns.keySet())));
        }
        table.get()
                .add(
                        step,
                        columns.values().stream()
                                .map(score -> String.format(Locale.ROOT, "%.6f", score))
                                .collect(Collectors.joining(",")));
    }

    private static String column(Examination examination, int index) {
        return "IoU of " + examination.classes().get(index).replace(',', ' ');
    }

    /// How often the network was tried, as far as the first score tells.
    int lines(Examination examination) throws IOException {
        return StepTable.read(file, examination.score().getKey()).size();
    }

    /// The curve of each score.
    SequencedMap<String, List<double[]>> scores(Examination examination) throws IOException {
        SequencedMap<String, List<double[]>> curves = new LinkedHashMap<>();
        for (String each : examination.scores().keySet()) {
            curves.put(each, StepTable.read(file, each));
        }
        return curves;
    }

    /// The curve of each class that occurs in the truth, by its number.
    Map<Integer, List<double[]>> classes(Examination examination) throws IOException {
        Map<Integer, List<double[]>> curves = new LinkedHashMap<>();
        for (int each : examination.confusion().map(ConfusionMatrix::present).orElse(List.of())) {
            curves.put(each, StepTable.read(file, column(examination, each)));
        }
        return curves;
    }

    @Override
    public void close() throws IOException {
        if (table.isPresent()) {
            table.get().close();
        }
    }
}
