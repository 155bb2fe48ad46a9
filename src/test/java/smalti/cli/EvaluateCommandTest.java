package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.demo.Scene;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;
import smalti.zoo.Enet;
import smalti.zoo.SqueezeNet;

/// A data set of one picture, and networks that have learnt nothing.
class EvaluateCommandTest {
    @TempDir private Path folder;

    @BeforeEach
    void writeSet() throws IOException {
        Files.createDirectories(folder.resolve("set/images"));
        Files.createDirectories(folder.resolve("set/labels"));
        Files.writeString(
                folder.resolve("set/classes.txt"),
                "0 sky 1 1 1\n1 road 2 2 2\n2 unlabelled 0 0 0\n");
        Files.writeString(folder.resolve("set/val.txt"), "scene\n");
        PngFile.write(folder.resolve("set/images/scene.png"), Drawing.of(Scene.draw()));
        int[] labels = new int[Scene.WIDTH * Scene.HEIGHT];
        Arrays.fill(labels, labels.length / 2, labels.length, 1);
        labels[0] = 2;
        PngFile.writeLabels8(
                folder.resolve("set/labels/scene.png"),
                Tensor.of(labels, Scene.HEIGHT, Scene.WIDTH));
        var parameters = new Parameters();
        new Enet(Scope.of(parameters, new SplittableRandom(1)), 12);
        WeightFile.write(folder.resolve("enet_camvid.safetensors"), parameters);
    }

    @Test
    void everyClassHasItsRow() {
        Run run = evaluate("enet_camvid");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("sky", "road", "mean of 2", "near outlines", "1 pictures");
        assertThat(folder.resolve("enet_camvid.confusion.png")).exists();
        Run json = evaluate("enet_camvid", "--format", "camvid", "--json");
        assertThat(json.out())
                .contains("\"meanIoU\":", "\"meanIoUNearOutlines\":", "\"classes\":{\"sky\":");
    }

    @Test
    void aFolderWithoutADataSetIsSaidToBeNone() throws IOException {
        Run above = Run.of("evaluate", "enet_camvid", "--data", folder, "--weights", folder);
        assertThat(above.code()).isEqualTo(2);
        assertThat(above.err()).contains(folder.resolve("set") + " does");
        Path empty = Files.createDirectories(folder.resolve("images/empty/deep/deeper"));
        Run nowhere = Run.of("evaluate", "enet_camvid", "--data", empty, "--weights", folder);
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).contains("--format camvid");
    }

    @Test
    void aPartThatTheSetLacksIsNamed() {
        Run run = evaluate("enet_camvid", "--split", "test");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("test.txt");
    }

    @Test
    void labelsOfAnotherSizeAndLabelsThatSayNothingAreErrors() throws IOException {
        Path labels = folder.resolve("set/labels/scene.png");
        PngFile.writeLabels8(labels, Tensor.of(new int[] {0, 1}, 1, 2));
        Run size = evaluate("enet_camvid");
        assertThat(size.code()).isEqualTo(1);
        assertThat(size.err()).contains("scene.png", "labels of 2 x 1");
        int[] withheld = new int[Scene.WIDTH * Scene.HEIGHT];
        Arrays.fill(withheld, 2);
        PngFile.writeLabels8(labels, Tensor.of(withheld, Scene.HEIGHT, Scene.WIDTH));
        Run nothing = evaluate("enet_camvid");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).contains("no pixel of the part val");
    }

    @Test
    void aClassifierCannotBeCompared() throws IOException {
        var parameters = new Parameters();
        new SqueezeNet(Scope.of(parameters, new SplittableRandom(1)), 1000);
        WeightFile.write(folder.resolve("squeezenet1_1.safetensors"), parameters);
        Run run = evaluate("squeezenet1_1");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("does not segment");
    }

    private Run evaluate(String model, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("evaluate", model));
        arguments.addAll(List.of("--data", folder.resolve("set")));
        arguments.addAll(List.of("--weights", folder, "--out", folder));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray());
    }
}
