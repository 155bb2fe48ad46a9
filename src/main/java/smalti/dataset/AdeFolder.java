package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The scene parsing challenge on ADE20K, as its archive unpacks.
final class AdeFolder implements FolderLayout {
    private static final String CLASSES = "objectInfo150.txt";
    private static final Map<String, String> OTHER_NAMES =
            Map.of("train", "training", "val", "validation", "test", "testing");

    @Override
    public String landmark() {
        return CLASSES;
    }

    @Override
    public LabelledPictures read(Path folder, String part) throws IOException {
        List<String> classes = new ArrayList<>(List.of("other"));
        classes.addAll(ClassList.table(folder.resolve(CLASSES)));
        Path images = folder.resolve("images");
        boolean known = Files.exists(images.resolve(part));
        Path found =
                PartFiles.part(images, known ? part : OTHER_NAMES.getOrDefault(part, part), "");
        Path labels = folder.resolve("annotations").resolve(found.getFileName());
        List<LabelledPicture> pictures = new ArrayList<>();
        for (Path picture : PartFiles.files(found, ".jpg")) {
            String id = PartFiles.withoutSuffix(picture, ".jpg");
            pictures.add(PartFiles.paired(id, picture, labels.resolve(id + ".png")));
        }
        return new LabelledPictures(pictures, classes, 0);
    }
}
