package smalti.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.Pooled;
import smalti.Pooling;
import smalti.Segmenting;
import smalti.device.Devices;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Linear;
import smalti.nn.Optimizer;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.op.LossOp;
import smalti.op.Reduction;
import smalti.photo.PhotoReader;
import smalti.picture.Mosaic;
import smalti.picture.PngFile;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

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
    void theStepOfTheReadmeLearns() {
        var parameters = new Parameters();
        var net = new Linear(Scope.of(parameters, new SplittableRandom(1)), 3, 2);
        Tensor images = Tensors.random(1, 4, 3);
        Tensor classes = Tensor.of(new int[] {0, 1, 1, 0}, 4);
        float[] before = parameters.named("weight").tensor().floats().clone();
        long seed = 1;

        Optimizer optimizer = Optimizer.of(new Sgd(0.9, 1e-4), 0.01);
        Tape tape = Tape.on(Devices.best()); // records what is to be differentiated
        Variable scores = net.forward(Pass.training(tape, seed), tape.constant(images));
        LossOp crossEntropy = new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false);
        Variable loss = tape.run(crossEntropy, scores, tape.constant(classes));
        optimizer.step(parameters, tape.gradients(loss));

        assertThat(parameters.named("weight").tensor().floats()).isNotEqualTo(before);
    }

    @Test
    void theReadmeHoldsTheseLines() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String source = Files.readString(Path.of("test/java/smalti/readme/LibraryUseTest.java"));
        String[] blocks = readme.split("```java\n");
        assertThat(blocks).hasSize(3);
        for (int i = 1; i < blocks.length; i++) {
            String block = blocks[i].substring(0, blocks[i].indexOf("```"));
            assertThat(block.lines()).hasSizeBetween(6, 12);
            assertThat(source).contains(block.indent(8));
        }
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
