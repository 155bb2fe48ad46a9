package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.train.TinySet;

class TrainCommandTest {
    @TempDir private Path folder;

    @BeforeEach
    void makeSet() throws IOException {
        TinySet.write(folder.resolve("set"), 4);
    }

    @Test
    void trainsAndTellsWhereToLook() throws IOException {
        Run run = train("--out", folder.resolve("run"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("mean IoU", "report.html")
                .containsPattern(
                        "\\d\\.\\d pictures/s in \\d+ steps: \\d+\\.\\d % waiting for pictures,"
                                + " \\d+ % forward, \\d+ % backward, \\d+ % update");
        assertThat(Files.readString(folder.resolve("run/run.json")))
                .contains("\n    \"steps\": \"2\",\n", "\"format\": \"plain\"", "\"red\"");
        Run again = train("--out", folder.resolve("run"));
        assertThat(again.code()).isEqualTo(Program.USED_WRONGLY);
        assertThat(again.err()).contains("holds a run already", "--resume");
    }

    /// All that is needed stands in the run's folder.
    @Test
    void aRunIsResumedByItsFolderAlone() throws IOException {
        Path out = folder.resolve("run");
        assertThat(train("--out", out).code()).isZero();
        byte[] weights = Files.readAllBytes(out.resolve("weights.safetensors"));
        Files.delete(out.resolve("weights.safetensors"));
        Run run = Run.of("train", "pspnet", "--resume", "--out", out, "--device", "cpu");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(out.resolve("weights.safetensors")).hasBinaryContent(weights);
        Run other = Run.of("train", "pspnet", "--resume", "--out", out, "--rate", "1");
        assertThat(other.code()).isEqualTo(Program.USED_WRONGLY);
        assertThat(other.err()).contains("settings that it began with");
        Run wrong = Run.of("train", "metric", "--resume", "--out", out);
        assertThat(wrong.err()).contains("trains pspnet, not metric");
        Files.writeString(folder.resolve("set/images/picture0.png"), "another");
        Run changed = Run.of("train", "pspnet", "--resume", "--out", out, "--device", "cpu");
        assertThat(changed.code()).isEqualTo(Program.FAILED);
        assertThat(changed.err()).contains("the data has changed");
    }

    /// What was trained answers for photos, and is measured, by the name of its folder.
    @Test
    void aRunIsAModel() throws IOException {
        Path out = folder.resolve("run");
        assertThat(train("--out", out).code()).isZero();
        Path photo = folder.resolve("set/images/picture1.png");
        Run answer = Run.of("predict", out, photo, "--out", folder.resolve("a"), "--device", "cpu");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(folder.resolve("a/picture1.overlay.png")).isNotEmptyFile();
        Run measured =
                Run.of(
                        "evaluate",
                        out,
                        "--data",
                        folder.resolve("set"),
                        "--out",
                        folder.resolve("a"),
                        "--device",
                        "cpu");
        assertThat(measured.code()).as(measured.err()).isZero();
        assertThat(measured.out()).contains("background");
        assertThat(folder.resolve("a/run.confusion.png")).isNotEmptyFile();
        Files.delete(out.resolve("weights.safetensors"));
        assertThat(Run.of("predict", out, photo).err()).contains("--resume");
    }

    @Test
    void settingsComeFromPresetsFilesAndOptionsInThatOrder() throws IOException {
        Path file = folder.resolve("c.json");
        Files.writeString(file, "{\"batch\": 2, \"crop\": \"20\", \"bins\": [1, 2], \"seed\": 9}");
        Run run =
                train("--out", folder.resolve("run"), "--preset", "camvid-small", "--config", file);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readString(folder.resolve("run/run.json")))
                .contains("\"seed\": \"9\"", "\"bins\": \"1,2\"", "\"output-stride\": \"16\"")
                .contains("\"crop\": \"16\"");
    }

    /// A record is a file that anybody may have written to.
    @Test
    void aDamagedRecordIsNamed() throws IOException {
        Path out = folder.resolve("run");
        assertThat(train("--out", out).code()).isZero();
        String record = Files.readString(out.resolve("run.json"));
        Files.writeString(
                out.resolve("run.json"),
                record.replaceAll("\"pictures\": \\d+", "\"pictures\": \"x\""));
        expectDamaged(out, "'pictures' is 'x', no number");
        Files.writeString(out.resolve("run.json"), record.replace("\"plain\"", "\"clay\""));
        expectDamaged(out, "'clay'");
        Files.writeString(out.resolve("run.json"), "{}");
        expectDamaged(out, "no record of a run");
    }

    private static void expectDamaged(Path out, String message) {
        Run run = Run.of("train", "pspnet", "--resume", "--out", out, "--device", "cpu");
        assertThat(run.code()).isEqualTo(Program.FAILED);
        assertThat(run.err()).contains(message).doesNotContain("error of the program");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void whatCannotBeginLeavesNoFolder() {
        Path out = folder.resolve("none");
        assertThat(Run.of("train", "pspnet", "--resume", "--out", out).code()).isNotZero();
        assertThat(train("--out", out, "--train", "test").code()).isNotZero();
        assertThat(out).doesNotExist();
        // What only the network's making finds out.
        assertThat(train("--out", out, "--batch", "0").err()).contains("--batch");
        assertThat(out).doesNotExist();
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        expectWrong("looks like no known data set", "--data", folder);
        expectWrong("--data DIR is missing");
        expectWrong("--preset", "--data", folder.resolve("set"), "--preset", "x");
        expectWrong("--batch", "--data", folder.resolve("set"), "--batch", "0");
        expectWrong(
                "one of mobilenet_v2", "--data", folder.resolve("set"), "--backbone", "alexnet");
        expectWrong("Unknown option", "--data", folder.resolve("set"), "--bath", "0");
        assertThat(Run.of("train").err()).contains("which system");
        assertThat(Run.of("train", "spm").err()).contains("spm");
        assertThat(Run.of("train", "pspnet", "--resume", "--out", folder.resolve("none")).err())
                .contains("holds no training run");
        assertThat(train("--out", folder.resolve("a"), "--train", "test").err())
                .contains("no such part, but train, val");
        Path file = folder.resolve("c.json");
        Files.writeString(file, "{\"bath\": 2}");
        assertThat(train("--out", folder.resolve("b"), "--config", file).err())
                .contains("bath", "c.json");
    }

    private void expectWrong(String message, Object... options) {
        List<Object> all = new ArrayList<>(List.of("train", "pspnet", "--device", "cpu"));
        all.addAll(List.of("--out", folder.resolve("wrong")));
        all.addAll(List.of(options));
        Run run = Run.of(all.toArray());
        assertThat(run.code()).as(run.err()).isNotZero();
        assertThat(run.err()).contains(message).startsWith("smalti: ");
        assertThat(run.err().lines().count()).isLessThanOrEqualTo(2);
    }

    /// A network of the smallest kind.
    private Run train(Object... more) {
        List<Object> all =
                new ArrayList<>(
                        List.of(
                                "train",
                                "pspnet",
                                "--data",
                                folder.resolve("set"),
                                "--steps",
                                "2"));
        all.addAll(List.of("--backbone", "none", "--width", "0.05", "--crop", "16"));
        all.addAll(List.of("--device", "cpu"));
        all.addAll(List.of(more));
        return Run.of(all.toArray());
    }
}
