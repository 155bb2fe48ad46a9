package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.demo.Scene;
import smalti.file.NpyReader;
import smalti.photo.LabelReader;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.superpixel.Samples;
import smalti.tensor.Tensor;

class SuperpixelsCommandTest {
    private static final int WIDTH = 90;
    private static final int HEIGHT = 60;

    @TempDir Path folder;

    private Path photo = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writePhoto() throws IOException {
        photo = folder.resolve("scene.png");
        out = folder.resolve("out");
        PngFile.write(photo, piece(0));
    }

    /// A part of the demonstration's scene.
    private static Drawing piece(int seed) {
        byte[] all = ((Samples.Bytes) Scene.draw().picture().samples()).array();
        byte[] part = new byte[3 * WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            int from = 3 * ((300 + seed + y) * Scene.WIDTH + 480 + seed);
            System.arraycopy(all, from, part, 3 * WIDTH * y, 3 * WIDTH);
        }
        return Drawing.of(new Photo(WIDTH, HEIGHT, new Samples.Bytes(part)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"slic", "SLICO", "grid"})
    void allFilesAreWritten(String method) throws IOException {
        Run run = Run.of("superpixels", photo, "--segments", 50, "--method", method, "--out", out);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("90 x 60, ", " superpixels in ", "scene.labels.png");
        int[] labels = labels("scene.labels.png").ints();
        int most = Arrays.stream(labels).max().orElseThrow();
        assertThat(Arrays.stream(labels).distinct().count())
                .isEqualTo(most + 1L)
                .isBetween(45L, 55L);
        assertThat(PhotoReader.usual().read(out.resolve("scene.overlay.png")).width())
                .isEqualTo(WIDTH);
        assertThat(PhotoReader.usual().read(out.resolve("scene.mosaic.png")).height())
                .isEqualTo(HEIGHT);
        List<String> table = Files.readAllLines(out.resolve("scene.regions.csv"));
        assertThat(table).hasSize(most + 2);
        assertThat(table.getFirst())
                .startsWith(
                        "label,area,centroid_x,centroid_y,left,top,right,bottom,perimeter,mean_red");
        long area =
                table.stream().skip(1).mapToLong(line -> Long.parseLong(line.split(",")[1])).sum();
        assertThat(area).isEqualTo(WIDTH * HEIGHT);
    }

    @Test
    void underAMaskLabelsCountFromOne() throws IOException {
        int[] inside = new int[WIDTH * HEIGHT];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = i % WIDTH < 40 ? 255 : 0;
        }
        Path mask = folder.resolve("mask.png");
        PngFile.writeLabels8(mask, Tensor.of(inside, HEIGHT, WIDTH));

        Run run = Run.of("superpixels", photo, "--segments", 20, "--mask", mask, "--out", out);

        assertThat(run.err()).isEmpty();
        int[] labels = labels("scene.labels.png").ints();
        for (int i = 0; i < labels.length; i++) {
            assertThat(labels[i] == 0).isEqualTo(inside[i] == 0);
        }
        assertThat(Files.readAllLines(out.resolve("scene.regions.csv")).get(1)).startsWith("1,");
        PngFile.writeLabels8(mask, Tensor.of(new int[4], 2, 2));
        Run wrong = Run.of("superpixels", photo, "--mask", mask, "--out", out);
        assertThat(wrong.code()).isEqualTo(Program.FAILED);
        assertThat(wrong.err()).contains("a photo of 90 x 60 under the mask").hasLineCount(1);
    }

    @Test
    void moreLabelsThanAPngHoldsGoToNpy() throws IOException {
        byte[] noise = new byte[3 * 300 * 300];
        new java.util.Random(3).nextBytes(noise);
        PngFile.write(photo, Drawing.of(new Photo(300, 300, new Samples.Bytes(noise))));

        Run run =
                Run.of(
                        "superpixels",
                        photo,
                        "--segments",
                        90_000,
                        "--method",
                        "grid",
                        "--out",
                        out);

        assertThat(run.err()).isEmpty();
        assertThat(out.resolve("scene.labels.png")).doesNotExist();
        Tensor labels = NpyReader.read(out.resolve("scene.labels.npy"));
        assertThat(Arrays.stream(labels.ints()).distinct().count()).isEqualTo(90_000);
    }

