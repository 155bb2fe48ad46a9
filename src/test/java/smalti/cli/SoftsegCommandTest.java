package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.file.NpyWriter;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;
import smalti.train.TinySet;

class SoftsegCommandTest {
    @TempDir private Path folder;

    private Path photo = Path.of("");
    private Path out = Path.of("");

    /// A green square on a slope from dark to bright, 40x30.
    @BeforeEach
    void draw() throws IOException {
        int[] rgb = new int[40 * 30];
        for (int i = 0; i < rgb.length; i++) {
            int x = i % 40;
            int y = i / 40;
            rgb[i] = x > 10 && x < 25 && y > 8 && y < 22 ? 0x20C040 : (60 + 4 * x) * 0x010001;
        }
        photo = folder.resolve("square.png");
        out = folder.resolve("out");
        PngFile.write(photo, new Drawing(40, 30, rgb));
    }

    /// In the size of the photo and in half of it: opacities add up to 255, and the colours are the photo's.
    @Test
    void layersTogetherAreThePhoto() throws IOException {
        for (int side : new int[] {20, 40}) {
            Run done = softseg(photo, "--layers", "3", "--side", side, "--superpixels", "30");
            assertThat(done.code()).as(done.err()).isZero();
            assertThat(done.out()).contains("3 layers", "square.layers.png").hasLineCount(1);
            var expected = ImageIO.read(photo.toFile());
            int[] sums = new int[40 * 30];
            for (int layer = 1; layer <= 3; layer++) {
                var picture = ImageIO.read(out.resolve("square.layer-" + layer + ".png").toFile());
                assertThat(picture.getWidth()).isEqualTo(40);
                assertThat(picture.getHeight()).isEqualTo(30);
                for (int i = 0; i < sums.length; i++) {
                    int argb = picture.getRGB(i % 40, i / 40);
                    sums[i] += argb >>> 24;
                    assertThat(argb & 0xFFFFFF)
                            .isEqualTo(expected.getRGB(i % 40, i / 40) & 0xFFFFFF);
                }
            }
            assertThat(sums).containsOnly(255);
        }
        // The photo and five pictures more, with gaps of 6 pixels.
        var sheet = ImageIO.read(out.resolve("square.layers.png").toFile());
        assertThat(sheet.getWidth()).isEqualTo(3 * 46 + 6);
        assertThat(sheet.getHeight()).isEqualTo(2 * 36 + 6);
    }

    @Test
    void resultsAreToldAsJson() {
        Run done = softseg(photo, "--layers", "2", "--superpixels", "20", "--json");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("\"width\":40", "\"partedHeight\":30", "square.layer-2.png")
                .hasLineCount(1);
    }

    /// Left and right differ much in colour, top and bottom a little. The file says that top and bottom are two things.
    @Test
    void featuresDecide() throws IOException {
        int[] rgb = new int[40 * 30];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (i % 40 < 20 ? 0x282828 : 0xC8B8B8) + (i < 600 ? 0 : 0x30);
        }
        PngFile.write(photo, new Drawing(40, 30, rgb));
        float[] values = new float[6 * 8 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 24 < 3 ? -1 : 1;
        }
        Path file = folder.resolve("halves.npy");
        NpyWriter.write(file, Tensor.of(values, 6, 8, 3));
        Run plain = softseg(photo, "--layers", "2", "--superpixels", "30");
        assertThat(plain.code()).as(plain.err()).isZero();
        assertThat(share((x, _) -> x < 20)).isGreaterThan(0.9);
        Run done = softseg(photo, "--features", file, "--layers", "2", "--superpixels", "30");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(share((_, y) -> y < 15)).isGreaterThan(0.9);
    }

    private interface Region {
        boolean has(int x, int y);
    }

    /// How well the first layer is a half of the picture, or the other half: 0.5 to 1.
    private double share(Region half) throws IOException {
        var layer = ImageIO.read(out.resolve("square.layer-1.png").toFile());
        double right = 0;
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                double alpha = (layer.getRGB(x, y) >>> 24) / 255.0;
                right += (half.has(x, y) ? alpha : 1 - alpha) / (30 * 40);
            }
        }
        return Math.max(right, 1 - right);
    }

    @Test
    void aTrainedNetworkTellsWhatBelongsTogether() throws IOException {
        TinySet.write(folder.resolve("set"), 4);
        Path run = folder.resolve("run");
        Run trained =
                Run.of(
                        "train",
                        "metric",
                        "--data",
                        folder.resolve("set"),
                        "--steps",
                        "2",
                        "--device",
                        "cpu",
                        "--width",
                        "0.1",
                        "--short-side",
                        "32",
                        "--superpixels",
                        "20",
                        "--batch",
                        "2",
                        "--crop",
                        "24",
                        "--out",
                        run);
        assertThat(trained.code()).as(trained.err()).isZero();
        Run done = softseg(photo, "--model", run, "--layers", "2", "--superpixels", "30");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(out.resolve("square.layer-2.png")).exists();
    }

    @Test
    void aPhotoThatCannotBeReadDoesNotStopTheOthers() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.png"), "no photo");
        Path thin = folder.resolve("thin.png");
        PngFile.write(thin, new Drawing(2, 9, new int[18]));
        Run done = softseg(bad, thin, photo, "--layers", "2", "--superpixels", "20");
        assertThat(done.code()).isEqualTo(Program.FAILED);
        assertThat(done.err()).contains("bad.png", "thin.png: a photo of 2 x 9").hasLineCount(2);
        try (var files = Files.list(out)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "square.layer-1.png", "square.layer-2.png", "square.layers.png");
        }
    }

    @Test
    void whatCannotBeIsAWrongUse() {
        expectWrongUse("--layers", "1", "layers must be from 2 to 20");
        expectWrongUse("--superpixels", "0", "superpixels must be from 2");
        expectWrongUse("--side", "15", "--side must be from 16 to 1024, not 15");
        Run two = softseg(photo, photo, "--features", "f.npy");
        assertThat(two.code()).isEqualTo(Program.USED_WRONGLY);
        assertThat(two.err()).contains("--features are those of one photo");
    }

    private void expectWrongUse(String option, String value, String message) {
        Run done = softseg(photo, option, value);
        assertThat(done.code()).isEqualTo(Program.USED_WRONGLY);
        assertThat(done.err()).contains(message);
        assertThat(out).doesNotExist();
    }

    @Test
    void whatAreNoFeaturesIsToldInOneLine() throws IOException {
        Path flat = folder.resolve("flat.npy");
        NpyWriter.write(flat, Tensor.of(new float[12], 3, 4));
        expectFailure("--features", flat, "flat.npy", "D at least 3");
        Path labels = folder.resolve("labels.npy");
        NpyWriter.write(labels, Tensor.of(new int[12], 2, 2, 3));
        expectFailure("--features", labels, "labels.npy", "real numbers");
        expectFailure("--features", folder.resolve("none.npy"), "none.npy");
        expectFailure("--model", folder, "holds no training run");
    }

    private void expectFailure(String option, Path value, String... messages) {
        Run done = softseg(photo, option, value);
        assertThat(done.code()).isEqualTo(Program.FAILED);
        assertThat(done.err()).startsWith("smalti: ").contains(messages).hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    private Run softseg(Object... arguments) {
        Object[] all = new Object[arguments.length + 5];
        all[0] = "softseg";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 4] = "--out";
        all[all.length - 3] = out;
        all[all.length - 2] = "--device";
        all[all.length - 1] = "cpu";
        return Run.of(all);
    }
}
