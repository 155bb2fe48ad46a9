package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.demo.Scene;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.photo.LabelReader;
import smalti.photo.PhotoReader;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.tensor.Shape;
import smalti.testkit.RealData;
import smalti.zoo.Enet;
import smalti.zoo.SqueezeNet;

/// Networks that have learnt nothing, but for the last test.
class PredictCommandTest {
    @TempDir private Path folder;

    private Path photo = Path.of("");

    @BeforeEach
    void writePhoto() throws IOException {
        photo = folder.resolve("scene.png");
        PngFile.write(photo, Drawing.of(Scene.draw()));
    }

    @Test
    void aClassifierNamesTheLikeliestClasses() throws IOException {
        Path weights = weights("squeezenet1_1", scope -> new SqueezeNet(scope, 1000));
        Run run = Run.of("predict", "squeezenet1_1", photo, "--weights", weights, "--top", 3);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(4);
        assertThat(run.out()).contains("scene.png: ", " ms", " %  class ");
        Run json = Run.of("predict", "squeezenet1_1", photo, "--weights", folder, "--json");
        assertThat(json.out().lines()).hasSize(1);
        assertThat(json.out()).contains("\"classes\":{\"class ");
    }

    @Test
    void aSegmenterWritesPictures() throws IOException {
        weights("enet_camvid", scope -> new Enet(scope, 12));
        Path out = folder.resolve("out");
        Run run = Run.of("predict", "enet_camvid", photo, "--weights", folder, "--out", out);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("scene.overlay.png", " %  ");
        assertThat(
                        new LabelReader(PhotoReader.usual())
                                .read(out.resolve("scene.classes.png"))
                                .shape())
                .isEqualTo(Shape.of(Scene.HEIGHT, Scene.WIDTH));
        assertThat(out.resolve("scene.mask.png")).exists();
        assertThat(out.resolve("scene.overlay.png")).exists();
    }

    @Test
    void oneBadPhotoIsToldOfAndTheOthersGoOn() throws IOException {
        Path weights = weights("squeezenet1_1", scope -> new SqueezeNet(scope, 1000));
        Path bad = Files.writeString(folder.resolve("bad.jpg"), "no photo");
        Run run = Run.of("predict", "squeezenet1_1", bad, photo, "--weights", weights);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("bad.jpg").doesNotContain("scene.png");
        assertThat(run.out()).contains("scene.png");
    }

    @Test
    void aNameMayBeCutShort() throws IOException {
        weights("squeezenet1_1", scope -> new SqueezeNet(scope, 1000));
        Run run = Run.of("predict", "squeeze", photo, "--weights", folder);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("scene.png");
        assertThat(Run.of("predict", "", photo, "--weights", folder).err())
                .contains("there is no model ''");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        assertThat(Run.of("predict", "alexnet", photo).err())
                .contains("there is no model 'alexnet'", "squeezenet1_1");
        assertThat(Run.of("predict", "alexnet", photo).code()).isEqualTo(2);
        assertThat(Run.of("predict", "squeezenet1_1").code()).isEqualTo(2);
        Run missing =
                Run.of(
                        "predict",
                        "squeezenet1_1",
                        photo,
                        "--weights",
                        folder.resolve("none.safetensors"));
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none.safetensors");
        Path other = weights("enet_camvid", scope -> new Enet(scope, 12));
        Run mixed = Run.of("predict", "squeezenet1_1", photo, "--weights", other);
        assertThat(mixed.code()).isEqualTo(1);
        assertThat(mixed.err()).contains("conv1.weight is missing").hasLineCount(1);
        assertThat(Run.of("predict", "squeezenet1_1", photo, "--top", 0, "--weights", other).err())
                .contains("--top");
    }

    @Tag("data")
    @Test
    void trainedNetworksKnowWhatTheySee() {
        Path weights = RealData.at("weights");
        String[][] photos = {
            {"photos/coffee.png", "espresso"},
            {"photos/chelsea.png", "Egyptian cat"},
            {"msrc/images/16_5.jpg", "golden retriever"},
        };
        for (String[] each : photos) {
            Run run =
                    Run.of(
                            "predict",
                            "squeezenet1_1",
                            RealData.at(each[0]),
                            "--weights",
                            weights,
                            "--top",
                            1);
            assertThat(run.out()).contains(each[1]);
        }
    }

    private Path weights(String name, Consumer<Scope> builder) throws IOException {
        var parameters = new Parameters();
        builder.accept(Scope.of(parameters, new SplittableRandom(1)));
        Path file = folder.resolve(name + ".safetensors");
        WeightFile.write(file, parameters);
        return file;
    }
}