    @Test
    void oneBadPhotoDoesNotStopTheOthers() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.jpg"), "no picture");
        Path good = folder.resolve("good.png");
        PngFile.write(good, piece(5));

        Run run =
                Run.of(
                        "superpixels",
                        photo,
                        bad,
                        folder.resolve("absent.png"),
                        folder,
                        good,
                        "--method",
                        "grid",
                        "--out",
                        out);

        assertThat(run.code()).isEqualTo(Program.FAILED);
        assertThat(run.err().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("smalti: "))
                .anyMatch(line -> line.contains("bad.jpg: not a JPEG"))
                .anyMatch(line -> line.contains("absent.png: no such file"));
        assertThat(run.out().lines()).hasSize(2);
        assertThat(out.resolve("good.labels.png")).exists();
        assertThat(out.resolve("bad.labels.png")).doesNotExist();
    }

    @Test
    void photosOfOneNameDoNotOverwriteEachOther() throws IOException {
        Path twin = folder.resolve("scene.bmp");
        Files.copy(photo, twin);
        Path third = Files.createDirectories(folder.resolve("deep")).resolve("scene.png");
        Files.copy(photo, third);

        Run run = Run.of("superpixels", photo, twin, third, "--method", "grid", "--out", out);

        assertThat(run.code()).isZero();
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(12);
        }
        assertThat(out.resolve("scene.bmp.labels.png")).exists();
        assertThat(out.resolve("scene.png.2.labels.png")).exists();
    }

    @Test
    void resultsAreTheSameInJsonAndTheFolderIsMade() {
        Run run =
                Run.of(
                        "superpixels",
                        photo,
                        "--method",
                        "grid",
                        "--out",
                        out.resolve("a/b"),
                        "--json");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("{\"photo\":")
                .contains("\"width\":90", "\"superpixels\":")
                .hasLineCount(1);
    }

    @Test
    void aFolderThatCannotBeMadeIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        Run run = Run.of("superpixels", photo, "--out", file.resolve("sub"));

        assertThat(run.code()).isEqualTo(Program.FAILED);
        assertThat(run.err()).startsWith("smalti: ").hasLineCount(1);
    }

    @Test
    void aPhotoOverTheLimitIsRefused() {
        Run run = Run.of("superpixels", photo, "--max-pixels", 100, "--out", out);

        assertThat(run.code()).isEqualTo(Program.FAILED);
        assertThat(run.err()).contains("90 x 60 pixels are over the limit of 100").hasLineCount(1);
    }

    @Test
    void metricsOfSuperpixelsAgainstThemselvesArePerfect() throws IOException {
        Run.of("superpixels", photo, "--segments", 30, "--method", "grid", "--out", out);
        Path labels = out.resolve("scene.labels.png");

        Run run =
                Run.of(
                        "metrics",
                        "--labels",
                        labels,
                        "--truth",
                        labels,
                        labels,
                        "--image",
                        photo,
                        "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "\"boundary_recall\":1.0",
                        "\"undersegmentation_error\":0.0",
                        "\"achievable_accuracy\":1.0",
                        "\"explained_variation\":0.");
        assertThat(Run.of("metrics", "--labels", labels, "--truth", labels).out())
                .contains("achievable accuracy")
                .doesNotContain("explained variation");
        PngFile.writeLabels8(folder.resolve("small.png"), Tensor.of(new int[4], 2, 2));
        Run wrong = Run.of("metrics", "--labels", labels, "--truth", folder.resolve("small.png"));
        assertThat(wrong.code()).isEqualTo(Program.FAILED);
        assertThat(wrong.err()).contains("small.png").hasLineCount(1);
    }

    private Tensor labels(String name) throws IOException {
        return new LabelReader(PhotoReader.usual()).read(out.resolve(name));
    }
}
