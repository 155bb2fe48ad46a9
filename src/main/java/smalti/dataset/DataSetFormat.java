package smalti.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import smalti.error.FormatException;
import smalti.photo.LabelReader;

/// How a data set lies in its folder.
///
/// A part of a set is asked for by its name, as in `val`, or by its name and how the ids begin that are wanted of it, as in
/// `train:0016E5,0001TP`.
public enum DataSetFormat {
    /// MSRC-21 as objects on a background: `images/ID.jpg`, `labels_obj/ID.png`, `SPLIT.txt`, and `classes_obj.txt`; what
    /// pictures show is read from `image_labels_obj.csv`.
    MSRC(new MsrcFolder()),
    /// CamVid as SegNet's authors published it: `images/ID.jpg` or `.png`, `labels/ID.png`, `SPLIT.txt` with an id a line,
    /// and `classes.txt`. So lies MSRC-21 with all of its classes.
    CAMVID(new CamVidFolder()),
    /// Pascal VOC: `JPEGImages/ID.jpg`, `SegmentationClass/ID.png`, `ImageSets/Segmentation/SPLIT.txt`; what pictures show is
    /// read from `Annotations/ID.xml`, or from the lists in `ImageSets/Main`.
    VOC(new VocFolder()),
    /// The scene parsing challenge on ADE20K, `ADEChallengeData2016`: `images/SPLIT/ID.jpg`, `annotations/SPLIT/ID.png` with
    /// labels from 1 and 0 for what is not looked at, and `objectInfo150.txt`. Its parts are `training` and `validation`;
    /// `train` and `val` are understood too.
    ADE20K(new AdeFolder()),
    /// Cityscapes: `leftImg8bit/SPLIT/CITY/ID_leftImg8bit.png`, `gtFine/SPLIT/CITY/ID_gtFine_labelIds.png` as published;
    /// where the set's scripts have made `ID_gtFine_labelTrainIds.png` of all, those.
    CITYSCAPES(new CityscapesFolder()),
    /// A set of somebody's own: `images/NAME.jpg` or `.png`, `labels/NAME.png` and `classes.txt` with a name a line, that of
    /// label 0 first; its parts are lists `SPLIT.txt` of names or folders `images/SPLIT`, or all is the part `all`. Pixels of
    /// the label 255, or of a class called `void`, `ignore` or `unlabelled`, belong to none.
    PLAIN(new PlainFolder());

    /// How far below a folder a data set is looked for.
    private static final int DEPTH = 2;

    private final FolderLayout layout;

    DataSetFormat(FolderLayout layout) {
        this.layout = layout;
    }

    /// The name that it is asked for by.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

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
        try {
            return layout.isAt(folder);
        } catch (IOException | FormatException unreadable) {
            return false;
        }
    }

    /// The pictures of a part of a data set, with the labels of their pixels.
    ///
    /// @throws IOException if the part's list or folder cannot be read
    /// @throws FormatException if the folder is none of this format, there is no such part, a picture or its labels are
    ///     missing, or the part is empty
    public LabelledPictures read(Path folder, String part) throws IOException {
        expectAt(folder);
        PartName wanted = PartName.of(part);
        LabelledPictures all = layout.read(folder, wanted.name());
        return new LabelledPictures(
                wanted.wanted(folder, all.pictures(), LabelledPicture::id),
                all.classes(),
                all.ignored());
    }

    /// The pictures of a part of a data set with the classes that they show: as the set's own files tell, or, where it has
    /// none, as the labels of the pixels do.
    ///
    /// @param reader of labels, where they are needed
    /// @param leastPixels how many pixels of a class a picture must have to show it, where labels tell
    /// @throws IOException if a file cannot be read
    /// @throws FormatException as [#read]
    public TaggedPictures readTagged(Path folder, String part, LabelReader reader, int leastPixels)
            throws IOException {
        expectAt(folder);
        PartName wanted = PartName.of(part);
        Optional<TaggedPictures> told = layout.readTagged(folder, wanted.name());
        if (told.isPresent()) {
            return new TaggedPictures(
                    wanted.wanted(folder, told.get().pictures(), TaggedPicture::id),
                    told.get().classes());
        }
        return read(folder, part).tagged(reader, leastPixels);
    }

    private void expectAt(Path folder) {
        if (!isAt(folder)) {
            throw new FormatException(
                    folder.toString(),
                    -1,
                    "holds no set of the format %s, which has %s%s"
                            .formatted(
                                    label(),
                                    layout.landmark(),
                                    near(folder, List.of(this))
                                            .map(other -> "; " + other + " has it")
                                            .orElse("")));
        }
    }
}
