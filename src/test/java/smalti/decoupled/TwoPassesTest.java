package smalti.decoupled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import smalti.tensor.Tensor;

class TwoPassesTest {
    private final List<Set<Integer>> asked = new ArrayList<>();

    private Tensor shares(List<Integer> classes, Map<Set<Integer>, float[]> foregrounds) {
        return TwoPasses.shares(
                classes,
                active -> {
                    asked.add(active);
                    return Tensor.of(Objects.requireNonNull(foregrounds.get(active)), 1, 2);
                });
    }

    /// Classes 3 and 7 on two pixels: the background is what the look for both leaves, 0.2 and 0.9; with 0.6 and 0.2 of class
    /// 3, and 0.2 and 0.1 of class 7, the sums are 1.0 and 1.2.
    @Test
    void theBackgroundIsThatOfAllAndEachClassHasALookOfItsOwn() {
        Tensor shares =
                shares(
                        List.of(3, 7),
                        Map.of(
                                Set.of(3, 7), new float[] {0.8f, 0.1f},
                                Set.of(3), new float[] {0.6f, 0.2f},
                                Set.of(7), new float[] {0.2f, 0.1f}));
        assertThat(shares.shape().sizes()).containsExactly(1, 2, 3);
        assertThat(shares.floats())
                .containsExactly(
                        new float[] {0.2f, 0.6f, 0.2f, 0.9f / 1.2f, 0.2f / 1.2f, 0.1f / 1.2f},
                        within(1e-6f));
        assertThat(asked).containsExactly(Set.of(3, 7), Set.of(3), Set.of(7));
    }

    @Test
    void aSingleClassIsLookedAtOnce() {
        Tensor shares = shares(List.of(4), Map.of(Set.of(4), new float[] {0.7f, 0}));
        assertThat(shares.floats()).containsExactly(new float[] {0.3f, 0.7f, 1, 0}, within(1e-6f));
        assertThat(asked).hasSize(1);
    }

    /// All classes at once are sure, and none alone is.
    @Test
    void whatNothingSpeaksForIsBackground() {
        Tensor shares =
                shares(
                        List.of(0, 1),
                        Map.of(
                                Set.of(0, 1), new float[] {1, 1},
                                Set.of(0), new float[] {0, 0.5f},
                                Set.of(1), new float[] {0, 0.5f}));
        assertThat(shares.floats()).containsExactly(1, 0, 0, 0, 0.5f, 0.5f);
    }
}
