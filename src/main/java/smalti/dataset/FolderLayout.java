package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How the files of a data set lie in its folder.
interface FolderLayout {
    /// A file or folder by which the set is known.
    String landmark();

    /// Whether a folder seems to be laid out like this.
    default boolean isAt(Path folder) throws IOException {
        return Files.exists(folder.resolve(landmark()));
    }

    /// The pictures of a part, with the labels of their pixels.
    ///
    /// @throws smalti.error.FormatException if there is no such part, it is empty, or a picture or its labels are missing
    LabelledPictures read(Path folder, String part) throws IOException;

    /// The pictures of a part with the classes that they show, where the set has a file that tells.
    ///
    /// @return empty if it has none
    /// @throws smalti.error.FormatException if there is no such part, it is empty, or a file is damaged
    default Optional<TaggedPictures> readTagged(Path folder, String part) throws IOException {
        return Optional.empty();
    }
}
