package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A set of somebody's own: `images`, `labels` of the same names as PNG, whose values are the lines of `classes.txt`, counted
/// from 0. Parts are lists `PART.txt` of names, or folders `images/PART` and `labels/PART`; where there are neither, all
/// pictures are the one part `all`.
final class PlainFolder implements FolderLayout {
    private static final String CLASSES = "classes.txt";
    private static final String ALL = "all";

    /// What people call pixels that belong to no class.
    private static final List<String> NO_CLASS =
            List.of("void", "ignore", "ignored", "unlabelled", "unlabeled");

    /// The label of such pixels where no line has one of these names.
    private static final int VOID = 255;

    @Override
    public String landmark() {
        return CLASSES;
    }

    @Override
    public LabelledPictures read(Path folder, String part) throws IOException {
        List<String> classes = ClassList.plain(folder.resolve(CLASSES));
        int none =
                NO_CLASS.stream()
                        .mapToInt(classes::indexOf)
                        .filter(each -> each >= 0)
                        .findFirst()
                        .orElse(VOID);
        return new LabelledPictures(pictures(folder, part), classes, none);
    }

    private static List<LabelledPicture> pictures(Path folder, String part) throws IOException {
        Path images = folder.resolve("images");
        Path labels = folder.resolve("labels");
        if (Files.isDirectory(images.resolve(part))) {
            return beside(images.resolve(part), labels.resolve(part));
        }
        boolean undivided =
                PartFiles.parts(folder, ".txt").isEmpty() && PartFiles.parts(images, "").isEmpty();
        if (undivided && part.equals(ALL)) {
            return beside(images, labels);
        }
        return PartFiles.listed(PartFiles.part(folder, part, ".txt"), images, labels);
    }

    private static List<LabelledPicture> beside(Path images, Path labels) throws IOException {
        List<LabelledPicture> all = new ArrayList<>();
        for (Path picture : PartFiles.pictures(images)) {
            String id = PartFiles.id(picture);
            all.add(PartFiles.paired(id, picture, labels.resolve(id + ".png")));
        }
        return all;
    }
}
