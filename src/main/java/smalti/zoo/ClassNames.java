package smalti.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import smalti.error.FormatException;

/// What ImageNet's classes are called.
final class ClassNames {
    private static final String SYNSETS = "synset_words.txt";
    private static final long LARGEST_LIST = 1 << 20;

    private ClassNames() {}

    /// The names of ImageNet's classes: the lines of `synset_words.txt` beside the weights, each a number and names parted
    /// by commas, of which the first is taken. Without that file classes are called by their numbers.
    ///
    /// @throws FormatException if the file has another number of lines
    static List<String> imageNet(Path weights, int classes) throws IOException {
        Path list = weights.resolveSibling(SYNSETS);
        if (!Files.exists(list)) {
            return IntStream.range(0, classes).mapToObj(each -> "class " + each).toList();
        }
        if (Files.size(list) > LARGEST_LIST) {
            throw new FormatException(
                    list.toString(),
                    -1,
                    "is larger than a list of names, " + LARGEST_LIST + " bytes");
        }
        try (Stream<String> lines = Files.lines(list)) {
            List<String> names =
                    lines.filter(line -> !line.isBlank()).map(ClassNames::firstName).toList();
            if (names.size() != classes) {
                throw new FormatException(
                        list.toString(),
                        -1,
                        "has %d names where there are %d classes".formatted(names.size(), classes));
            }
            return names;
        }
    }

    private static String firstName(String line) {
        String names = line.substring(line.indexOf(' ') + 1);
        int comma = names.indexOf(',');
        return comma < 0 ? names : names.substring(0, comma);
    }
}
