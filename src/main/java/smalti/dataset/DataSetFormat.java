package smalti.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    /// The scene parsing challenge on ADE20K, `ADEChallengeData2016`: `images/SPLIT/ID.jpg`, `annotations/SPLIT/ID.png` with
    /// labels from 1 and 0 for what is not looked at, and `objectInfo150.txt`. Its parts are `training` and `validation`;
    /// `train` and `val` are understood too.
    ADE20K,
    /// Cityscapes: `leftImg8bit/SPLIT/CITY/ID_leftImg8bit.png`, `gtFine/SPLIT/CITY/ID_gtFine_labelIds.png` as published;
    /// where the set's scripts have made `ID_gtFine_labelTrainIds.png` of all, those.
    CITYSCAPES;

    private static final int VOID = 255;
    private static final List<String> SUFFIXES = List.of(".jpg", ".png", ".jpeg");
    private static final String CITY_PICTURE = "_leftImg8bit.png";
    private static final String CITY_TRAIN_IDS = "_gtFine_labelTrainIds.png";
    private static final String CITY_IDS = "_gtFine_labelIds.png";
    private static final Map<String, String> ADE_PARTS =
            Map.of("train", "training", "val", "validation", "test", "testing");

    /// How far below a folder a data set is looked for.
    private static final int DEPTH = 2;

    /// The format that a folder seems to have. The first whose landmark is there: MSRC's folder has CamVid's too.
    public static Optional<DataSetFormat> of(Path folder) {
        return Stream.of(values()).filter(format -> format.isAt(folder)).findFirst();
    }

    /// A folder near another that has a data set of some format: above it, or a little below.
    public static Optional<Path> near(Path folder) {
        return near(folder, List.of(values()));
    }

    private static Optional<Path> near(Path folder, List<DataSetFormat> formats) {
        Path above = folder.toAbsolutePath().normalize().getParent();
        if (above != null && formats.stream().anyMatch(format -> format.isAt(above))) {
            return Optional.of(above);
        }
        try (Stream<Path> below = Files.find(folder, DEPTH, (_, about) -> about.isDirectory())) {
            return below.filter(each -> formats.stream().anyMatch(format -> format.isAt(each)))
                    .min(Comparator.naturalOrder());
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private boolean isAt(Path folder) {
        return Files.exists(folder.resolve(landmark()));
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
    /// @throws FormatException if the folder is none of this format, there is no such part, a picture or its labels are
    ///     missing, or the part is empty
    public LabelledPictures read(Path folder, String split) throws IOException {
        if (!isAt(folder)) {
            throw new FormatException(
                    folder.toString(),
                    -1,
                    "holds no set of the format %s, which has %s%s"
                            .formatted(
                                    name().toLowerCase(Locale.ROOT),
                                    landmark(),
                                    near(folder, List.of(this))
                                            .map(other -> "; " + other + " has it")
                                            .orElse("")));
        }
        return switch (this) {
            case CAMVID -> camvid(folder, split);
            case MSRC ->
                    new LabelledPictures(
                            listed(
                                    part(folder, split, ".txt"),
                                    folder.resolve("images"),
                                    folder.resolve("labels_obj")),
                            ClassList.numbered(folder.resolve("classes_obj.txt")),
                            VOID);
            case VOC ->
                    new LabelledPictures(
                            listed(
                                    part(folder.resolve("ImageSets/Segmentation"), split, ".txt"),
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
                        part(folder, split, ".txt"),
                        folder.resolve("images"),
                        folder.resolve("labels")),
                classes,
                classes.indexOf("unlabelled"));
    }

    private static LabelledPictures ade20k(Path folder, String split) throws IOException {
        List<String> classes = new ArrayList<>(List.of("other"));
        classes.addAll(ClassList.table(folder.resolve("objectInfo150.txt")));
        Path images = folder.resolve("images");
        boolean known = Files.exists(images.resolve(split));
        Path part = part(images, known ? split : ADE_PARTS.getOrDefault(split, split), "");
        Path labels = folder.resolve("annotations").resolve(part.getFileName());
        List<LabelledPicture> pictures = new ArrayList<>();
        for (Path picture : files(part, ".jpg")) {
            String id = withoutSuffix(picture, ".jpg");
            pictures.add(paired(id, picture, labels.resolve(id + ".png")));
        }
        return new LabelledPictures(pictures, classes, 0);
    }

    private static LabelledPictures cityscapes(Path folder, String split) throws IOException {
        Path root = part(folder.resolve("leftImg8bit"), split, "");
        Path fine = folder.resolve("gtFine");
        if (!Files.exists(fine)) {
            throw new FormatException(
                    fine.toString(), -1, "is missing; the labels are a download of their own");
        }
        List<Path> pictures = files(root, CITY_PICTURE);
        List<LabelledPicture> trainIds = cityscapes(root, pictures, fine, CITY_TRAIN_IDS);
        if (trainIds.stream().allMatch(each -> Files.exists(each.labels()))) {
            return new LabelledPictures(trainIds, ClassList.CITYSCAPES, VOID);
        }
        List<LabelledPicture> ids = cityscapes(root, pictures, fine, CITY_IDS);
        ids.forEach(DataSetFormat::expectLabels);
        return new LabelledPictures(ids, ClassList.CITYSCAPES_IDS, VOID);
    }

    /// Pictures and, in the folder of the same city, what labels of one kind are called.
    private static List<LabelledPicture> cityscapes(
            Path root, List<Path> pictures, Path fine, String suffix) {
        Path labels = fine.resolve(root.getFileName());
        List<LabelledPicture> all = new ArrayList<>();
        for (Path picture : pictures) {
            String id = withoutSuffix(picture, CITY_PICTURE);
            Path beside = root.relativize(picture).resolveSibling(id + suffix);
            all.add(new LabelledPicture(id, picture, labels.resolve(beside)));
        }
        return all;
    }

    /// The list or folder of a part of a set.
    ///
    /// @param suffix what lists end with, empty for folders
    private static Path part(Path folder, String split, String suffix) throws IOException {
        Path part = folder.resolve(split + suffix);
        if (Files.exists(part)) {
            return part;
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<String> parts =
                    all.filter(each -> each.toString().endsWith(suffix))
                            .filter(each -> !suffix.isEmpty() || Files.isDirectory(each))
                            .map(each -> withoutSuffix(each, suffix))
                            .filter(name -> !name.startsWith(".") && !name.startsWith("classes"))
                            .sorted()
                            .toList();
            throw new FormatException(
                    part.toString(),
                    -1,
                    parts.isEmpty()
                            ? "the set has no parts"
                            : "the set has no such part, but " + String.join(", ", parts));
        }
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
        var pair = new LabelledPicture(id, picture, labels);
        expectLabels(pair);
        return pair;
    }

    private static void expectLabels(LabelledPicture pair) {
        if (!Files.exists(pair.labels())) {
            throw new FormatException(
                    pair.labels().toString(), -1, "the labels of " + pair.id() + " are missing");
        }
    }

    /// Files below a folder, in the order of their names; hidden ones, as archives of some systems leave, are none.
    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found =
                    all.filter(path -> path.toString().endsWith(suffix))
                            .filter(path -> !withoutSuffix(path, suffix).startsWith("."))
                            .sorted()
                            .toList();
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
