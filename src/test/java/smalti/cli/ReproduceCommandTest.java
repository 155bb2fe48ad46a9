package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReproduceCommandTest {
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
    void helpTellsWhatIsClaimed() {
        assertThat(Run.of("reproduce", "--help").out())
                .contains("masks of a superpixel pooling network beat")
                .contains("CamVid");
    }
}
