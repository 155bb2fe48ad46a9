package smalti.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import smalti.error.ParameterException;
import smalti.tensor.Tensor;

/// Writes tensors as a safetensors file: wider types first, then by name, so that each starts at a multiple of its
/// elements' size, and equal tensors give equal bytes. The file appears, or replaces an older one, when it is whole.
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /// Writes a file.
    ///
    /// @param tensors by name
    /// @param metadata texts by name
    /// @throws ParameterException if a tensor is named `__metadata__`, or names and metadata are longer than a header may
    ///     be
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new ParameterException(
                    "the name of a tensor",
                    "any but that of the metadata",
                    SafetensorsHeader.METADATA);
        }
        List<Map.Entry<String, Tensor>> ordered =
                tensors.entrySet().stream()
                        .sorted(
                                Comparator.comparing((Map.Entry<String, Tensor> entry) ->
                                                -entry.getValue().dtype().bytes())
                                        .thenComparing(Map.Entry::getKey))
                        .toList();
        byte[] header = header(ordered, metadata);
        Draft.sweepBeside(file);
        try (Draft draft = Draft.of(file)) {
            try (FileChannel channel = FileChannel.open(draft.path(), StandardOpenOption.WRITE)) {
                ByteBuffer start =
                        ByteBuffer.allocate(8 + header.length)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(header.length)
                                .put(header)
                                .flip();
                while (start.hasRemaining()) {
                    channel.write(start);
                }
                ElementEncoder elements = new ElementEncoder();
                for (var entry : ordered) {
                    elements.write(entry.getValue(), channel);
                }
            }
            draft.commit();
        }
    }

    private static byte[] header(
            List<Map.Entry<String, Tensor>> tensors, Map<String, String> metadata) {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append(
                    new TreeMap<>(metadata)
                            .entrySet().stream()
                                    .map(text ->
                                            quoted(text.getKey()) + ":" + quoted(text.getValue()))
                                    .collect(
                                            Collectors.joining(
                                                    ",",
                                                    quoted(SafetensorsHeader.METADATA) + ":{",
                                                    "}")));
        }
        long at = 0;
        for (var entry : tensors) {
            Tensor tensor = entry.getValue();
            long end = at + tensor.elements() * tensor.dtype().bytes();
            json.append(json.length() > 1 ? "," : "")
                    .append(quoted(entry.getKey()))
                    .append(":{\"dtype\":\"")
                    .append(tensor.dtype())
                    .append("\",\"shape\":")
                    .append(Arrays.toString(tensor.shape().sizes()).replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(at)
                    .append(",")
                    .append(end)
                    .append("]}");
            at = end;
        }
        byte[] text = json.append("}").toString().getBytes(StandardCharsets.UTF_8);
        if (text.length > SafetensorsHeader.LONGEST) {
            throw new ParameterException(
                    "a header",
                    "at most " + SafetensorsHeader.LONGEST + " bytes long",
                    text.length);
        }
        byte[] padded = new byte[(text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(text, 0, padded, 0, text.length);
        return padded;
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                json.append('\\').append(each);
            } else if (each < ' ' || Character.isSurrogate(each)) {
                // A lone surrogate is no UTF-8; escaped, any string comes back as it was.
                json.append("\\u").append(HexFormat.of().toHexDigits(each));
            } else {
                json.append(each);
            }
        }
        return json.append('"').toString();
    }
}
