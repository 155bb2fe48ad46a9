package smalti.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import smalti.error.FormatException;
import smalti.file.Draft;
import smalti.json.Json;

/// What exactly was run, as its folder keeps it.
///
/// @param system that was trained
/// @param settings by name
/// @param classes that it learnt
/// @param data folder, format and parts of the data set
/// @param fingerprint of the data
/// @param pictures of the data
/// @param device that computed
/// @param version of Smalti
public record RunRecord(
        String system,
        Map<String, String> settings,
        List<String> classes,
        Map<String, String> data,
        String fingerprint,
        int pictures,
        String device,
        String version) {
    private static final long LONGEST = 1 << 20;

    /// Keeps it in a file.
    void write(Path file) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("system", system);
        object.put("settings", settings);
        object.put("classes", classes);
        object.put("data", data);
        object.put("fingerprint", fingerprint);
        object.put("pictures", pictures);
        object.put("device", device);
        object.put("version", version);
        object.put("java", Runtime.version().toString());
        try (Draft draft = Draft.of(file)) {
            Files.writeString(draft.path(), Json.page(object) + "\n");
            draft.commit();
        }
    }

    /// Reads one.
    ///
    /// @throws FormatException if the file holds none
    static RunRecord read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new FormatException(file.toString(), -1, "is no record of a run");
        }
        Map<String, Object> object = Json.object(file.toString(), Files.readString(file));
        return new RunRecord(
                text(file, object, "system"),
                texts(file, object, "settings"),
                list(file, object, "classes"),
                texts(file, object, "data"),
                text(file, object, "fingerprint"),
                number(file, object, "pictures"),
                text(file, object, "device"),
                text(file, object, "version"));
    }

    private static Object entry(Path file, Map<String, Object> object, String name) {
        Object entry = object.get(name);
        if (entry == null) {
            throw new FormatException(
                    file.toString(), -1, "is no record of a run: '" + name + "' is missing");
        }
        return entry;
    }

    private static String text(Path file, Map<String, Object> object, String name) {
        return entry(file, object, name).toString();
    }

    private static int number(Path file, Map<String, Object> object, String name) {
        String text = text(file, object, name);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notOne) {
            throw new FormatException(
                    file.toString(),
                    -1,
                    "is no record of a run: '%s' is '%s', no number".formatted(name, text),
                    notOne);
        }
    }

    private static List<String> list(Path file, Map<String, Object> object, String name) {
        return entry(file, object, name) instanceof List<?> all
                ? all.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, String> texts(Path file, Map<String, Object> object, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (entry(file, object, name) instanceof Map<?, ?> all) {
            all.forEach((key, value) -> texts.put(key.toString(), value.toString()));
        }
        return texts;
    }
}
