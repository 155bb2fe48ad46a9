package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// MSRC-21 as objects on a background, with a table of which of them each picture shows.
final class MsrcFolder implements FolderLayout {
    private static final String CLASSES = "classes_obj.txt";
    private static final String TAGS = "image_labels_obj.csv";
    private static final int VOID = 255;

    @Override
    public String landmark() {
        return CLASSES;
    }

    @Override
    public LabelledPictures read(Path folder, String part) throws IOException {
        return new LabelledPictures(
                PartFiles.listed(
                        PartFiles.part(folder, part, ".txt"),
                        folder.resolve("images"),
                        folder.resolve("labels_obj")),
                ClassList.numbered(folder.resolve(CLASSES)),
                VOID);
    }

    @Override
    public Optional<TaggedPictures> readTagged(Path folder, String part) throws IOException {
        Path table = folder.resolve(TAGS);
        if (!Files.exists(table)) {
            return Optional.empty();
        }
        List<String> classes = ClassList.numbered(folder.resolve(CLASSES));
        List<String> ids = PartFiles.ids(PartFiles.part(folder, part, ".txt"));
        return Optional.of(
                TagTable.read(table, classes)
                        .of(ids, id -> PartFiles.picture(folder.resolve("images"), id)));
    }
}
