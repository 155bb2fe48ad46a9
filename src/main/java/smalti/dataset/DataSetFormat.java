package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import smalti.error.FormatException;

/// How a data set lies in its folder.
public enum DataSetFormat {
    /// MSRC-21 as objects on a background: `images/ID.jpg`, `labels_obj/ID.png`, `SPLIT.txt`, and `classes_obj.txt`.
    MSRC,
    /// CamVid as SegNet's authors published it: `images/ID.jpg` or `.png`, `labels/ID.png`, `SPLIT.txt` with an id a line,
    /// and `classes.txt`.
    CAMVID,
    /// Pascal VOC: `JPEGImages/ID.jpg`, `SegmentationClass/ID.png`, `ImageSets/Segmentation/SPLIT.txt`.
    VOC,
    /// The scene parsing challenge on ADE20K: `images/SPLIT/ID.jpg`, `annotations/SPLIT/ID.png` with labels from 1, and
    /// `objectInfo150.txt`.
    ADE20K,
    /// Cityscapes: `leftImg8bit/SPLIT/CITY/ID_leftImg8bit.png`, `gtFine/SPLIT/CITY/ID_gtFine_labelTrainIds.png`.
    CITYSCAPES;

    private static final int VOID = 255;
    private static final List<String> SUFFIXES = List.of(".jpg", ".png", ".jpeg");
    private static final String CITY_PICTURE = "_leftImg8bit.png";
    private static final String CITY_LABELS = "_gtFine_labelTrainIds.png";

    /// The format that a folder seems to have. The first whose landmark is there: MSRC's folder has CamVid's too.
    public static Optional<DataSetFormat> of(Path folder) {
        return Stream.of(values())
                .filter(format -> Files.exists(folder.resolve(format.landmark())))
                .findFirst();
    }

    /// A file or folder that no other format has.
    private String landmark() {
        return switch (this) {
            case CAMVID -> "classes.txt";
            case MSRC -> "classes_obj.txt";
            case VOC -> "JPEGImages";
            case ADE20K -> "objectInfo150.txt";
            case CITYSCAPES -> "leftImg8bit";
        };
    }

    /// The pictures of a part of a data set.
    ///
    /// @param split the part's name, such as `val`
    /// @throws IOException if the part's list or folder cannot be read
    /// @throws FormatException if a picture or its labels are missing, or the part is empty
    public LabelledPictures read(Path folder, String split) throws IOException {
        return switch (this) {
            case CAMVID -> camvid(folder, split);
            case MSRC ->
                    new LabelledPictures(
                            listed(
                                    folder.resolve(split + ".txt"),
                                    folder.resolve("images"),
                                    folder.resolve("labels_obj")),
                            ClassList.numbered(folder.resolve("classes_obj.txt")),
                            VOID);
            case VOC ->
                    new LabelledPictures(
                            listed(
                                    folder.resolve("ImageSets/Segmentation/" + split + ".txt"),
                                    folder.resolve("JPEGImages"),
                                    folder.resolve("SegmentationClass")),
                            ClassList.VOC,
                            VOID);
            case ADE20K -> ade20k(folder, split);
            case CITYSCAPES -> cityscapes(folder, split);
        };
    }

    private static LabelledPictures camvid(Path folder, String split) throws IOException {
        List<String> classes = ClassList.numbered(folder.resolve("classes.txt"));
        return new LabelledPictures(
                listed(
                        folder.resolve(split + ".txt"),
                        folder.resolve("images"),
                        folder.resolve("labels")),
                classes,
                classes.indexOf("unlabelled"));
    }

    private static LabelledPictures ade20k(Path folder, String split) throws IOException {
        List<String> classes = new ArrayList<>(List.of("other"));
        classes.addAll(ClassList.table(folder.resolve("objectInfo150.txt")));
        Path labels = folder.resolve("annotations").resolve(split);
        List<LabelledPicture> pictures = new ArrayList<>();
        for (Path picture : files(folder.resolve("images").resolve(split), ".jpg")) {
            String id = withoutSuffix(picture, ".jpg");
            pictures.add(paired(id, picture, labels.resolve(id + ".png")));
        }
        return new LabelledPictures(pictures, classes, 0);
    }

    private static LabelledPictures cityscapes(Path folder, String split) throws IOException {
        Path labels = folder.resolve("gtFine").resolve(split);
        Path root = folder.resolve("leftImg8bit").resolve(split);
        List<LabelledPicture> pictures = new ArrayList<>();
        for (Path picture : files(root, CITY_PICTURE)) {
            String id = withoutSuffix(picture, CITY_PICTURE);
            Path beside = root.relativize(picture).resolveSibling(id + CITY_LABELS);
            pictures.add(paired(id, picture, labels.resolve(beside)));
        }
        return new LabelledPictures(pictures, ClassList.CITYSCAPES, VOID);
    }

    private static List<LabelledPicture> listed(Path list, Path pictures, Path labels)
            throws IOException {
        List<LabelledPicture> all = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            String id = line.strip();
            if (!id.isEmpty()) {
                all.add(paired(id, picture(pictures, id), labels.resolve(id + ".png")));
            }
        }
        if (all.isEmpty()) {
            throw new FormatException(list.toString(), -1, "names no pictures");
        }
        return all;
    }

    private static Path picture(Path folder, String id) {
        return SUFFIXES.stream()
                .map(suffix -> folder.resolve(id + suffix))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() ->
                        new FormatException(
                                folder.resolve(id).toString(),
                                -1,
                                "no picture of that name, with any of " + SUFFIXES));
    }

    private static LabelledPicture paired(String id, Path picture, Path labels) {
        if (!Files.exists(labels)) {
            throw new FormatException(
                    labels.toString(), -1, "the labels of " + id + " are missing");
        }
        return new LabelledPicture(id, picture, labels);
    }

    /// Files below a folder, in the order of their names.
    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found =
                    all.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
            if (found.isEmpty()) {
                throw new FormatException(folder.toString(), -1, "holds no pictures NAME" + suffix);
            }
            return found;
        }
    }

    private static String withoutSuffix(Path file, String suffix) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - suffix.length());
    }
}
