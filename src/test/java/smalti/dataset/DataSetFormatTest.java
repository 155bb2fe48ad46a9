package smalti.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.FormatException;
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

    @Test
    void ade20k() throws IOException {
        file(
                "objectInfo150.txt",
                "Idx\tRatio\tTrain\tVal\tName\n1\t0.1\t1\t1\twall\n2\t0.1\t1\t1\tbuilding, edifice\n");
        file("images/validation/b.jpg", "");
        file("images/validation/a.jpg", "");
        file("annotations/validation/a.png", "");
        file("annotations/validation/b.png", "");
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.ADE20K);
        LabelledPictures set = DataSetFormat.ADE20K.read(folder, "validation");
        assertThat(set.classes()).containsExactly("other", "wall", "building");
        assertThat(set.ignored()).isZero();
        assertThat(set.pictures()).extracting(LabelledPicture::id).containsExactly("a", "b");
    }

    @Test
    void cityscapes() throws IOException {
        file("leftImg8bit/val/bonn/bonn_1_leftImg8bit.png", "");
        file("gtFine/val/bonn/bonn_1_gtFine_labelTrainIds.png", "");
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.CITYSCAPES);
        assertThat(DataSetFormat.CITYSCAPES.read(folder, "val").pictures())
                .containsExactly(
                        picture(
                                "bonn_1",
                                "leftImg8bit/val/bonn/bonn_1_leftImg8bit.png",
                                "gtFine/val/bonn/bonn_1_gtFine_labelTrainIds.png"));
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThat(DataSetFormat.of(folder)).isEmpty();
        file("classes.txt", "0 sky 1 1 1\n");
        file("val.txt", "a\n");
        assertThatThrownBy(() -> DataSetFormat.CAMVID.read(folder, "test"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("test.txt");
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

    private LabelledPicture picture(String id, String picture, String labels) {
        return new LabelledPicture(id, folder.resolve(picture), folder.resolve(labels));
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
