package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.dataset.DataSetFormat;
import smalti.dataset.LabelledPicture;
import smalti.dataset.LabelledPictures;
import smalti.file.SafetensorsReader;
import smalti.photo.LabelReader;
import smalti.photo.PhotoReader;
import smalti.picture.PngFile;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.train.TinyEncoder;
import smalti.train.TinySet;

class DecoupledCommandTest {
    @TempDir private Path folder;
    private Path set = Path.of("");
    private Path masks = Path.of("");

    /// The masks are the labels.
    @BeforeEach
    void makeSets() throws IOException {
        set = folder.resolve("set");
        masks = folder.resolve("masks");
        TinySet.write(set, 4);
        TinySet.write(masks, 4);
        TinyEncoder.write(folder);
    }

    /// A network of the smallest kind.
    ///
    /// @param options with their values, over those that it has otherwise
    private Run train(Object... options) {
        Map<Object, Object> all = new LinkedHashMap<>();
        all.put("--data", set);
        all.put("--weights", folder);
        all.put("--backbone", "squeezenet1_1");
        all.put("--output-stride", 16);
        all.put("--width", 0.02);
        all.put("--kernel", 1);
        all.put("--resize", 32);
        all.put("--crop", 32);
        all.put("--batch", 2);
        all.put("--steps", 3);
        all.put("--classifier-steps", 1);
        all.put("--device", "cpu");
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        List<Object> words = new ArrayList<>(List.of("train", "decoupled"));
        all.forEach((name, value) -> words.addAll(List.of(name, value)));
        return Run.of(words.toArray());
    }

    /// A round learns from masks and makes masks, from which the next one learns.
    @Test
    void aRoundMakesTheMasksOfTheNext() throws IOException {
        Path first = folder.resolve("first");
        Run run = train("--masks", masks, "--out", first);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("mean IoU", "mean IoU (classes told)");
        Path made = folder.resolve("made");
        Run making =
                Run.of(
                        "decoupled",
                        "masks",
                        first,
                        "--data",
                        set,
                        "--out",
                        made,
                        "--device",
                        "cpu");
        assertThat(making.code()).as(making.err()).isZero();
        LabelledPictures found = DataSetFormat.PLAIN.read(made, "train");
        assertThat(found.classes()).containsExactly("background", "red", "green");
        assertThat(found.pictures()).hasSize(4);
        var reader = new LabelReader(PhotoReader.usual());
        for (LabelledPicture each : found.pictures()) {
            // Pictures of even numbers show red, the others green.
            int shown = 1 + Integer.parseInt(each.id().substring(7)) % 2;
            assertThat(Arrays.stream(reader.read(each.labels()).ints()).boxed().toList())
                    .isSubsetOf(List.of(0, shown));
        }
        // Even where a network that has hardly learnt anything finds no object.
        writeMask(made, 0, 32);
        Run second = train("--masks", made, "--out", folder.resolve("second"));
        assertThat(second.code()).as(second.err()).isZero();
    }

