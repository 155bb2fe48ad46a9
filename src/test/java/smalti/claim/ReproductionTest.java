package smalti.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.SmaltiException;

/// What is run for a claim, by a program that only leaves the files of a run.
class ReproductionTest {
    @TempDir private Path folder;
    private final List<List<String>> commands = new ArrayList<>();

    private static Claim claim(String name) {
        return Claim.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Reproduction reproduction(String name) {
        return new Reproduction(
                claim(name),
                folder,
                this::run,
                Path.of("set"),
                Path.of("w"),
                List.of("--steps", "7"));
    }

    private boolean run(List<String> arguments) {
        commands.add(arguments);
        try {
            Path out = Path.of(arguments.get(arguments.indexOf("--out") + 1));
            Files.createDirectories(out);
            if (arguments.contains("masks")) {
                Files.writeString(out.resolve("train.txt"), "a\n");
            } else {
                finish(out, 0.25 * commands.size());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return true;
    }

    private static void finish(Path run, double score) throws IOException {
        Files.writeString(run.resolve("run.json"), "{}");
        Files.writeString(run.resolve("weights.safetensors"), "");
        Files.writeString(
                run.resolve("examinations.csv"),
                """
                step,mean IoU,mean IoU near outlines,mean IoU (classes told),mean IoU near outlines (classes told)
                7,%s,0.1,%s,0.2
                """
                        .formatted(score, 2 * score));
        // It was stopped behind step 2.
        Files.writeString(
                run.resolve("log.csv"),
                "step,loss,rate,seconds\n1,1,1,10\n2,1,1,20\n3,1,1,5\n4,1,1,11\n");
    }

    @Test
    void everyArmIsTrainedWithEverySeed() throws IOException {
        Findings found = reproduction("pyramid").run(List.of(1L, 2L));
        assertThat(commands).hasSize(4);
        assertThat(commands.getFirst())
                .containsSequence("train", "pspnet", "--data", "set")
                .containsSequence("--train", "train:0016E5,0001TP")
                .containsSequence("--bins", "none")
                .containsSequence("--steps", "7", "--seed", "1", "--out");
        assertThat(found.first())
                .containsExactly(
                        new Findings.Outcome(List.of(0.25, 0.1), 31),
                        new Findings.Outcome(List.of(0.75, 0.1), 31));
        assertThat(found.second())
                .containsExactly(
                        new Findings.Outcome(List.of(0.5, 0.1), 31),
                        new Findings.Outcome(List.of(1.0, 0.1), 31));
    }

    @Test
    void whatIsDoneIsNotDoneAgainAndWhatWasStoppedGoesOn() throws IOException {
        Path first = folder.resolve("seed-1");
        finish(Files.createDirectories(first.resolve("flat")), 0.5);
        Files.createDirectories(first.resolve("pyramid"));
        Files.writeString(first.resolve("pyramid/run.json"), "{}");
        reproduction("pyramid").run(List.of(1L));
        assertThat(commands)
                .containsExactly(
                        List.of(
                                "train",
                                "pspnet",
                                "--resume",
                                "--out",
                                first.resolve("pyramid").toString()));
    }

    @Test
    void aRoundLearnsFromTheMasksOfTheArmBefore() throws IOException {
        Findings found = reproduction("round").run(List.of(3L));
        String own = folder.resolve("seed-3").toString();
        assertThat(commands).hasSize(3);
        assertThat(commands.get(0)).contains("--features", folder.resolve("features").toString());
        assertThat(commands.get(1))
                .containsSubsequence("spn", "masks", own + "/superpixels", "--out", own + "/masks");
        assertThat(commands.get(2)).containsSubsequence("decoupled", "--masks", own + "/masks");
        // The third command's, where classes are told as they were for the masks.
        assertThat(found.first().getFirst().scores()).containsExactly(0.25, 0.1);
        assertThat(found.second().getFirst().scores()).containsExactly(1.5, 0.2);
    }

    @Test
    void masksThatWereNotFinishedAreMadeAgain() throws IOException {
        Path masks = Files.createDirectories(folder.resolve("seed-3/masks"));
        reproduction("round").run(List.of(3L));
        assertThat(commands).hasSize(3);
        assertThat(masks.resolve("train.txt")).exists();
        reproduction("round").run(List.of(3L));
        assertThat(commands).hasSize(3);
    }

    @Test
    void aRunWithoutTheScoreIsNamed() throws IOException {
        Path flat = Files.createDirectories(folder.resolve("seed-1/flat"));
        finish(flat, 0.5);
        Files.writeString(flat.resolve("examinations.csv"), "step,pixel accuracy\n7,0.5\n");
        assertThatThrownBy(() -> reproduction("pyramid").run(List.of(1L)))
                .isInstanceOf(SmaltiException.class)
                .hasMessageContaining(flat.toString())
                .hasMessageContaining("no score 'mean IoU'");
    }

    @Test
    void argumentsAreShownAsTheyAreTyped() {
        assertThat(Reproduction.shown(List.of("--bins", "", "--out", "my runs", "x")))
                .isEqualTo("--bins '' --out 'my runs' x");
    }

    @Test
    void aCommandThatFailsEndsIt() {
        var failing =
                new Reproduction(
                        claim("pyramid"),
                        folder,
                        _ -> false,
                        Path.of("set"),
                        Path.of("w"),
                        List.of());
        assertThatThrownBy(() -> failing.run(List.of(1L)))
                .isInstanceOf(SmaltiException.class)
                .hasMessageContaining("smalti train pspnet")
                .hasMessageContaining("goes on from there");
    }
}
