package smalti.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import smalti.error.FormatException;

/// The files of a part of a data set: lists of ids, folders of pictures, and what belongs to each.
final class PartFiles {
    private static final List<String> SUFFIXES = List.of(".jpg", ".png", ".jpeg");
    private static final long LONGEST_LIST = 1 << 28;

    private PartFiles() {}

    /// The list or folder of a part of a set.
    ///
    /// @param suffix what lists end with, empty for folders
    /// @throws FormatException if there is none, with those that there are
    static Path part(Path folder, String part, String suffix) throws IOException {
        Path file = folder.resolve(part + suffix);
        if (Files.exists(file)) {
            return file;
        }
        List<String> parts = parts(folder, suffix);
        throw new FormatException(
                file.toString(),
                -1,
                parts.isEmpty()
                        ? "the set has no parts"
                        : "the set has no such part, but " + String.join(", ", parts));
    }

    /// The names of a set's parts, in their order.
    static List<String> parts(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.toString().endsWith(suffix))
                    .filter(each -> !suffix.isEmpty() || Files.isDirectory(each))
                    .map(each -> withoutSuffix(each, suffix))
                    .filter(name -> !name.startsWith(".") && !name.startsWith("classes"))
                    .sorted()
                    .toList();
        }
    }

    /// The pictures whose ids a list names, with their labels.
    ///
    /// @throws FormatException if one of them is missing, or the list is empty or no text
    static List<LabelledPicture> listed(Path list, Path pictures, Path labels) throws IOException {
        List<LabelledPicture> all = new ArrayList<>();
        for (String id : ids(list)) {
            all.add(paired(id, picture(pictures, id), labels.resolve(id + ".png")));
        }
        return all;
    }

    /// The ids that a list names, a line each.
    ///
    /// @throws FormatException if there are none, or it is no text
    static List<String> ids(Path list) throws IOException {
        if (Files.size(list) > LONGEST_LIST) {
            throw new FormatException(
                    list.toString(), -1, "is larger than a list, " + LONGEST_LIST + " bytes");
        }
        try {
            List<String> ids =
                    Files.readAllLines(list).stream()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList();
            if (ids.isEmpty()) {
                throw new FormatException(list.toString(), -1, "names no pictures");
            }
            return ids;
        } catch (CharacterCodingException binary) {
            throw new FormatException(list.toString(), -1, "is no text in UTF-8", binary);
        }
    }

    /// The picture of an id.
    ///
    /// @throws FormatException if it is missing
    static Path picture(Path folder, String id) {
        return SUFFIXES.stream()
                .map(suffix -> folder.resolve(id + suffix))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() ->
                        new FormatException(
                                folder.resolve(id).toString(),
                                -1,
                                "no picture of that name, with any of " + SUFFIXES));
    }

    /// A picture and its labels.
    ///
    /// @throws FormatException if the labels are missing
    static LabelledPicture paired(String id, Path picture, Path labels) {
        if (!Files.exists(labels)) {
            throw new FormatException(
                    labels.toString(), -1, "the labels of " + id + " are missing");
        }
        return new LabelledPicture(id, picture, labels);
    }

    /// Pictures straight in a folder, in the order of their names.
    ///
    /// @throws FormatException if there are none
    static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return expectSome(
                    folder,
                    "",
                    all.filter(path -> SUFFIXES.stream().anyMatch(suffix -> is(path, suffix))));
        }
    }

    /// Files anywhere below a folder, in the order of their names.
    ///
    /// @throws FormatException if there are none
    static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return expectSome(folder, suffix, all.filter(path -> is(path, suffix)));
        }
    }

    /// Hidden files, as archives of some systems leave them, are no pictures.
    private static boolean is(Path path, String suffix) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(suffix)
                && !name.substring(0, name.length() - suffix.length()).startsWith(".");
    }

    private static List<Path> expectSome(Path folder, String suffix, Stream<Path> pictures) {
        List<Path> found = pictures.sorted().toList();
        if (found.isEmpty()) {
            throw new FormatException(folder.toString(), -1, "holds no pictures NAME" + suffix);
        }
        return found;
    }

    /// The name of a file.
    static String withoutSuffix(Path file, String suffix) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - suffix.length());
    }

    /// The name of a picture's file without its ending.
    static String id(Path picture) {
        String name = String.valueOf(picture.getFileName());
        return name.substring(0, name.lastIndexOf('.'));
    }
}
