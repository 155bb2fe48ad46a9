package smalti.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.FormatException;
import smalti.photo.LabelReader;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.tensor.Tensor;
import smalti.testkit.RealData;

class DataSetFormatTest {
    @TempDir private Path folder;

    @Test
    void camvid() throws IOException {
        file("classes.txt", "# index name\n0 sky 128 128 128\n1 unlabelled 0 0 0\n");
        file("val.txt", "a\n\nb\n");
        file("images/a.jpg", "");
        file("images/b.png", "");
        file("labels/a.png", "");
        file("labels/b.png", "");
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.CAMVID);
        LabelledPictures set = DataSetFormat.CAMVID.read(folder, "val");
        assertThat(set.classes()).containsExactly("sky", "unlabelled");
        assertThat(set.ignored()).isEqualTo(1);
        assertThat(set.pictures())
                .containsExactly(
                        picture("a", "images/a.jpg", "labels/a.png"),
                        picture("b", "images/b.png", "labels/b.png"));
    }

    @Test
    void msrcIsNotTakenForCamvid() throws IOException {
        file("classes.txt", "0 building 0 0 0\n");
        file("classes_obj.txt", "0 background 0 0 0\n1 cow 0 0 0\n");
        file("train.txt", "1_4\n");
        file("images/1_4.jpg", "");
        file("labels_obj/1_4.png", "");
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.MSRC);
        LabelledPictures set = DataSetFormat.MSRC.read(folder, "train");
        assertThat(set.classes()).containsExactly("background", "cow");
        assertThat(set.ignored()).isEqualTo(255);
        assertThat(set.pictures())
                .containsExactly(picture("1_4", "images/1_4.jpg", "labels_obj/1_4.png"));
    }

    @Test
    void voc() throws IOException {
        file("JPEGImages/2007_1.jpg", "");
        file("SegmentationClass/2007_1.png", "");
        file("ImageSets/Segmentation/val.txt", "2007_1\n");
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.VOC);
        LabelledPictures set = DataSetFormat.VOC.read(folder, "val");
        assertThat(set.classes()).hasSize(21).startsWith("background", "aeroplane");
        assertThat(set.pictures()).hasSize(1);
    }

    /// As the challenge's archive unpacks, with what some systems add to it.
    @Test
    void ade20k() throws IOException {
        ade20kSet();
        file("images/validation/._a.jpg", "");
        file("images/.DS_Store", "");
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.ADE20K);
        LabelledPictures set = DataSetFormat.ADE20K.read(folder, "validation");
        assertThat(set.classes()).containsExactly("other", "wall", "building", "screen");
        assertThat(set.ignored()).isZero();
        assertThat(set.pictures())
                .containsExactly(
                        picture("a", "images/validation/a.jpg", "annotations/validation/a.png"),
                        picture("b", "images/validation/b.jpg", "annotations/validation/b.png"));
        // As the other sets call it, and as --split has it by default.
        assertThat(DataSetFormat.ADE20K.read(folder, "val")).isEqualTo(set);
        assertThatThrownBy(() -> DataSetFormat.ADE20K.read(folder, "test"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("testing")
                .hasMessageContaining("no such part, but training, validation");
    }

    @Test
    void pixelsOfNoClassOfAde20kAreIgnored() throws IOException {
        ade20kSet();
        var set = DataSetFormat.ADE20K.read(folder, "val");
        var mapping = ClassMapping.of(set, List.of("building", "wall"));
        assertThat(mapping.apply(Tensor.of(new int[] {0, 1, 2, 3}, 1, 4)).ints())
                .containsExactly(-1, 1, 0, -1);
    }

    private void ade20kSet() throws IOException {
        file(
                "objectInfo150.txt",
                "Idx\tRatio\tTrain\tVal\tName\n1\t0.1\t1\t1\twall\n2\t0.1\t1\t1\tbuilding, edifice\n"
                        + "3\t0.1\t1\t1\tscreen;CRT screen\n");
        file("sceneCategories.txt", "ADE_train_00000001 airport_terminal\n");
        file("images/validation/b.jpg", "");
        file("images/validation/a.jpg", "");
        file("images/training/c.jpg", "");
        file("annotations/validation/a.png", "");
        file("annotations/validation/b.png", "");
        file("annotations/training/c.png", "");
    }

    @Test
    void aListOfClassesThatSkipsOneIsRefused() throws IOException {
        ade20kSet();
        file(
                "objectInfo150.txt",
                "Idx\tRatio\tTrain\tVal\tName\n1\t0\t1\t1\twall\n3\t0\t1\t1\tsky\n");
        assertThatThrownBy(() -> DataSetFormat.ADE20K.read(folder, "val"))
                .hasMessageContaining("is not class 2");
        file("objectInfo150.txt", "Idx\tRatio\tTrain\tVal\tName\n");
        assertThatThrownBy(() -> DataSetFormat.ADE20K.read(folder, "val"))
                .hasMessageContaining("names no classes");
        Files.write(folder.resolve("objectInfo150.txt"), new byte[] {'a', '\n', (byte) 0xFF});
        assertThatThrownBy(() -> DataSetFormat.ADE20K.read(folder, "val"))
                .hasMessageContaining("no text");
    }

    /// As the two archives unpack over each other: labels of several kinds and polygons, no train ids.
    @Test
    void cityscapesAsPublished() throws IOException {
        cityscapesFrame("val", "munster", "munster_000000_000019");
        cityscapesFrame("val", "frankfurt", "frankfurt_000001_000538");
        cityscapesFrame("train", "aachen", "aachen_000000_000019");
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.CITYSCAPES);
        LabelledPictures set = DataSetFormat.CITYSCAPES.read(folder, "val");
        assertThat(set.pictures())
                .containsExactly(
                        picture(
                                "frankfurt_000001_000538",
                                "leftImg8bit/val/frankfurt/frankfurt_000001_000538_leftImg8bit.png",
                                "gtFine/val/frankfurt/frankfurt_000001_000538_gtFine_labelIds.png"),
                        picture(
                                "munster_000000_000019",
                                "leftImg8bit/val/munster/munster_000000_000019_leftImg8bit.png",
                                "gtFine/val/munster/munster_000000_000019_gtFine_labelIds.png"));
        // 0 unlabelled, 3 out of the region, 7 road, 9 parking, 23 sky, 29 caravan, 33 bicycle.
        var mapping = ClassMapping.of(set, List.of("background", "sky", "road", "bicycle"));
        int[] labels = {0, 3, 7, 8, 9, 23, 29, 33, 255};
        assertThat(mapping.apply(Tensor.of(labels, 1, labels.length)).ints())
                .containsExactly(-1, -1, 2, 0, -1, 1, -1, 3, -1);
    }

    @Test
    void trainIdsOfCityscapesAreTakenWhereAllPicturesHaveThem() throws IOException {
        cityscapesFrame("val", "bonn", "bonn_1");
        cityscapesFrame("val", "bonn", "bonn_2");
        file("gtFine/val/bonn/bonn_1_gtFine_labelTrainIds.png", "");
        assertThat(DataSetFormat.CITYSCAPES.read(folder, "val").pictures().getFirst().labels())
                .hasFileName("bonn_1_gtFine_labelIds.png");
        file("gtFine/val/bonn/bonn_2_gtFine_labelTrainIds.png", "");
        LabelledPictures set = DataSetFormat.CITYSCAPES.read(folder, "val");
        assertThat(set.pictures())
                .extracting(each -> each.labels().getFileName().toString())
                .containsExactly(
                        "bonn_1_gtFine_labelTrainIds.png", "bonn_2_gtFine_labelTrainIds.png");
        assertThat(set.classes()).isEqualTo(ClassList.CITYSCAPES);
        assertThat(set.ignored()).isEqualTo(255);
    }

    @Test
    void cityscapesWithHalfOfItsDownloadsSaysSo() throws IOException {
        file("leftImg8bit/val/bonn/bonn_1_leftImg8bit.png", "");
        assertThatThrownBy(() -> DataSetFormat.CITYSCAPES.read(folder, "val"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("gtFine")
                .hasMessageContaining("a download of their own");
        file("gtFine/val/bonn/bonn_2_gtFine_labelIds.png", "");
        assertThatThrownBy(() -> DataSetFormat.CITYSCAPES.read(folder, "val"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("bonn_1_gtFine_labelIds.png")
                .hasMessageContaining("labels of bonn_1 are missing");
    }

    private void cityscapesFrame(String split, String city, String id) throws IOException {
        file("leftImg8bit/%s/%s/%s_leftImg8bit.png".formatted(split, city, id), "");
        for (String kind :
                List.of("color.png", "instanceIds.png", "labelIds.png", "polygons.json")) {
            file("gtFine/%s/%s/%s_gtFine_%s".formatted(split, city, id, kind), "");
        }
    }

    @Test
    void aFolderBesideTheSetNamesTheSet() throws IOException {
        file("data/ADEChallengeData2016/objectInfo150.txt", "");
        file("data/ADEChallengeData2016/images/validation/a.jpg", "");
        Path set = folder.resolve("data/ADEChallengeData2016");
        for (Path wrong : List.of(folder, folder.resolve("data"), set.resolve("images"))) {
            assertThatThrownBy(() -> DataSetFormat.ADE20K.read(wrong, "val"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith(wrong + ": holds no set of the format ade20k")
                    .hasMessageContaining("objectInfo150.txt")
                    .hasMessageEndingWith(set + " has it");
            assertThat(DataSetFormat.near(wrong)).contains(set);
        }
        assertThatThrownBy(() -> DataSetFormat.VOC.read(set, "val"))
                .hasMessageContaining("JPEGImages")
                .hasMessageEndingWith("JPEGImages");
        assertThat(DataSetFormat.near(folder.resolve("none"))).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThat(DataSetFormat.of(folder)).isEmpty();
        file("classes.txt", "0 sky 1 1 1\n");
        file("val.txt", "a\n");
        assertThatThrownBy(() -> DataSetFormat.CAMVID.read(folder, "test"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("test.txt")
                .hasMessageEndingWith("no such part, but val");
        assertThatThrownBy(() -> DataSetFormat.CAMVID.read(folder, "val"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("images")
                .hasMessageContaining("no picture");
        file("images/a.jpg", "");
        assertThatThrownBy(() -> DataSetFormat.CAMVID.read(folder, "val"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("labels of a are missing");
        file("val.txt", "\n");
        assertThatThrownBy(() -> DataSetFormat.CAMVID.read(folder, "val"))
                .hasMessageContaining("names no pictures");
        file("classes.txt", "1 sky 1 1 1\n");
        assertThatThrownBy(() -> DataSetFormat.CAMVID.read(folder, "val"))
                .hasMessageContaining("is not class 0");
    }

    @Tag("data")
    @Test
    void realSets() throws IOException {
        LabelledPictures camvid = DataSetFormat.CAMVID.read(RealData.at("camvid"), "val");
        assertThat(camvid.pictures()).hasSize(101);
        assertThat(camvid.ignored()).isEqualTo(11);
        assertThat(DataSetFormat.of(RealData.at("msrc"))).contains(DataSetFormat.MSRC);
        assertThat(DataSetFormat.MSRC.read(RealData.at("msrc"), "val").pictures()).hasSize(117);
        assertThat(ClassList.table(RealData.at("scenes/ade20k/objectInfo150.txt")))
                .hasSize(150)
                .startsWith("wall", "building", "sky");
    }

    /// The frame comes in both kinds of labels: what ours make of one must be the other, but for outlines, since the two
    /// files were scaled down each by itself.
    @Tag("data")
    @Test
    void aRealFrameOfCityscapesHasTheSameClassesInBothKindsOfLabels() throws IOException {
        Path frames = RealData.at("scenes/cityscapes");
        String id = "frankfurt_000000_000294";
        copy(frames, id + "_leftImg8bit.png", "leftImg8bit/val/frankfurt");
        copy(frames, id + "_gtFine_labelIds.png", "gtFine/val/frankfurt");
        int[] byIds = classes(DataSetFormat.CITYSCAPES, ClassList.CITYSCAPES);
        copy(frames, id + "_gtFine_labelTrainIds.png", "gtFine/val/frankfurt");
        int[] byTrainIds = classes(DataSetFormat.CITYSCAPES, ClassList.CITYSCAPES);
        assertThat(byIds).hasSize(256 * 128).hasSameSizeAs(byTrainIds);
        int[] seen = new int[ClassList.CITYSCAPES.size() + 1];
        int[] same = new int[seen.length];
        for (int i = 0; i < byIds.length; i++) {
            seen[byIds[i] + 1]++;
            same[byIds[i] + 1] += byIds[i] == byTrainIds[i] ? 1 : 0;
        }
        for (int each = 0; each < seen.length; each++) {
            assertThat(same[each])
                    .as("of class " + (each - 1))
                    .isGreaterThanOrEqualTo((int) (0.95 * seen[each]) - 1);
        }
        assertThat(Arrays.stream(seen).filter(count -> count > 0).count()).isEqualTo(11);
    }

    @Tag("data")
    @Test
    void realLabelsOfAde20kAreOfItsClasses() throws IOException {
        Path set = RealData.at("scenes/ade20k");
        copy(set, "objectInfo150.txt", "");
        for (String id : List.of("ADE_val_00000001", "ADE_val_00000003")) {
            copy(set.resolve("images"), id + ".jpg", "images/validation");
            copy(set.resolve("labels"), id + ".png", "annotations/validation");
        }
        LabelledPictures found = DataSetFormat.ADE20K.read(folder, "val");
        assertThat(found.pictures()).hasSize(2);
        assertThat(found.classes()).hasSize(151).doesNotHaveDuplicates();
        var reader = PhotoReader.usual();
        for (LabelledPicture each : found.pictures()) {
            Tensor labels = new LabelReader(reader).read(each.labels());
            Photo photo = reader.read(each.picture());
            assertThat(labels.shape().sizes()).containsExactly(photo.height(), photo.width());
            assertThat(Arrays.stream(labels.ints())).allMatch(label -> label >= 0 && label <= 150);
        }
        // The first picture shows buildings under the sky.
        assertThat(classes(DataSetFormat.ADE20K, List.of("sky", "building", "bed")))
                .contains(0, 1)
                .doesNotContain(2);
    }

    /// The first picture of `val` in the classes of a network.
    private int[] classes(DataSetFormat format, List<String> network) throws IOException {
        LabelledPictures set = format.read(folder, "val");
        Tensor labels =
                new LabelReader(PhotoReader.usual()).read(set.pictures().getFirst().labels());
        return ClassMapping.of(set, network).apply(labels).ints();
    }

    private void copy(Path from, String name, String to) throws IOException {
        Files.createDirectories(folder.resolve(to));
        Files.copy(from.resolve(name), folder.resolve(to).resolve(name));
    }

    private LabelledPicture picture(String id, String picture, String labels) {
        return new LabelledPicture(id, folder.resolve(picture), folder.resolve(labels));
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
