package smalti.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.FormatException;

class PlainFolderTest {
    @TempDir private Path folder;

    @Test
    void withoutListsAllPicturesAreOnePart() throws IOException {
        file("classes.txt", "# ours\nsky\nroad, wide\nvoid\n");
        file("images/b.png", "");
        file("images/a.jpeg", "");
        file("images/.a.png", "");
        file("labels/a.png", "");
        file("labels/b.png", "");
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.PLAIN);
        LabelledPictures set = DataSetFormat.PLAIN.read(folder, "all");
        assertThat(set.classes()).containsExactly("sky", "road, wide", "void");
        assertThat(set.names()).containsExactly("sky", "road, wide");
        assertThat(set.ignored()).isEqualTo(2);
        assertThat(set.pictures()).extracting(LabelledPicture::id).containsExactly("a", "b");
        assertThatThrownBy(() -> DataSetFormat.PLAIN.read(folder, "val"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("val");
    }

    @Test
    void partsAreListsOrFolders() throws IOException {
        file("classes.txt", "sky\n");
        file("train.txt", "a\n");
        file("images/a.png", "");
        file("labels/a.png", "");
        file("images/val/b.png", "");
        file("labels/val/b.png", "");
        LabelledPictures train = DataSetFormat.PLAIN.read(folder, "train");
        assertThat(train.pictures()).extracting(LabelledPicture::id).containsExactly("a");
        assertThat(train.ignored()).isEqualTo(255);
        assertThat(DataSetFormat.PLAIN.read(folder, "val").pictures())
                .extracting(LabelledPicture::labels)
                .containsExactly(folder.resolve("labels/val/b.png"));
        assertThatThrownBy(() -> DataSetFormat.PLAIN.read(folder, "test"))
                .hasMessageContaining("no such part, but train");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        file("classes.txt", "# nothing\n");
        assertThatThrownBy(() -> DataSetFormat.PLAIN.read(folder, "all"))
                .hasMessageContaining("names no classes");
        file("classes.txt", "sky\nsky\n");
        assertThatThrownBy(() -> DataSetFormat.PLAIN.read(folder, "all"))
                .hasMessageContaining("'sky' twice");
        file("classes.txt", "sky\n");
        file("images/a.png", "");
        assertThatThrownBy(() -> DataSetFormat.PLAIN.read(folder, "all"))
                .hasMessageContaining("labels of a are missing");
    }

    /// Sets of videos are divided by the beginnings of names.
    @Test
    void partsOfParts() throws IOException {
        file("classes.txt", "0 sky 1 1 1\n");
        file("train.txt", "x_1\ny_1\nz_1\nx_2\n");
        for (String id : new String[] {"x_1", "y_1", "z_1", "x_2"}) {
            file("images/" + id + ".png", "");
            file("labels/" + id + ".png", "");
        }
        assertThat(DataSetFormat.of(folder)).contains(DataSetFormat.CAMVID);
        assertThat(DataSetFormat.CAMVID.read(folder, "train:x,z").pictures())
                .extracting(LabelledPicture::id)
                .containsExactly("x_1", "z_1", "x_2");
        assertThatThrownBy(() -> DataSetFormat.CAMVID.read(folder, "train:x,w"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("'w'");
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
