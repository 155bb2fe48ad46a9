package smalti.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import smalti.error.FormatException;

/// A table of which classes pictures show: a column `id`, and one for each class with 1 where it is shown and 0 elsewhere.
final class TagTable {
    private static final String ID = "id";

    private final Path file;
    private final List<String> classes;
    private final Map<String, Set<Integer>> byId;

    private TagTable(Path file, List<String> classes, Map<String, Set<Integer>> byId) {
        this.file = file;
        this.classes = classes;
        this.byId = byId;
    }

    /// Reads a table.
    ///
    /// @param classes names by label; those that have no column are shown nowhere
    /// @throws FormatException if there is no column of ids, or a class is neither 0 nor 1
    static TagTable read(Path file, List<String> classes) throws IOException {
        Map<String, Set<Integer>> byId = new HashMap<>();
        try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord line : lines) {
                String id =
                        line.findField(ID)
                                .orElseThrow(() -> wrong(file, "has no column '" + ID + "'"));
                byId.put(id.strip(), shown(file, classes, line));
            }
        } catch (CsvParseException damaged) {
            throw wrong(file, "is no table: " + damaged.getMessage());
        } catch (UncheckedIOException unreadable) {
            if (unreadable.getCause() instanceof CharacterCodingException) {
                throw wrong(file, "is no text in UTF-8");
            }
            throw unreadable.getCause();
        }
        return new TagTable(file, classes, byId);
    }

    private static Set<Integer> shown(Path file, List<String> classes, NamedCsvRecord line) {
        Set<Integer> shown = new TreeSet<>();
        for (int label = 0; label < classes.size(); label++) {
            String field = line.findField(classes.get(label)).orElse("0").strip();
            switch (field) {
                case "1" -> shown.add(label);
                case "0" -> {}
                default ->
                        throw wrong(
                                file,
                                "line %d: '%s' for %s is neither 0 nor 1"
                                        .formatted(
                                                line.getStartingLineNumber(),
                                                field,
                                                classes.get(label)));
            }
        }
        return shown;
    }

    /// The pictures of these ids.
    ///
    /// @throws FormatException if the table has no line of one
    TaggedPictures of(List<String> ids, Function<String, Path> picture) {
        List<TaggedPicture> pictures = new ArrayList<>();
        for (String id : ids) {
            Set<Integer> shown = byId.get(id);
            if (shown == null) {
                throw wrong(file, "has no line of " + id);
            }
            pictures.add(new TaggedPicture(id, picture.apply(id), shown));
        }
        return new TaggedPictures(pictures, classes);
    }

    private static FormatException wrong(Path file, String what) {
        return new FormatException(file.toString(), -1, what);
    }
}
