package smalti.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class LayerSheetTest {
    private static final int GREY = 0x808080;
    private static final int LIGHT = 0xE8E8E8;
    private static final int DARK = 0xC4C4C4;
    private static final int WIDTH = 20;
    private static final int HEIGHT = 10;

    @TempDir private Path folder;

    /// A grey photo whose left half is the first layer and whose right half is half of each.
    private static Drawing sheet() {
        int[] rgb = new int[WIDTH * HEIGHT];
        float[] alphas = new float[2 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = GREY;
            alphas[2 * i] = i % WIDTH < WIDTH / 2 ? 1 : 0.5f;
            alphas[2 * i + 1] = 1 - alphas[2 * i];
        }
        return LayerSheet.draw(
                new Drawing(WIDTH, HEIGHT, rgb), Tensor.of(alphas, 1, HEIGHT, WIDTH, 2));
    }

    @Test
    void photoColoursAndLayersStandSideBySide() {
        Drawing sheet = sheet();
        // Four cells of 20 x 10 in two columns, 6 pixels apart and from the edge.
        assertThat(sheet.width()).isEqualTo(2 * 26 + 6);
        assertThat(sheet.height()).isEqualTo(2 * 16 + 6);
        assertThat(sheet.at(0, 0)).isEqualTo(0xFFFFFF);
        assertThat(sheet.at(6, 6)).isEqualTo(GREY);
        assertThat(sheet.at(32, 6)).isEqualTo(LabelColours.of(0));
        int mixed = sheet.at(32 + 15, 6);
        for (int shift = 0; shift <= 16; shift += 8) {
            int between =
                    (LabelColours.of(0) >> shift & 0xFF) + (LabelColours.of(1) >> shift & 0xFF);
            assertThat(2 * (mixed >> shift & 0xFF)).isBetween(between - 1, between + 1);
        }
    }

    @Test
    void whatALayerLeavesOutIsACheckerboard() {
        Drawing sheet = sheet();
        assertThat(sheet.at(6, 22)).isEqualTo(GREY);
        assertThat(sheet.at(32, 22)).isEqualTo(LIGHT);
        assertThat(sheet.at(32 + 8, 22)).isEqualTo(DARK);
        assertThat(sheet.at(32 + 8, 22 + 8)).isEqualTo(LIGHT);
        assertThat(sheet.at(32 + 12, 22)).isEqualTo(Drawing.blend(DARK, GREY, 0.5f));
    }

    @Test
    void layersOfAnotherSizeAreRefused() {
        Drawing photo = new Drawing(3, 2, new int[6]);
        assertThatThrownBy(() -> LayerSheet.draw(photo, Tensor.of(new float[12], 1, 3, 2, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1,2,3,layers]");
    }

    @Test
    void otherProgramsReadTransparentPictures() throws IOException {
        Path file = folder.resolve("layer.png");
        PngFile.write(
                file,
                97,
                53,
                (y, rgba) -> {
                    for (int i = 0; i < rgba.length; i++) {
                        rgba[i] = (byte) ((y * 97 * 4 + i) * 48271 >> 4);
                    }
                });
        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getColorModel().hasAlpha()).isTrue();
        for (int i = 0; i < 97 * 53; i++) {
            int argb = read.getRGB(i % 97, i / 97);
            for (int channel = 0; channel < 4; channel++) {
                int shift = channel == 3 ? 24 : 16 - 8 * channel;
                assertThat((byte) (argb >> shift))
                        .isEqualTo((byte) ((i * 4 + channel) * 48271 >> 4));
            }
        }
    }
}
