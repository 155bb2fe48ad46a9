package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import smalti.error.LabelException;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class RelabellingTest {
    @Test
    void namesBecomeNumbersInTheirOrder() {
        int[] names = {1_000_117, 1_000_117, 255, -7, 2_000_000_000, 0, 4, 4, 4, 255, 255, 4};
        Tensor labels = Tensor.of(names, 2, 2, 3);
        assertThatThrownBy(() -> SegmentMap.of(labels, Labelling.DENSE))
                .isInstanceOf(LabelException.class);
        Relabelling dense = Relabelling.of(labels, OptionalInt.of(255));
        assertThat(dense.map().labels().ints())
                .containsExactly(1, 1, -1, -1, 2, 0, 0, 0, 0, -1, -1, 0);
        assertThat(dense.map().segments(0)).isEqualTo(3);
        assertThat(dense.map().segments(1)).isEqualTo(1);
        assertThat(dense.originals()).containsExactly(0, 1_000_117, 2_000_000_000, 4, -1, -1);
        assertThat(names[0]).as("the caller's labels stay").isEqualTo(1_000_117);
    }

    @Test
    void labelsOfOtherTypesAndRanksAreRefused() {
        assertThatThrownBy(() -> Relabelling.of(Tensor.of(new float[4], 2, 2), OptionalInt.empty()))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Relabelling.of(Tensor.of(new int[4], 4), OptionalInt.empty()))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void aSingleImageNeedsNoBatch() {
        Relabelling dense =
                Relabelling.of(Tensor.of(new int[] {30, 10, 10, 20}, 2, 2), OptionalInt.empty());
        assertThat(dense.map()).isEqualTo(SegmentMap.of(new int[] {2, 0, 0, 1}, 2, 2));
        assertThat(dense.originals()).containsExactly(10, 20, 30);
        Relabelling none = Relabelling.of(Tensor.of(new int[0], 0, 3, 3), OptionalInt.empty());
        assertThat(none.originals()).isEmpty();
    }

    @Property
    void originalsOfNewLabelsAreTheOldOnes(
            @ForAll(supplier = RandomLabels.Any.class) RandomLabels labels) {
        SegmentMap map = labels.map();
        Relabelling dense = Relabelling.of(map);
        int[] old = map.labels().ints();
        int[] renumbered = dense.map().labels().ints();
        int perImage = map.height() * map.width();
        for (int pixel = 0; pixel < old.length; pixel++) {
            int row = pixel / perImage * dense.map().segments() + renumbered[pixel];
            assertThat(renumbered[pixel] < 0 ? -1 : dense.originals()[row]).isEqualTo(old[pixel]);
        }
        for (int image = 0; image < map.batch(); image++) {
            for (int segment = 0; segment < dense.map().segments(); segment++) {
                int row = image * dense.map().segments() + segment;
                boolean there = segment < dense.map().segments(image);
                assertThat(dense.map().counts()[row] > 0).isEqualTo(there);
                assertThat(dense.originals()[row] >= 0).isEqualTo(there);
            }
        }
        assertThat(Relabelling.of(dense.map()).map()).isEqualTo(dense.map());
    }
}
