package smalti.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.FormatException;
import smalti.photo.LabelReader;
import smalti.photo.PhotoReader;
import smalti.testkit.RealData;

class TaggedPicturesTest {
    private static final LabelReader READER = new LabelReader(PhotoReader.usual());

    @TempDir private Path folder;

    @Test
    void msrcFromItsTable() throws IOException {
        msrc("id,split,cow,sheep\n1_1,train,0,1\n1_2,train,1,1\n1_3,train,0,0\n");
        TaggedPictures set = tagged(DataSetFormat.MSRC, "train");
        assertThat(set.classes()).containsExactly("background", "cow", "sheep");
        assertThat(set.pictures())
                .extracting(TaggedPicture::classes)
                .containsExactly(Set.of(2), Set.of(1, 2));
    }

    @Test
    void aTableThatIsNoneIsRefused() throws IOException {
        msrc("id,split,cow,sheep\n1_1,train,0,1\n");
        assertThatThrownBy(() -> tagged(DataSetFormat.MSRC, "train"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("no line of 1_2");
        msrc("id,split,cow,sheep\n1_1,train,0,yes\n");
        assertThatThrownBy(() -> tagged(DataSetFormat.MSRC, "train"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("line 2: 'yes' for sheep");
        msrc("name,cow\n1_1,0\n");
        assertThatThrownBy(() -> tagged(DataSetFormat.MSRC, "train"))
                .hasMessageContaining("no column 'id'");
        Files.write(
                folder.resolve("image_labels_obj.csv"), new byte[] {'i', 'd', '\n', (byte) 0xC3});
        assertThatThrownBy(() -> tagged(DataSetFormat.MSRC, "train"))
                .isInstanceOf(FormatException.class);
    }

    private void msrc(String table) throws IOException {
        file("classes_obj.txt", "0 background 0 0 0\n1 cow 0 0 0\n2 sheep 0 0 0\n");
        file("train.txt", "1_1\n1_2\n");
        file("images/1_1.jpg", "");
        file("images/1_2.jpg", "");
        file("image_labels_obj.csv", table);
    }

    @Test
    void vocFromItsAnnotations() throws IOException {
        file("JPEGImages/a.jpg", "");
        file("ImageSets/Main/train.txt", "a\n");
        file(
                "Annotations/a.xml",
                """
                <annotation><folder>VOC2012</folder><filename>a.jpg</filename>
                <object><name>tvmonitor</name><difficult>0</difficult>
                <part><name>head</name></part></object>
                <object><name>dog</name><difficult>1</difficult></object>
                <object><name>cat</name></object></annotation>
                """);
        assertThat(tagged(DataSetFormat.VOC, "train").pictures().getFirst().classes())
                .containsExactly(8, 20);
        file("Annotations/a.xml", "<annotation><object><name>unicorn</name></object></annotation>");
        assertThatThrownBy(() -> tagged(DataSetFormat.VOC, "train"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("'unicorn'");
        file("Annotations/a.xml", "<annotation><object>");
        assertThatThrownBy(() -> tagged(DataSetFormat.VOC, "train"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a.xml")
                .hasMessageContaining("no annotation in XML");
    }

    /// A file of somebody else's must not make this machine read others.
    @Test
    void whatAnAnnotationRefersToIsNotFetched() throws IOException {
        file("JPEGImages/a.jpg", "");
        file("ImageSets/Main/train.txt", "a\n");
        file("secret", "cat");
        file(
                "Annotations/a.xml",
                "<!DOCTYPE a [<!ENTITY s SYSTEM \"%s\">]><annotation><object><name>&s;</name></object></annotation>"
                        .formatted(folder.resolve("secret").toUri()));
        assertThatThrownBy(() -> tagged(DataSetFormat.VOC, "train"))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void vocFromItsLists() throws IOException {
        file("JPEGImages/a.jpg", "");
        file("JPEGImages/b.jpg", "");
        file("ImageSets/Main/train.txt", "a\nb\n");
        for (String name : ClassList.VOC.subList(1, 21)) {
            String file =
                    name.replace("dining table", "diningtable")
                            .replace("potted plant", "pottedplant")
                            .replace("television", "tvmonitor");
            file("ImageSets/Main/" + file + "_train.txt", "a -1\nb  0\n");
        }
        file("ImageSets/Main/tvmonitor_train.txt", "a  1\nb -1\n");
        assertThat(tagged(DataSetFormat.VOC, "train").pictures())
                .extracting(TaggedPicture::classes)
                .containsExactly(Set.of(20), Set.of());
        file("ImageSets/Main/cat_train.txt", "a maybe\n");
        assertThatThrownBy(() -> tagged(DataSetFormat.VOC, "train"))
                .hasMessageContaining("'a maybe' is not an id and 1, 0 or -1");
    }

    /// The set's table says of pictures what its masks say.
    @Tag("data")
    @Test
    void whatMasksTellIsWhatTheTableTells() throws IOException {
        Path set = RealData.at("msrc");
        TaggedPictures told = DataSetFormat.MSRC.readTagged(set, "val", READER, 100);
        TaggedPictures derived = DataSetFormat.MSRC.read(set, "val").tagged(READER, 100);
        assertThat(told.pictures()).hasSize(117);
        for (int i = 0; i < told.pictures().size(); i++) {
            Set<Integer> shown = new java.util.TreeSet<>(derived.pictures().get(i).classes());
            // The table has no column of the background.
            shown.remove(0);
            assertThat(told.pictures().get(i).classes())
                    .as(told.pictures().get(i).id())
                    .isEqualTo(shown);
        }
    }

    private TaggedPictures tagged(DataSetFormat format, String part) throws IOException {
        return format.readTagged(folder, part, READER, 1);
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
