package smalti.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.Pooled;
import smalti.Pooling;
import smalti.Segmenting;
import smalti.op.Reduction;
import smalti.photo.PhotoReader;
import smalti.picture.Mosaic;
import smalti.picture.PngFile;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Tensor;

/// The lines of the README's "The library", run as they stand there.
class LibraryUseTest {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 160;

    @TempDir Path folder;

    @Test
    void theLinesOfTheReadmeMakeAMosaic() throws IOException {
        Path photo = drawnPhoto();
        Path mosaic = folder.resolve("mosaic.png");

        Tensor pixels = PhotoReader.usual().read(photo).pixels(); // [H,W,3]
        Segmenting slic = Segmenting.by(Slic.segments(400));
        SegmentMap segments = slic.apply(Picture.of(pixels)); // reusable: build it once
        Pooling pooling = Pooling.over(segments);
        Pooled pooled = pooling.reduce(pixels, Reduction.MEAN, Reduction.VARIANCE);
        Tensor colours = pooled.values(Reduction.MEAN); // [1,K,3]
        PngFile.write(mosaic, Mosaic.draw(segments, colours));

        assertThat(segments.segments()).isEqualTo(400);
        BufferedImage written = ImageIO.read(mosaic.toFile());
        assertThat(written.getWidth()).isEqualTo(WIDTH);
        assertThat(written.getHeight()).isEqualTo(HEIGHT);
        assertThat(pooled.values(Reduction.VARIANCE).shape()).isEqualTo(colours.shape());
    }

    @Test
    void theReadmeHoldsTheseLines() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        int from = readme.indexOf("```java\n") + "```java\n".length();
        String block = readme.substring(from, readme.indexOf("```", from));
        String source = Files.readString(Path.of("test/java/smalti/readme/LibraryUseTest.java"));
        assertThat(block.lines()).hasSizeBetween(7, 12);
        assertThat(source).contains(block.indent(8));
    }

    private Path drawnPhoto() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(
                        x,
                        y,
                        (x * 255 / WIDTH) << 16 | (y * 255 / HEIGHT) << 8 | (x / 30 + y / 20) * 12);
            }
        }
        Path file = folder.resolve("photo.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
