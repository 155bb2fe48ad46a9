package smalti.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import smalti.tensor.Tensor;

class TallyTest {
    /// Ten pixels of which the first and the one before the outline are wrong: eight of ten are right, and five of the six
    /// near the outline.
    @Test
    void insidesAreLeftOutNearOutlines() {
        var tally = new Tally(2);
        Tensor truth = Tensor.of(new int[] {0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, 1, 10);
        Tensor answer = Tensor.of(new int[] {1, 0, 0, 0, 1, 1, 1, 1, 1, 1}, 1, 10);
        tally.add(answer, truth);
        assertThat(tally.everywhere().pixelAccuracy()).isEqualTo(0.8);
        assertThat(tally.nearOutlines().pixelAccuracy()).isEqualTo(5.0 / 6);
        assertThat(tally.nearOutlines().meanIntersectionOverUnion())
                .isEqualTo((2.0 / 3 + 3.0 / 4) / 2);
    }
}
