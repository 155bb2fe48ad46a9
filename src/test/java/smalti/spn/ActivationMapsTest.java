package smalti.spn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class ActivationMapsTest {
    /// Four pixels and two classes, by hand.
    @Test
    void aMaskHoldsTheClassClosestToItsMaximumAmongThoseThatReachHalfOfIt() {
        var maps = new ActivationMaps(1, 4, 2);
        maps.add(Tensor.of(new float[] {4, 1, 1, 3, 0, 1, -1, 0}, 1, 4, 2));
        maps.add(Tensor.of(new float[] {0, 0, 2, 0, 1, 0, 0, 0}, 1, 4, 2));
        assertThat(maps.tensor().floats()).containsExactly(4, 1, 2, 3, 1, 1, 0, 0);
        // Class 0 reaches from 2 on, class 1 from 1.5 on.
        assertThat(maps.mask(Set.of(0, 1), 0.5).ints()).containsExactly(1, 2, 0, 0);
        assertThat(maps.mask(Set.of(0), 0.5).ints()).containsExactly(1, 1, 0, 0);
        assertThat(maps.mask(Set.of(1), 0.3).ints()).containsExactly(2, 2, 2, 0);
        assertThat(maps.mask(Set.of(), 0.5).ints()).containsExactly(0, 0, 0, 0);
    }

    /// The second class never speaks as loud as the first.
    @Test
    void aQuietClassHasItsPlaceBesideALoudOne() {
        var maps = new ActivationMaps(1, 3, 2);
        maps.add(Tensor.of(new float[] {10, 1, 6, 4, 8, 3}, 1, 3, 2));
        assertThat(maps.mask(Set.of(0, 1), 0.5).ints()).containsExactly(1, 2, 1);
    }

    /// Half of a maximum below 0 would be above it.
    @Test
    void aClassThatNothingSpeaksForIsNowhere() {
        var maps = new ActivationMaps(1, 2, 1);
        maps.add(Tensor.of(new float[] {-4, -1}, 1, 2, 1));
        assertThat(maps.mask(Set.of(0), 0.5).ints()).containsExactly(0, 0);
        assertThat(new ActivationMaps(1, 2, 1).mask(Set.of(0), 0.5).ints()).containsExactly(0, 0);
    }

    @Test
    void mapsOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> new ActivationMaps(2, 2, 1).add(Tensor.of(new float[2], 1, 2, 1)))
                .isInstanceOf(ShapeException.class);
    }
}
