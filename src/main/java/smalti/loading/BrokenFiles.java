package smalti.loading;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import smalti.error.FormatException;

/// The files of a data set that could not be read. Each is told of once and then passed over; when there are too many, the
/// data set is not what it is taken for. Safe for several threads.
public final class BrokenFiles {
    private final int most;
    private final Consumer<String> report;
    private final Map<Path, String> known = new TreeMap<>();

    /// @param most how many are passed over
    /// @param report is told of each, one line
    public BrokenFiles(int most, Consumer<String> report) {
        this.most = most;
        this.report = report;
    }

    /// A file could not be read.
    ///
    /// @throws FormatException if these are too many
    public synchronized void add(Path file, Exception why) {
        String line = String.valueOf(why.getMessage());
        if (known.putIfAbsent(file, line) != null) {
            return;
        }
        if (known.size() > most) {
            throw new FormatException(
                    file.toString(),
                    -1,
                    "the %s broken file of the data set, more than the %d that are passed over; %s"
                            .formatted(ordinal(known.size()), most, line),
                    why);
        }
        report.accept("passed over: " + line);
    }

    private static String ordinal(int number) {
        return switch (number) {
            case 1 -> "first";
            case 2 -> "second";
            case 3 -> "third";
            default -> number + "th";
        };
    }

    /// Whether a file is known to be broken.
    public synchronized boolean has(Path file) {
        return known.containsKey(file);
    }

    public synchronized int count() {
        return known.size();
    }
}
