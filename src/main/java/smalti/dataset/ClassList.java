package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final long LARGEST = 1 << 20;

    private ClassList() {}

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
            if (words.length < 2 || !words[0].equals(Integer.toString(names.size()))) {
                throw new FormatException(
                        file.toString(),
                        -1,
                        "'%s' is not class %d and its name".formatted(line, names.size()));
            }
            names.add(words[1]);
        }
        return names;
    }

    /// Reads the last column of a table with a line of titles, up to the first comma.
    static List<String> table(Path file) throws IOException {
        return lines(file).stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> line.substring(line.lastIndexOf('\t') + 1).split("[,;]")[0].strip())
                .toList();
    }

    private static List<String> lines(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new FormatException(
                    file.toString(), -1, "is larger than a list of names, " + LARGEST + " bytes");
        }
        return Files.readAllLines(file);
    }
}
