package smalti.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import smalti.error.ParameterException;
import smalti.op.Size;

/// What was chosen, by name: texts that are read as numbers, names or lists where they are used. A value.
public final class Settings {
    private final SequencedMap<String, String> values;

    private Settings(SequencedMap<String, String> values) {
        this.values = values;
    }

    /// What is taken where nothing is asked for.
    public static Settings of(List<Setting> known) {
        var values = new LinkedHashMap<String, String>();
        known.forEach(each -> values.put(each.name(), each.value()));
        return new Settings(values);
    }

    /// The same with other choices.
    ///
    /// @param source where they come from, for errors
    /// @throws ParameterException if something is not known
    public Settings with(String source, Map<String, String> choices) {
        var all = new LinkedHashMap<>(values);
        choices.forEach((name, value) -> {
            if (!values.containsKey(name)) {
                throw new ParameterException(
                        "a setting in " + source,
                        "one of " + String.join(", ", values.keySet()),
                        name);
            }
            all.put(name, value);
        });
        return new Settings(all);
    }

    /// All of them, in their order.
    public SequencedMap<String, String> values() {
        return Collections.unmodifiableSequencedMap(values);
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no setting " + name);
        }
        return value;
    }

    /// Whether something is to be: `yes` or `no`.
    public boolean flag(String name) {
        return switch (text(name).toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw wrong(name, "yes or no");
        };
    }

    public int integer(String name, int least) {
        try {
            int value = Integer.parseInt(text(name).strip());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            throw wrong(name, "a whole number of at least " + least);
        }
        throw wrong(name, "at least " + least);
    }

    public long whole(String name) {
        try {
            return Long.parseLong(text(name).strip());
        } catch (NumberFormatException notOne) {
            throw wrong(name, "a whole number");
        }
    }

    public double number(String name, double least, double most) {
        try {
            double value = Double.parseDouble(text(name).strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            throw wrong(name, "a number from " + least + " to " + most);
        }
        throw wrong(name, "from " + least + " to " + most);
    }

    /// Numbers parted by commas; none if the text is empty or `none`.
    public List<Double> numbers(String name, double least, double most) {
        return list(name).stream()
                .map(each ->
                        new Settings(new LinkedHashMap<>(Map.of(name, each)))
                                .number(name, least, most))
                .toList();
    }

    /// Whole numbers parted by commas; none if the text is empty or `none`.
    public List<Integer> integers(String name, int least) {
        return list(name).stream()
                .map(each ->
                        new Settings(new LinkedHashMap<>(Map.of(name, each))).integer(name, least))
                .toList();
    }

    private List<String> list(String name) {
        String text = text(name).strip();
        return text.isEmpty() || text.equals("none")
                ? List.of()
                : Stream.of(text.split(",")).map(String::strip).toList();
    }

    /// A size as `HEIGHTxWIDTH`, or one number for both.
    public Size size(String name) {
        String text = text(name).strip();
        try {
            int parted = text.indexOf('x');
            Size size =
                    parted < 0
                            ? Size.square(Integer.parseInt(text))
                            : new Size(
                                    Integer.parseInt(text.substring(0, parted)),
                                    Integer.parseInt(text.substring(parted + 1)));
            if (size.height() >= 1 && size.width() >= 1) {
                return size;
            }
        } catch (NumberFormatException notOne) {
            throw wrong(name, "HEIGHTxWIDTH in pixels");
        }
        throw wrong(name, "at least 1x1");
    }

    /// One of some things by its name.
    public <T> T choice(String name, List<T> all, Function<T, String> label) {
        return all.stream()
                .filter(each -> label.apply(each).equalsIgnoreCase(text(name).strip()))
                .findFirst()
                .orElseThrow(() ->
                        wrong(
                                name,
                                "one of "
                                        + all.stream()
                                                .map(label)
                                                .collect(Collectors.joining(", "))));
    }

    private ParameterException wrong(String name, String allowed) {
        return new ParameterException("--" + name, allowed, text(name));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
