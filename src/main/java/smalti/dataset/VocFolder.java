package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import smalti.error.FormatException;

/// Pascal VOC. What pictures show is read from `Annotations`, or without that folder from the lists of the classification
/// task, `ImageSets/Main/CLASS_PART.txt`.
final class VocFolder implements FolderLayout {
    private static final int VOID = 255;
    private static final String SEGMENTATION = "ImageSets/Segmentation";
    private static final String MAIN = "ImageSets/Main";

    /// What the set's files call classes that have two words here, or another one.
    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    "diningtable", "dining table",
                    "pottedplant", "potted plant",
                    "tvmonitor", "television");

    @Override
    public String landmark() {
        return "JPEGImages";
    }

    @Override
    public LabelledPictures read(Path folder, String part) throws IOException {
        return new LabelledPictures(
                PartFiles.listed(
                        PartFiles.part(folder.resolve(SEGMENTATION), part, ".txt"),
                        folder.resolve(landmark()),
                        folder.resolve("SegmentationClass")),
                ClassList.VOC,
                VOID);
    }

    @Override
    public Optional<TaggedPictures> readTagged(Path folder, String part) throws IOException {
        Path annotations = folder.resolve("Annotations");
        Path main = folder.resolve(MAIN);
        boolean listed = Files.exists(main.resolve(part + ".txt"));
        if (!Files.isDirectory(annotations) && !listed) {
            return Optional.empty();
        }
        // Many more pictures are tagged than have masks, in lists of both tasks.
        Path list =
                listed
                        ? main.resolve(part + ".txt")
                        : PartFiles.part(folder.resolve(SEGMENTATION), part, ".txt");
        Map<String, Set<Integer>> fromLists =
                Files.isDirectory(annotations) ? Map.of() : fromLists(main, part);
        List<TaggedPicture> pictures = new ArrayList<>();
        for (String id : PartFiles.ids(list)) {
            Set<Integer> shown =
                    Files.isDirectory(annotations)
                            ? fromAnnotation(annotations.resolve(id + ".xml"))
                            : fromLists.getOrDefault(id, Set.of());
            Path picture = PartFiles.picture(folder.resolve(landmark()), id);
            pictures.add(new TaggedPicture(id, picture, shown));
        }
        return Optional.of(new TaggedPictures(pictures, ClassList.VOC));
    }

    private static Set<Integer> fromAnnotation(Path file) throws IOException {
        Set<Integer> shown = new TreeSet<>();
        for (String name : VocAnnotation.names(file)) {
            int label = ClassList.VOC.indexOf(OTHER_NAMES.getOrDefault(name, name));
            if (label < 0) {
                throw new FormatException(
                        file.toString(), -1, "an object '" + name + "', which VOC has no class of");
            }
            shown.add(label);
        }
        return shown;
    }

    /// Lines of an id and 1 where its picture shows the class, 0 where that is difficult to see, -1 where it does not.
    private static Map<String, Set<Integer>> fromLists(Path main, String part) throws IOException {
        Map<String, Set<Integer>> byId = new HashMap<>();
        Map<String, String> fileNames = new HashMap<>();
        OTHER_NAMES.forEach((file, name) -> fileNames.put(name, file));
        for (int label = 1; label < ClassList.VOC.size(); label++) {
            String name = ClassList.VOC.get(label);
            Path list = main.resolve(fileNames.getOrDefault(name, name) + "_" + part + ".txt");
            for (String line : PartFiles.ids(list)) {
                String[] words = line.split("\\s+");
                if (words.length != 2 || !words[1].matches("-?1|0")) {
                    throw new FormatException(
                            list.toString(), -1, "'" + line + "' is not an id and 1, 0 or -1");
                }
                if (words[1].equals("1")) {
                    byId.computeIfAbsent(words[0], _ -> new TreeSet<>()).add(label);
                }
            }
        }
        return byId;
    }
}
