package smalti.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.op.Layout;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

class DrawingTest {
    private static final SegmentMap QUARTERS =
            SegmentMap.of(new int[] {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, -1, -1, 2, 2, -1, -1}, 4, 4);

    @TempDir Path folder;

    @Test
    void valuesAreRoundedAndClamped() {
        Drawing picture =
                Drawing.of(
                        Tensor.of(
                                new float[] {-3, 0.4f, 0.5f, 254.5f, 300, Float.NaN}, 1, 1, 2, 3));

        assertThat(picture.at(0, 0)).isEqualTo(0x000001);
        assertThat(picture.at(1, 0)).isEqualTo(0xFFFF00);
    }

    @Test
    void otherProgramsReadTheFiles() throws IOException {
        Path file = folder.resolve("picture.png");
        int[] rgb = new int[97 * 53];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = i * 48271 & 0xFFFFFF;
        }

        PngFile.write(file, new Drawing(97, 53, rgb));

        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getWidth()).isEqualTo(97);
        for (int i = 0; i < rgb.length; i++) {
            assertThat(read.getRGB(i % 97, i / 97) & 0xFFFFFF).isEqualTo(rgb[i]);
        }
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void anOverlayMarksWhereLabelsChangeAndNothingElse() {
        Drawing grey = new Drawing(4, 4, new int[16]);

        Drawing drawn = Overlay.draw(grey, QUARTERS, 0xFF0000);

        assertThat(drawn.at(0, 0)).isZero();
        assertThat(drawn.at(1, 0)).as("left of segment 1").isEqualTo(0xE00000);
        assertThat(drawn.at(0, 1)).as("above segment 2").isEqualTo(0xE00000);
        assertThat(drawn.at(2, 0)).isZero();
        assertThat(drawn.at(3, 3)).as("ignored pixels are hatched").isNotIn(0, 0xE00000);
        assertThatThrownBy(() -> Overlay.draw(new Drawing(2, 4, new int[8]), QUARTERS))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("4 x 4");
    }

    @Test
    void aMosaicShowsEachSegmentInItsColour() {
        Tensor means = Tensor.of(new float[] {1, 2, 3, 10, 20, 30, 100, 110, 120}, 1, 3, 3);

        Drawing mosaic = Mosaic.draw(QUARTERS, means);

        assertThat(mosaic.at(1, 1)).isEqualTo(0x010203);
        assertThat(mosaic.at(2, 0)).isEqualTo(0x0A141E);
        assertThat(mosaic.at(0, 3)).isEqualTo(0x646E78);
        assertThat(mosaic.at(3, 3)).isNotIn(0x010203, 0x0A141E, 0x646E78);
        assertThatThrownBy(() -> Mosaic.draw(QUARTERS, Tensor.of(new float[6], 1, 2, 3)))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void closeLabelsHaveUnlikeColours() {
        Set<Integer> colours = new HashSet<>();
        for (int label = 0; label < 400; label++) {
            colours.add(LabelColours.of(label));
            assertThat(distance(LabelColours.of(label), LabelColours.of(label + 1)))
                    .isGreaterThan(60);
        }
        assertThat(colours).hasSizeGreaterThan(390);
        assertThat(LabelColours.draw(QUARTERS).at(0, 0)).isEqualTo(LabelColours.of(0));
    }

    @Test
    void aHeatMapGetsLighterWithTheValueInBothLayouts() {
        float[] ramp = new float[100 * 100 * 2];
        for (int i = 0; i < 100 * 100; i++) {
            ramp[2 * i + 1] = i % 100;
        }
        float[] planes = new float[ramp.length];
        for (int i = 0; i < 100 * 100; i++) {
            planes[100 * 100 + i] = i % 100;
        }

        Drawing map = HeatMap.draw(Tensor.of(ramp, 1, 100, 100, 2), Layout.NHWC, 0, 1);
        Drawing other = HeatMap.draw(Tensor.of(planes, 1, 2, 100, 100), Layout.NCHW, 0, 1);

        assertThat(map.width()).as("a scale stands at the right").isGreaterThan(120);
        for (int x = 1; x < 100; x++) {
            assertThat(light(map.at(x, 50))).isGreaterThanOrEqualTo(light(map.at(x - 1, 50)));
            assertThat(other.at(x, 50)).isEqualTo(map.at(x, 50));
        }
        assertThat(light(map.at(99, 0)) - light(map.at(0, 0))).isGreaterThan(150);
    }

    @Test
    void aHeatMapBearsWhatIsNotFinite() {
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1};
        Tensor features = Tensor.of(odd, 1, 2, 2, 1);

        assertThat(HeatMap.draw(features, Layout.NHWC, 0, 0).width()).isPositive();
        assertThat(
                        HeatMap.draw(
                                        Tensor.of(new float[] {Float.NaN}, 1, 1, 1, 1),
                                        Layout.NHWC,
                                        0,
                                        0)
                                .height())
                .isPositive();
        assertThatThrownBy(() -> HeatMap.draw(features, Layout.NHWC, 0, 1))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the channel must be from 0 to below 1, not 1");
    }

    private static int light(int rgb) {
        return (2 * (rgb >> 16 & 0xFF) + 7 * (rgb >> 8 & 0xFF) + (rgb & 0xFF)) / 10;
    }

    private static int distance(int one, int other) {
        return Math.abs((one >> 16 & 0xFF) - (other >> 16 & 0xFF))
                + Math.abs((one >> 8 & 0xFF) - (other >> 8 & 0xFF))
                + Math.abs((one & 0xFF) - (other & 0xFF));
    }
}
