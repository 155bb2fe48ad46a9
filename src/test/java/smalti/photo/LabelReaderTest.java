package smalti.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;
import smalti.testkit.RealData;

class LabelReaderTest {
    private static final LabelReader READER = new LabelReader(PhotoReader.usual());

    @TempDir Path folder;

    @Test
    void labelsOfSixteenBitsComeBack() throws IOException {
        Path file = folder.resolve("labels.png");
        Tensor labels = Tensor.of(new int[] {0, 1, 255, 256, 65535, 7}, 2, 3);

        PngFile.writeLabels16(file, labels);

        Tensor read = READER.read(file);
        assertThat(read.shape()).isEqualTo(labels.shape());
        assertThat(read.ints()).isEqualTo(labels.ints());
    }

    @Test
    void labelsOfEightBitsComeBack() throws IOException {
        Path file = folder.resolve("labels.png");
        Tensor labels = Tensor.of(new int[] {9, 0, 1, 255}, 1, 4).reshape(4, 1);

        PngFile.writeLabels8(file, labels);

        assertThat(READER.read(file).ints()).containsExactly(9, 0, 1, 255);
        assertThat(READER.read(file).shape()).hasToString("[4,1]");
    }

    @Test
    void labelsThatDoNotFitAreRefusedAndNoFileIsLeft() {
        Path file = folder.resolve("labels.png");

        assertThatThrownBy(() -> PngFile.writeLabels16(file, Tensor.of(new int[] {1, 65536}, 1, 2)))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the label at [0,1] of a PNG file must be from 0 to 65535, not 65536");
        assertThatThrownBy(() -> PngFile.writeLabels8(file, Tensor.of(new int[] {-1}, 1, 1)))
                .hasMessageContaining("from 0 to 255, not -1");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void paletteNumbersAreLabelsWhateverTheirColours() throws IOException {
        for (int bits : new int[] {1, 2, 4, 8}) {
            int entries = 1 << bits;
            byte[] levels = new byte[entries];
            java.util.Arrays.fill(levels, (byte) 77);
            levels[0] = 3;
            int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
            BufferedImage picture =
                    new BufferedImage(
                            entries,
                            1,
                            type,
                            new IndexColorModel(bits, entries, levels, levels, new byte[entries]));
            for (int i = 0; i < entries; i++) {
                picture.getRaster().setSample(i, 0, 0, i);
            }
            Path file = folder.resolve("palette" + bits + ".png");
            ImageIO.write(picture, "png", file.toFile());

            int[] read = READER.read(file).ints();

            for (int i = 0; i < entries; i++) {
                assertThat(read[i]).as("%d bits", bits).isEqualTo(i);
            }
        }
    }

    @Test
    void aColourPictureHoldsNoLabels() throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0x050505);
        picture.setRGB(1, 0, 0x050506);
        Path file = folder.resolve("colour.png");
        ImageIO.write(picture, "png", file.toFile());

        assertThatThrownBy(() -> READER.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("pixel [0,1] is coloured");
        picture.setRGB(1, 0, 0x070707);
        ImageIO.write(picture, "png", file.toFile());
        assertThat(READER.read(file).ints()).containsExactly(5, 7);
    }

    @Test
    @Tag("data")
    void annotationsOfPeopleAreRead() throws IOException {
        Tensor truth = READER.read(RealData.at("bsds/gt/100099_0.png"));

        assertThat(truth.shape().elements()).isEqualTo(481L * 321);
        assertThat(java.util.Arrays.stream(truth.ints()).distinct().count()).isBetween(2L, 500L);
    }
}
