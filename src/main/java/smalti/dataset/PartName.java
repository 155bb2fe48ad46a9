package smalti.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import smalti.error.FormatException;

/// What a part of a data set is asked for by: its name, and behind a colon, parted by commas, how the ids begin that are
/// wanted of it: `train:0016E5,0001TP`. Sets of videos are divided honestly that way.
///
/// @param prefixes none if all pictures are wanted
record PartName(String name, List<String> prefixes) {
    static PartName of(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new PartName(text, List.of())
                : new PartName(
                        text.substring(0, colon), List.of(text.substring(colon + 1).split(",")));
    }

    /// Those that are wanted.
    ///
    /// @throws FormatException if a prefix is that of none
    <P> List<P> wanted(Path folder, List<P> pictures, Function<P, String> id) {
        for (String prefix : prefixes) {
            if (pictures.stream().noneMatch(each -> id.apply(each).startsWith(prefix))) {
                throw new FormatException(
                        folder.toString(),
                        -1,
                        "no picture of the part %s has a name that begins with '%s'"
                                .formatted(name, prefix));
            }
        }
        return prefixes.isEmpty()
                ? pictures
                : pictures.stream()
                        .filter(each -> prefixes.stream().anyMatch(id.apply(each)::startsWith))
                        .toList();
    }
}
