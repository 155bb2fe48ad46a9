package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// CamVid as SegNet's authors published it: `classes.txt` has a number, a name and a colour a line.
final class CamVidFolder implements FolderLayout {
    private static final String CLASSES = "classes.txt";

    @Override
    public String landmark() {
        return CLASSES;
    }

    /// A list of names alone is that of a plain folder.
    @Override
    public boolean isAt(Path folder) throws IOException {
        Path file = folder.resolve(CLASSES);
        return Files.exists(file) && ClassList.isNumbered(file);
    }

    @Override
    public LabelledPictures read(Path folder, String part) throws IOException {
        List<String> classes = ClassList.numbered(folder.resolve(CLASSES));
        return new LabelledPictures(
                PartFiles.listed(
                        PartFiles.part(folder, part, ".txt"),
                        folder.resolve("images"),
                        folder.resolve("labels")),
                classes,
                classes.indexOf("unlabelled"));
    }
}
