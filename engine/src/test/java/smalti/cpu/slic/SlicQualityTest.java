package smalti.cpu.slic;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.cpu.work.Workers;
import smalti.segment.Components;
import smalti.segment.SegmentMap;
import smalti.superpixel.Grid;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.testkit.RealData;

/// Superpixels of real photos: their number, their connectivity, and how well they follow what people drew.
@Tag("data")
class SlicQualityTest {
    private final SlicRunner runner = new SlicRunner(new ScalarSlicKernels(), new Workers(1));

    @ParameterizedTest
    @ValueSource(ints = {50, 100, 200, 400, 1000, 2000})
    void everyPhotoHasAsManyConnectedSegmentsAsAsked(int segments) throws IOException {
        for (Path photo : photos()) {
            Picture picture = read(photo);
            boolean[] inside = Pictures.region(segments, picture.height(), picture.width());
            expect(runner.labels(Slic.segments(segments), picture), picture, segments);
            expect(
                    runner.labels(Slic.segments(segments).withAdaptive(true), picture),
                    picture,
                    segments);
            expect(GridRunner.labels(Grid.segments(segments), picture), picture, segments);
            int[] labels = runner.labels(Slic.segments(segments), picture.within(inside));
            SegmentMap map = SegmentMap.of(labels, picture.height(), picture.width());
            assertThat(Components.of(map).count()).isEqualTo(map.segments());
        }
    }

    private static void expect(int[] labels, Picture picture, int segments) {
        SegmentMap map = SegmentMap.of(labels, picture.height(), picture.width());
        assertThat(map.segments()).isEqualTo(segments);
        assertThat(Components.of(map).count()).isEqualTo(segments);
    }

    @Test
    void segmentsExplainTheColoursOfPhotos() throws IOException {
        double explained = 0;
        List<Path> photos = photos();
        for (Path photo : photos) {
            Picture picture = read(photo);
            int[] labels = runner.labels(Slic.segments(400), picture);
            explained += explainedVariation(labels, read(photo)) / photos.size();
        }
        assertThat(explained).isGreaterThan(0.9);
    }

    private static double explainedVariation(int[] labels, Picture picture) {
        byte[] rgb = ((smalti.superpixel.Samples.Bytes) picture.samples()).array();
        int segments = java.util.Arrays.stream(labels).max().orElseThrow() + 1;
        double between = 0;
        double total = 0;
        for (int channel = 0; channel < 3; channel++) {
            double[] sums = new double[segments];
            int[] counts = new int[segments];
            double mean = 0;
            for (int i = 0; i < labels.length; i++) {
                double value = rgb[3 * i + channel] & 0xFF;
                sums[labels[i]] += value;
                counts[labels[i]]++;
                mean += value / labels.length;
            }
            for (int i = 0; i < labels.length; i++) {
                double value = (rgb[3 * i + channel] & 0xFF) - mean;
                total += value * value;
            }
            for (int segment = 0; segment < segments; segment++) {
                double distance = sums[segment] / counts[segment] - mean;
                between += counts[segment] * distance * distance;
            }
        }
        return between / total;
    }

    private static List<Path> photos() throws IOException {
        List<Path> photos = new ArrayList<>();
        try (Stream<Path> files = Files.list(RealData.at("bsds/images"))) {
            files.filter(file -> file.toString().endsWith(".jpg")).sorted().forEach(photos::add);
        }
        assertThat(photos).hasSize(25);
        return photos;
    }

    private static Picture read(Path photo) throws IOException {
        BufferedImage image = ImageIO.read(photo.toFile());
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        byte[] rgb = new byte[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            rgb[3 * i] = (byte) (pixels[i] >> 16);
            rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
            rgb[3 * i + 2] = (byte) pixels[i];
        }
        return Picture.ofBytes(rgb, height, width, 3);
    }
}
