package smalti.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import smalti.error.FormatException;
import smalti.testkit.RealData;

/// Every file of the collection of odd and broken photos.
@Tag("data")
class PhotoFilesTest {
    private static final Set<String> BROKEN =
            Set.of(
                    "broken-bogus-segment-length.jpg",
                    "broken-sos-before-sof.jpg",
                    "broken.png",
                    "broken_data_stream.png",
                    "derived_empty.jpg",
                    "derived_text.png",
                    "fuzz-513f29d0-02a8-11e7-9756-6035edb96e79.jpg",
                    "fuzz-5145e95a-02a8-11e7-8372-4787a7307ab8.jpg",
                    "reallybig.bmp",
                    "truncated_image.png",
                    "truncated_jpeg.jpg",
                    "zero_width.gif");

    @TestFactory
    Stream<DynamicTest> everyFileLoadsOrFailsWithOneLine() throws IOException {
        Path photos = RealData.at("photos");
        List<Path> files;
        try (Stream<Path> all = Files.list(photos)) {
            files = all.filter(file -> !file.toString().matches(".*\\.(csv|md)")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(60);
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        long start = System.nanoTime();
        try {
            Photo photo = PhotoReader.usual().read(file);
            assertThat(BROKEN).doesNotContain(file.getFileName().toString());
            assertThat(photo.pixels().elements()).isEqualTo(3L * photo.width() * photo.height());
            for (float value : photo.pixels().floats()) {
                if (!(value >= 0 && value <= 255)) {
                    fail("a value of %s in %s", value, file);
                }
            }
        } catch (FormatException broken) {
            assertThat(BROKEN).contains(file.getFileName().toString());
            assertThat(broken).message().startsWith(file + ": ").hasLineCount(1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    /// The same scene under five orientations must come out the same, up to the loss of JPEG and the number drawn on it.
    @Test
    void oneSceneUnderManyOrientationsLooksTheSame() throws IOException {
        float[] upright = read("Landscape_1.jpg").pixels().floats();
        for (String turned : List.of("Landscape_3.jpg", "Landscape_6.jpg", "Landscape_8.jpg")) {
            Photo photo = read(turned);
            assertThat(photo.width()).as(turned).isEqualTo(1800);
            assertThat(photo.height()).as(turned).isEqualTo(1200);
            assertThat(meanDifference(upright, photo.pixels().floats())).as(turned).isLessThan(6);
        }
        assertThat(meanDifference(upright, mirrored(upright))).as("a wrong turn").isGreaterThan(30);
        Photo rectangle = read("orientation_rectangle.jpg");
        assertThat(List.of(rectangle.width(), rectangle.height())).isEqualTo(List.of(1, 2));
        assertThat(read("xmp_tags_orientation.png").width()).isEqualTo(326);
    }

    /// Colours as Pillow 9.4 reads them, at points that lie in flat regions.
    @Test
    void cmykComesOutInItsColours() throws IOException {
        Map<String, int[]> expected =
                Map.of(
                        "pil_sample_cmyk.jpg", new int[] {10, 2, 255, 13, 25},
                        "jfif-cmyk-invalid-icc-profile-srgb.jpg", new int[] {30, 30, 0, 0, 255},
                        "cmyk-sample-no-icc.jpg", new int[] {57, 120, 0, 0, 0});
        expected.forEach((name, point) -> {
            Photo photo = readUnchecked(name);
            int at = 3 * (point[1] * photo.width() + point[0]);
            float[] values = photo.pixels().floats();
            for (int channel = 0; channel < 3; channel++) {
                assertThat(values[at + channel])
                        .as(name)
                        .isBetween(point[2 + channel] - 3f, point[2 + channel] + 3f);
            }
        });
    }

    @Test
    void sixteenBitsAgreeWithEight() throws IOException {
        float[] grey = read("derived_gray16.png").pixels().floats();
        assertThat(grey[0]).isBetween(0f, 255f);
        int between = 0;
        for (float value : grey) {
            between += value == Math.rint(value) ? 0 : 1;
        }
        assertThat(between).as("values that 8 bits do not have").isGreaterThan(grey.length / 2);
    }

    private static Photo read(String name) throws IOException {
        return PhotoReader.usual().read(RealData.at("photos/" + name));
    }

    private static Photo readUnchecked(String name) {
        try {
            return read(name);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private static float[] mirrored(float[] rgb) {
        float[] mirror = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            mirror[i] = rgb[rgb.length - 3 - i + 2 * (i % 3)];
        }
        return mirror;
    }

    private static double meanDifference(float[] first, float[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs(first[i] - second[i]);
        }
        return sum / first.length;
    }
}
