package smalti.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import smalti.error.FormatException;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// What stands before the tensors of a safetensors file, checked against the file's length: a length in 8 bytes, little
/// end first, then that many bytes of JSON. Tensors fill the rest without holes and overlaps.
///
/// Format: huggingface/safetensors, version 0.x.
///
/// @param tensors by name, in the order of the header
/// @param metadata texts by name
record SafetensorsHeader(
        SequencedMap<String, Entry> tensors, SequencedMap<String, String> metadata) {
    /// The name under which the texts stand.
    static final String METADATA = "__metadata__";

    /// The longest header that is read: names of half a million tensors.
    static final int LONGEST = 1 << 26;

    private static final int PREFIX = 8;

    private static final int MOST_NUMBERS = 64;

    /// @param start the byte of the file at which its elements start
    /// @param end the byte behind them
    record Entry(String name, ElementType type, Shape shape, long start, long end) {}

    /// Reads and checks a header.
    ///
    /// @throws FormatException if it is none, or the bytes behind it are not those it describes
    static SafetensorsHeader read(ByteSource source) throws IOException {
        byte[] prefix = new byte[PREFIX];
        if (source.size() < PREFIX) {
            throw new FormatException(
                    source.name(),
                    0,
                    "is no safetensors file: it has only " + source.size() + " bytes");
        }
        source.read(0, prefix, 0, PREFIX);
        long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > LONGEST || length > source.size() - PREFIX) {
            throw new FormatException(
                    source.name(),
                    0,
                    "a header of %s bytes is longer than the limit of %d or than the file of %d"
                            .formatted(Long.toUnsignedString(length), LONGEST, source.size()));
        }
        byte[] text = new byte[(int) length];
        source.read(PREFIX, text, 0, text.length);
        return new Parser(source.name(), text, source.size()).header();
    }

    /// Parses one header.
    private static final class Parser {
        private final JsonCursor json;
        private final long dataStart;
        private final long fileEnd;
        private final SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        private final SequencedMap<String, String> metadata = new LinkedHashMap<>();

        Parser(String file, byte[] text, long fileEnd) {
            this.json = new JsonCursor(file, text, PREFIX);
            this.dataStart = PREFIX + (long) text.length;
            this.fileEnd = fileEnd;
        }

        SafetensorsHeader header() {
            json.expect('{');
            boolean metadataSeen = false;
            for (boolean first = true; json.next(first, '}'); first = false) {
                long nameAt = json.offset();
                String name = json.string();
                json.expect(':');
                boolean again;
                if (name.equals(METADATA)) {
                    again = metadataSeen;
                    metadataSeen = true;
                    texts();
                } else {
                    again = tensors.put(name, entry(name, nameAt)) != null;
                }
                if (again) {
                    throw json.troubleAt(nameAt, "the header has " + name + " twice");
                }
            }
            json.expectEnd();
            checkCover();
            return new SafetensorsHeader(tensors, metadata);
        }

        private void texts() {
            json.expect('{');
            for (boolean first = true; json.next(first, '}'); first = false) {
                long keyAt = json.offset();
                String key = json.string();
                json.expect(':');
                if (metadata.put(key, json.string()) != null) {
                    throw json.troubleAt(keyAt, "the metadata have " + key + " twice");
                }
            }
        }

        private Entry entry(String name, long nameAt) {
            Optional<ElementType> type = Optional.empty();
            Optional<Shape> shape = Optional.empty();
            long[] offsets = {};
            json.expect('{');
            for (boolean first = true; json.next(first, '}'); first = false) {
                long keyAt = json.offset();
                String key = json.string();
                json.expect(':');
                boolean again =
                        switch (key) {
                            case "dtype" -> type.isPresent();
                            case "shape" -> shape.isPresent();
                            case "data_offsets" -> offsets.length > 0;
                            default ->
                                    throw json.troubleAt(
                                            keyAt, "tensor " + name + " has an unknown key " + key);
                        };
                if (again) {
                    throw json.troubleAt(keyAt, "tensor " + name + " has " + key + " twice");
                }
                switch (key) {
                    case "dtype" -> type = Optional.of(type(name));
                    case "shape" -> shape = Optional.of(shape(name));
                    default -> offsets = offsets(name);
                }
            }
            if (type.isEmpty() || shape.isEmpty() || offsets.length == 0) {
                throw json.troubleAt(
                        nameAt, "tensor " + name + " needs a dtype, a shape and data_offsets");
            }
            Entry entry =
                    new Entry(
                            name,
                            type.get(),
                            shape.get(),
                            dataStart + offsets[0],
                            dataStart + offsets[1]);
            long bytes = offsets[1] - offsets[0];
            if (entry.shape.elements() > bytes
                    || entry.shape.elements() * entry.type.bytes() != bytes) {
                throw json.troubleAt(
                        nameAt,
                        "tensor %s of %s %s does not take the %d bytes it is given"
                                .formatted(name, entry.type, entry.shape, bytes));
            }
            return entry;
        }

        private ElementType type(String name) {
            long at = json.offset();
            String type = json.string();
            return Arrays.stream(ElementType.values())
                    .filter(each -> each.name().equals(type))
                    .findFirst()
                    .orElseThrow(() ->
                            json.troubleAt(
                                    at,
                                    "tensor %s of type %s is not of one of %s"
                                            .formatted(
                                                    name,
                                                    type,
                                                    Arrays.asList(ElementType.values()))));
        }

        private Shape shape(String name) {
            long at = json.offset();
            List<Long> sizes = numbers(name);
            if (sizes.stream().anyMatch(size -> size > Integer.MAX_VALUE)) {
                throw json.troubleAt(
                        at,
                        "tensor %s of shape %s has a dimension over the limit of 2147483647"
                                .formatted(name, sizes));
            }
            try {
                return Shape.of(sizes.stream().mapToInt(Long::intValue).toArray());
            } catch (ShapeException tooLarge) {
                throw json.troubleAt(
                        at,
                        "tensor %s of shape %s has more than 2^63-1 elements"
                                .formatted(name, sizes));
            }
        }

        private long[] offsets(String name) {
            long at = json.offset();
            List<Long> found = numbers(name);
            long length = fileEnd - dataStart;
            if (found.size() != 2 || found.get(0) > found.get(1) || found.get(1) > length) {
                throw json.troubleAt(
                        at,
                        "tensor %s has offsets %s where [from,to] within the %d bytes of data is needed"
                                .formatted(name, found, length));
            }
            return new long[] {found.get(0), found.get(1)};
        }

        /// An array of numbers: sizes or offsets.
        private List<Long> numbers(String name) {
            List<Long> numbers = new ArrayList<>();
            json.expect('[');
            for (boolean first = true; json.next(first, ']'); first = false) {
                if (numbers.size() == MOST_NUMBERS) {
                    throw json.trouble(
                            "tensor "
                                    + name
                                    + " has a list of more than "
                                    + MOST_NUMBERS
                                    + " numbers");
                }
                numbers.add(json.number());
            }
            return numbers;
        }

        /// Every byte of the data belongs to one tensor.
        private void checkCover() {
            long at = dataStart;
            List<Entry> ordered =
                    tensors.values().stream()
                            .sorted(
                                    Comparator.comparingLong(Entry::start)
                                            .thenComparingLong(Entry::end))
                            .toList();
            for (Entry entry : ordered) {
                if (entry.start != at) {
                    throw json.troubleAt(
                            Math.min(at, entry.start),
                            entry.start > at
                                    ? "bytes up to tensor %s at %d belong to none"
                                            .formatted(entry.name, entry.start)
                                    : "tensor %s overlaps the one before it, which ends at %d"
                                            .formatted(entry.name, at));
                }
                at = entry.end;
            }
            if (at != fileEnd) {
                throw json.troubleAt(
                        at,
                        "the file goes on to byte %d behind its last tensor".formatted(fileEnd));
            }
        }
    }
}
