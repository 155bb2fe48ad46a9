package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.device.Devices;
import smalti.file.NpyReader;
import smalti.grad.Eager;
import smalti.metric.MetricNetwork;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.train.TinySet;

class FeaturesCommandTest {
    @TempDir private Path folder;

    private Path run = Path.of("");
    private Path photo = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void train() throws IOException {
        TinySet.write(folder.resolve("set"), 4);
        photo = folder.resolve("set/images/picture1.png");
        run = folder.resolve("run");
        out = folder.resolve("out");
        Run trained =
                trained(
                        "metric",
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
    }

    private Run trained(String system, Object... more) {
        Object[] all = new Object[9 + more.length];
        Object[] first = {"train", system, "--data", folder.resolve("set")};
        Object[] second = {"--steps", "2", "--device", "cpu", "--json"};
        System.arraycopy(first, 0, all, 0, 4);
        System.arraycopy(second, 0, all, 4, 5);
        System.arraycopy(more, 0, all, 9, more.length);
        return Run.of(all);
    }

    /// The features are those of the network that the run left.
    @Test
    void featuresAndTheirPictureAreWritten() throws IOException {
        Run done = Run.of("features", run, photo, "--out", out, "--npy", "--device", "cpu");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("128 features of 32x32", "picture1.features.png", "picture1.features.npy")
                .hasLineCount(1);
        Tensor features = NpyReader.read(out.resolve("picture1.features.npy"));
        assertThat(features.shape()).isEqualTo(Shape.of(32, 32, 128));
        float[] expected = expected();
        for (int i = 0; i < expected.length; i++) {
            assertThat(features.floats()[i]).isCloseTo(expected[i], within(1e-4f));
        }
        Photo picture = PhotoReader.usual().read(out.resolve("picture1.features.png"));
        assertThat(picture.width()).isEqualTo(32);
        assertThat(picture.height()).isEqualTo(32);
    }

    private float[] expected() throws IOException {
        var parameters = new Parameters();
        var network = new MetricNetwork(Scope.of(parameters, new SplittableRandom(5)), 0.1);
        WeightFile.read(run.resolve("weights.safetensors"), parameters);
        Tensor pixels = PhotoReader.usual().read(photo).pixels();
        for (int i = 0; i < pixels.elements(); i++) {
            pixels.floats()[i] /= 255;
        }
        Pass pass = Pass.inference(new Eager(Devices.named("cpu")));
        return network.forward(pass, pass.flow().constant(pixels)).tensor().floats();
    }

    /// The network sees it small; the picture is as large as the photo.
    @Test
    void largePhotosAreSeenSmaller() throws IOException {
        Run done =
                Run.of(
                        "features",
                        run,
                        photo,
                        "--out",
                        out,
                        "--npy",
                        "--side",
                        "17",
                        "--json",
                        "--device",
                        "cpu");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("\"width\":17", "\"height\":17", "\"features\":128");
        assertThat(NpyReader.read(out.resolve("picture1.features.npy")).shape())
                .isEqualTo(Shape.of(17, 17, 128));
        assertThat(PhotoReader.usual().read(out.resolve("picture1.features.png")).width())
                .isEqualTo(32);
    }

    @Test
    void onlyThePictureIsWrittenUnlessAskedFor() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.png"), "no photo");
        Run done = Run.of("features", run, bad, photo, "--out", out, "--device", "cpu");
        assertThat(done.code()).isEqualTo(Program.FAILED);
        assertThat(done.err()).contains("bad.png").hasLineCount(1);
        try (var files = Files.list(out)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactly("picture1.features.png");
        }
    }

    @Test
    void whatIsNoFinishedRunOfThisSystemIsToldInOneLine() throws IOException {
        expectWrong(folder.resolve("set"), "holds no training run");
        expectWrong(folder.resolve("nowhere"), "nowhere", "holds no training run");
        Path other = folder.resolve("other");
        Run trained =
                trained(
                        "pspnet",
                        "--backbone",
                        "none",
                        "--width",
                        "0.05",
                        "--crop",
                        "16",
                        "--out",
                        other);
        assertThat(trained.code()).as(trained.err()).isZero();
        expectWrong(other, other + ": a run of 'pspnet'", "smalti train metric");
        Files.delete(run.resolve("weights.safetensors"));
        expectWrong(run, "has not come to its end", "--resume --out " + run);
    }

    private void expectWrong(Path wrong, String... messages) {
        Run done = Run.of("features", wrong, photo, "--out", out, "--device", "cpu");
        assertThat(done.code()).isEqualTo(Program.FAILED);
        assertThat(done.err()).startsWith("smalti: ").contains(messages).hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void sidesOutOfRangeAreAWrongUse() {
        for (int side : new int[] {0, 15, 2049}) {
            Run done = Run.of("features", run, photo, "--out", out, "--side", side);
            assertThat(done.code()).isEqualTo(Program.USED_WRONGLY);
            assertThat(done.err()).contains("--side must be from 16 to 2048, not " + side);
        }
    }
}
