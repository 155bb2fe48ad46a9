package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// CamVid as SegNet's authors published it: `classes.txt` has a number, a name and a colour a line.
final class CamVidFolder implements FolderLayout {
    private static final String CLASSES = "classes.txt";

    /// The label of pixels that belong to no class where no class is called so.
    private static final int VOID = 255;

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
        int none = classes.indexOf("unlabelled");
        return new LabelledPictures(
                PartFiles.listed(
                        PartFiles.part(folder, part, ".txt"),
                        folder.resolve("images"),
                        folder.resolve("labels")),
                classes,
                none < 0 ? VOID : none);
    }
}