    @Test
    void aRunIsAModel() throws IOException {
        Path out = folder.resolve("run");
        Run trained = train("--masks", masks, "--out", out);
        assertThat(trained.code()).as(trained.err()).isZero();
        Path photo = set.resolve("images/picture1.png");
        Path answers = folder.resolve("answers");
        Run answer = Run.of("predict", out, photo, "--out", answers, "--device", "cpu");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answers.resolve("picture1.overlay.png")).isNotEmptyFile();
        Run measured = Run.of("evaluate", out, "--data", set, "--out", answers, "--device", "cpu");
        assertThat(measured.code()).as(measured.err()).isZero();
        assertThat(measured.out()).contains("background", "mean of 3");
    }

    /// As files of VGG-16 have them that were made into convolutions.
    @Test
    void hiddenLayersThatAreInTheFileAreTaken() throws IOException {
        Path first = folder.resolve("first");
        assertThat(train("--masks", masks, "--out", first).code()).isZero();
        Path second = folder.resolve("second");
        Run run =
                train(
                        "--masks",
                        masks,
                        "--out",
                        second,
                        "--weights",
                        first.resolve("weights.safetensors"),
                        "--classifier-steps",
                        0,
                        "--seed",
                        2);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(tensor(second, "fc6.weight")).isEqualTo(tensor(first, "fc6.weight"));
        assertThat(tensor(second, "fc7.bias")).isEqualTo(tensor(first, "fc7.bias"));
        assertThat(tensor(second, "scores.weight")).isNotEqualTo(tensor(first, "scores.weight"));
        Run other =
                train(
                        "--masks",
                        masks,
                        "--out",
                        folder.resolve("other"),
                        "--weights",
                        first.resolve("weights.safetensors"),
                        "--hidden",
                        100);
        assertThat(other.code()).as(other.err()).isZero();
    }

    private static float[] tensor(Path run, String name) throws IOException {
        try (var reader = SafetensorsReader.open(run.resolve("weights.safetensors"))) {
            return reader.read(name, DType.F32).floats();
        }
    }

    /// A second step of masks changes the decoder and nothing that the first step's classifier was made of.
    @Test
    void masksDoNotChangeTheClassifier() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertThat(train("--masks", masks, "--out", one, "--steps", 2).code()).isZero();
        assertThat(train("--masks", masks, "--out", two, "--steps", 3).code()).isZero();
        for (String each : List.of("fc6.weight", "fc7.weight", "scores.weight", "scores.bias")) {
            assertThat(tensor(two, each)).as(each).isEqualTo(tensor(one, each));
        }
        assertThat(tensor(two, "decoder.conv6.weight"))
                .isNotEqualTo(tensor(one, "decoder.conv6.weight"));
    }

    /// Those of the decoder, though the first steps teach the classifier.
    @Test
    void runningStatisticsAreTakenFromMasks() throws IOException {
        Path followed = folder.resolve("followed");
        Path anew = folder.resolve("anew");
        assertThat(statistics(followed, 0).code()).isZero();
        assertThat(statistics(anew, 1).code()).isZero();
        assertThat(tensor(anew, "decoder.conv6.weight"))
                .isEqualTo(tensor(followed, "decoder.conv6.weight"));
        assertThat(tensor(anew, "bridge.features.running_mean"))
                .isNotEqualTo(tensor(followed, "bridge.features.running_mean"));
    }

    private Run statistics(Path out, int batches) {
        return train(
                "--masks", masks, "--out", out, "--classifier-steps", 2, "--statistics", batches);
    }

    @Test
    void aRunGoesOnWithTheMasksThatItBeganWith() throws IOException {
        Path out = folder.resolve("run");
        assertThat(train("--masks", masks, "--out", out).code()).isZero();
        Files.delete(out.resolve("weights.safetensors"));
        assertThat(Run.of("train", "decoupled", "--resume", "--out", out, "--device", "cpu").code())
                .isZero();
        assertThat(out.resolve("weights.safetensors")).exists();
        writeMask(masks, 0, 32);
        Run changed = Run.of("train", "decoupled", "--resume", "--out", out, "--device", "cpu");
        assertThat(changed.code()).isEqualTo(Program.FAILED);
        assertThat(changed.err()).contains("masks", "have changed since the run began");
    }

    /// A mask whose upper half is red.
    private static void writeMask(Path set, int picture, int side) throws IOException {
        int[] labels = new int[side * side];
        Arrays.fill(labels, 0, labels.length / 2, 1);
        PngFile.writeLabels8(
                set.resolve("labels/picture" + picture + ".png"), Tensor.of(labels, side, side));
    }

    @Test
    void masksThatAreNoneAreNamedInOneLine() throws IOException {
        expectWrong("the folder of masks");
        expectWrong("plain", "--masks", folder.resolve("nowhere"));
        expectWrong("no such part, but train, val", "--masks", masks, "--train", "all");
        Path other = folder.resolve("other");
        TinySet.write(other, 4);
        Files.writeString(other.resolve("train.txt"), "picture1\n");
        Files.writeString(set.resolve("some.txt"), "picture3\n");
        Files.writeString(other.resolve("some.txt"), "picture1\n");
        expectWrong("a mask of no picture", "--masks", other, "--train", "some");
        Files.writeString(other.resolve("classes.txt"), "sky\nsea\n");
        expectWrong("label 2", "--masks", other, "--broken", 0);
        Files.writeString(other.resolve("classes.txt"), "sky\nsea\nsand\n");
        expectWrong("no mask shows a class of the data set", "--masks", other);
        writeMask(masks, 2, 16);
        expectWrong("labels of 16 x 16 for a picture of 32 x 32", "--masks", masks, "--broken", 0);
        Files.writeString(masks.resolve("labels/picture2.png"), "no picture");
        expectWrong("picture2.png", "--masks", masks, "--broken", 0);
        Files.delete(masks.resolve("labels/picture2.png"));
        expectWrong("the labels of picture2 are missing", "--masks", masks);
    }

    private void expectWrong(String message, Object... options) {
        List<Object> all = new ArrayList<>(List.of("--out", folder.resolve("wrong")));
        all.addAll(List.of(options));
        Run run = train(all.toArray());
        assertThat(run.code()).as(run.err()).isNotZero();
        assertThat(run.err()).contains(message).startsWith("smalti: ");
        assertThat(run.err().lines().filter(line -> line.startsWith("smalti: "))).hasSize(1);
    }

    @Test
    void settingsThatDoNotGoTogetherAreNamed() {
        expectWrong("--kernel must be at most the 2 places", "--masks", masks, "--kernel", 9);
        expectWrong("less than the 3 steps", "--masks", masks, "--classifier-steps", 3);
        expectWrong("one of max, mean", "--masks", masks, "--pooling", "least");
        expectWrong("the file of the encoder's weights", "--masks", masks, "--weights", "");
    }
}
