package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.claim.Claim;
import smalti.claim.Reproduction;

class ReproduceCommandTest {
    @TempDir private Path folder;

    @Test
    void anUnknownClaimIsToldOfWithThoseThatThereAre() {
        Run run = Run.of("reproduce", "everything", "--data", "x", "--weights", "y");
        assertThat(run.code()).isEqualTo(Program.USED_WRONGLY);
        assertThat(run.err()).contains("'everything'").contains("masks, round, layer, pyramid");
    }

    @Test
    void aSeedIsNotTakenTwice() {
        Run run = Run.of("reproduce", "masks", "--data", "x", "--weights", "y", "--seeds", "1,2,1");
        assertThat(run.code()).isEqualTo(Program.USED_WRONGLY);
        assertThat(run.err()).contains("--seeds").contains("different");
    }

    @Test
    void weightsAreAskedForWhereThereIsAnEncoder() {
        Run run = Run.of("reproduce", "masks", "--data", "x");
        assertThat(run.code()).isEqualTo(Program.USED_WRONGLY);
        assertThat(run.err()).contains("--weights").contains("'masks'");
        assertThat(Claim.ALL)
                .filteredOn(claim -> !claim.needsWeights())
                .extracting(Claim::name)
                .containsExactly("metric");
    }

    @Test
    void helpTellsWhatIsClaimed() {
        assertThat(Run.of("reproduce", "--help").out())
                .contains("masks of a superpixel pooling network beat")
                .contains("CamVid");
    }

    /// All commands get as far as to look for folders that do not exist, or hold nothing.
    @Test
    void theProgramUnderstandsTheCommandsOfEveryClaim() throws IOException {
        for (Claim claim : Claim.ALL) {
            List<List<String>> commands = new ArrayList<>();
            Path none = folder.resolve("none");
            new Reproduction(
                            claim,
                            Files.createDirectories(folder.resolve(claim.name())),
                            command -> commands.add(pretended(command)),
                            none,
                            none,
                            List.of("--steps", "7"))
                    .run(List.of(1L));
            assertThat(commands).as(claim.name()).hasSizeGreaterThan(1);
            for (List<String> command : commands) {
                List<String> elsewhere = new ArrayList<>(command);
                elsewhere.set(elsewhere.indexOf("--out") + 1, folder.resolve("new").toString());
                Run run = Run.of(elsewhere.toArray(String[]::new));
                assertThat(run.code()).as("%s", command).isEqualTo(Program.FAILED);
                assertThat(run.err()).as("%s", command).doesNotContain("--help");
            }
        }
    }

    /// Nothing is run, since all runs have come to their ends.
    @Test
    void eachScoreIsToldOfASeed() throws IOException {
        Claim claim = Claim.ALL.get(3);
        Path out = folder.resolve("runs");
        new Reproduction(
                        claim,
                        out,
                        command -> !pretended(command).isEmpty(),
                        folder,
                        folder,
                        List.of())
                .run(List.of(1L, 2L));
        List<Object> words =
                List.of(
                        "reproduce",
                        claim.name(),
                        "--data",
                        folder,
                        "--weights",
                        folder,
                        "--seeds",
                        "1,2",
                        "--out",
                        out);
        Run told = Run.of(words.toArray());
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out())
                .contains(
                        "| mean IoU near outlines | seed 1 | seed 2 |",
                        "neither shown nor refuted");
        assertThat(out.resolve(claim.name() + ".md")).content().contains(told.out());
        List<Object> more = new ArrayList<>(words);
        more.add("--json");
        assertThat(Run.of(more.toArray()).out())
                .contains(
                        "\"score\":\"mean IoU near outlines\",\"without the pyramid\":[0.5,0.5]",
                        "\"difference\":0");
    }

    /// Leaves what the command would have left, all that is looked at of it.
    private static List<String> pretended(List<String> command) {
        Path out = Path.of(command.get(command.indexOf("--out") + 1));
        try {
            Files.createDirectories(out);
            Files.writeString(out.resolve("train.txt"), "a\n");
            Files.writeString(out.resolve("run.json"), "{}");
            Files.writeString(out.resolve("weights.safetensors"), "");
            Files.writeString(out.resolve("log.csv"), "step,loss,rate,seconds\n7,1,1,1\n");
            Files.writeString(
                    out.resolve("examinations.csv"),
                    "step,mean IoU,mean IoU (classes told),mean IoU by the nearest superpixels,"
                            + "mean IoU near outlines,mean IoU near outlines (classes told)\n"
                            + "7,0.5,0.5,0.5,0.5,0.5\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return command;
    }
}
