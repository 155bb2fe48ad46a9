package smalti.bench.worker;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A line between the session and a worker: fields separated by tabs behind a mark, since natives of peers print on the
/// same stream whatever they like.
public record Message(List<String> fields) {
    private static final String MARK = "@smalti\t";

    public static Message of(Object... fields) {
        return new Message(
                Arrays.stream(fields)
                        .map(field -> field.toString().replace('\t', ' ').replace('\n', ' '))
                        .toList());
    }

    /// The message of a line, empty if the line is somebody else's.
    public static Optional<Message> parse(String line) {
        return line.startsWith(MARK)
                ? Optional.of(new Message(List.of(line.substring(MARK.length()).split("\t", -1))))
                : Optional.empty();
    }

    public String line() {
        return MARK + String.join("\t", fields);
    }

    public String kind() {
        return fields.getFirst();
    }

    public String text(int field) {
        return fields.get(field);
    }

    public int number(int field) {
        return Integer.parseInt(fields.get(field));
    }

    public double decimal(int field) {
        return Double.parseDouble(fields.get(field));
    }

    public long whole(int field) {
        return Long.parseLong(fields.get(field));
    }
}
