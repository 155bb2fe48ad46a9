package smalti.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smalti.error.FormatException;

/// The names of a data set's classes, by label.
public final class ClassList {
    /// Pascal VOC 2012.
    public static final List<String> VOC =
            List.of(
                    "background",
                    "aeroplane",
                    "bicycle",
                    "bird",
                    "boat",
                    "bottle",
                    "bus",
                    "car",
                    "cat",
                    "chair",
                    "cow",
                    "dining table",
                    "dog",
                    "horse",
                    "motorbike",
                    "person",
                    "potted plant",
                    "sheep",
                    "sofa",
                    "train",
                    "television");

    /// CamVid in the 11 classes of SegNet, and what belongs to none.
    public static final List<String> CAMVID =
            List.of(
                    "sky",
                    "building",
                    "pole",
                    "road",
                    "pavement",
                    "tree",
                    "signsymbol",
                    "fence",
                    "car",
                    "pedestrian",
                    "bicyclist",
                    "unlabelled");

    /// The 19 classes that Cityscapes is scored by.
    public static final List<String> CITYSCAPES =
            List.of(
                    "road",
                    "sidewalk",
                    "building",
                    "wall",
                    "fence",
                    "pole",
                    "traffic light",
                    "traffic sign",
                    "vegetation",
                    "terrain",
                    "sky",
                    "person",
                    "rider",
                    "car",
                    "truck",
                    "bus",
                    "train",
                    "motorcycle",
                    "bicycle");

    /// The labels of Cityscapes as published, of which 19 are scored; the others have no name.
    static final List<String> CITYSCAPES_IDS = cityscapesIds();

    private static final long LARGEST = 1 << 20;

    private ClassList() {}

    private static List<String> cityscapesIds() {
        int[] scored = {7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33};
        String[] names = new String[scored[scored.length - 1] + 1];
        Arrays.fill(names, "");
        for (int i = 0; i < scored.length; i++) {
            names[scored[i]] = CITYSCAPES.get(i);
        }
        return List.of(names);
    }

    /// Reads lines of a label and a name, counting from 0; what follows the name is passed over, as are lines that begin
    /// with `#`.
    ///
    /// @throws FormatException if a line does not begin with the number of its class
    static List<String> numbered(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : lines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+");
            expectNumber(file, line, words, names.size());
            names.add(words[1]);
        }
        return names;
    }

    /// Whether lines begin with numbers, as [#numbered] expects them.
    static boolean isNumbered(Path file) throws IOException {
        return lines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> line.strip().matches("\\d+\\s+\\S.*"))
                .isPresent();
    }

    /// Reads lines of a name, from label 0 on; those that begin with `#` are passed over.
    ///
    /// @throws FormatException if there is none, or one is there twice
    static List<String> plain(Path file) throws IOException {
        List<String> names =
                lines(file).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
        if (names.isEmpty()) {
            throw new FormatException(file.toString(), -1, "names no classes");
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                throw new FormatException(
                        file.toString(), -1, "names the class '" + names.get(i) + "' twice");
            }
        }
        return names;
    }

    /// Reads a table with a line of titles, whose first column counts from 1: the last column up to the first comma or
    /// semicolon.
    ///
    /// @throws FormatException if a line does not begin with the number of its class, or there is none
    static List<String> table(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : lines(file).stream().skip(1).filter(each -> !each.isBlank()).toList()) {
            String[] columns = line.strip().split("\t");
            expectNumber(file, line, columns, names.size() + 1);
            names.add(columns[columns.length - 1].split("[,;]", 2)[0].strip());
        }
        if (names.isEmpty()) {
            throw new FormatException(file.toString(), -1, "names no classes");
        }
        return names;
    }

    private static void expectNumber(Path file, String line, String[] words, int number) {
        if (words.length < 2 || !words[0].strip().equals(Integer.toString(number))) {
            throw new FormatException(
                    file.toString(),
                    -1,
                    "'%s' is not class %d and its name".formatted(line, number));
        }
    }

    private static List<String> lines(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new FormatException(
                    file.toString(), -1, "is larger than a list of names, " + LARGEST + " bytes");
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException binary) {
            throw new FormatException(file.toString(), -1, "is no text in UTF-8", binary);
        }
    }
}
