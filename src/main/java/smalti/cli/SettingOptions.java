package smalti.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.json.Json;
import smalti.train.Run;
import smalti.train.Setting;
import smalti.train.Settings;
import smalti.train.TrainableSystem;

/// What can be chosen of a system's training: an option for each setting, and settings that go together by the name of a
/// preset or in a file. Options override the file, and the file the preset.
final class SettingOptions {
    private static final long LONGEST_FILE = 1 << 20;

    private final TrainableSystem system;
    private final List<Setting> known;
    private final Map<String, String> chosen = new LinkedHashMap<>();
    private final List<String> presets = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    SettingOptions(TrainableSystem system) {
        this.system = system;
        this.known = Run.settings(system);
    }

    /// Makes the options a command's.
    void addTo(CommandSpec command) {
        command.addOption(
                option(
                        "preset",
                        "NAME",
                        "Settings that go together, see below; options override them.",
                        presets::add));
        command.addOption(
                option(
                        "config",
                        "FILE",
                        "Settings in JSON: an object of options without their --, or a run.json; options override them.",
                        file -> files.add(Path.of(file))));
        for (Setting each : known) {
            command.addOption(
                    option(
                            each.name(),
                            "VALUE",
                            sentence(each),
                            value -> chosen.put(each.name(), value)));
        }
    }

    private static OptionSpec option(
            String name, String label, String about, Consumer<String> setter) {
        return OptionSpec.builder("--" + name)
                .paramLabel(label)
                .type(String.class)
                .description(about)
                .setter(new Noting(setter))
                .build();
    }

    private static String sentence(Setting setting) {
        String about = setting.about();
        String usual = setting.value().isEmpty() ? "" : " (" + setting.value() + ")";
        String first = about.substring(0, 1).toUpperCase(Locale.ROOT);
        // picocli takes percent signs for formats.
        return (first + about.substring(1) + usual + ".").replace("%", "%%");
    }

    /// Notes what stands on the command line.
    private record Noting(Consumer<String> setter) implements CommandLine.Model.ISetter {
        @Override
        public <T> T set(T value) {
            // picocli first sets what an option is without being asked for: nothing.
            if (value != null) {
                setter.accept(value.toString());
            }
            return value;
        }
    }

    /// What is told of presets below a command's options.
    String[] footer() {
        List<String> lines = new ArrayList<>(List.of("", "Presets:"));
        system.presets()
                .forEach((name, settings) ->
                        lines.add(
                                "  %s  %s"
                                        .formatted(
                                                name,
                                                new TreeMap<>(settings)
                                                        .entrySet().stream()
                                                                .map(each ->
                                                                        each.getKey()
                                                                                + "="
                                                                                + each.getValue())
                                                                .collect(
                                                                        Collectors.joining(" ")))));
        return lines.toArray(String[]::new);
    }

    /// What is taken where nothing is chosen.
    Settings usual() {
        return Settings.of(known);
    }

    /// Options alone over other settings.
    Settings over(Settings settings) {
        return settings.with("the options", chosen);
    }

    /// All that was chosen.
    ///
    /// @throws ParameterException if there is no such preset, or a file has a setting that is unknown
    Settings chosen() {
        Settings settings = usual();
        for (String name : presets) {
            Map<String, String> preset = system.presets().get(name);
            if (preset == null) {
                throw new ParameterException(
                        "--preset", "one of " + String.join(", ", system.presets().keySet()), name);
            }
            settings = settings.with("the preset", preset);
        }
        for (Path file : files) {
            settings = settings.with(file.toString(), read(file));
        }
        return over(settings);
    }

    private static Map<String, String> read(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new FormatException(file.toString(), -1, "is larger than settings are");
            }
            Map<String, Object> object = Json.object(file.toString(), Files.readString(file));
            Map<String, String> values = new LinkedHashMap<>();
            if (object.getOrDefault("settings", object) instanceof Map<?, ?> settings) {
                settings.forEach((name, value) -> values.put(name.toString(), text(value)));
            }
            return values;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value.toString();
    }
}
