package smalti.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.tensor.Tensor;

class ClassMappingTest {
    @Test
    void classesAreMatchedByName() {
        var set = new LabelledPictures(List.of(), List.of("cow", "face", "book", "void"), 3);
        var mapping = ClassMapping.of(set, List.of("background", "person", "cow"));
        // What the network does not know is its background; what the set ignores is ignored, and
        // what has no name.
        assertThat(mapping.apply(Tensor.of(new int[] {0, 1, 2, 3, 4, 255, -1}, 1, 7)).ints())
                .containsExactly(2, 1, 0, -1, -1, -1, -1);
    }

    @Test
    void withoutABackgroundTheUnknownIsIgnored() {
        var set = new LabelledPictures(List.of(), List.of("cow", "sky"), -1);
        var mapping = ClassMapping.of(set, List.of("sky"));
        assertThat(mapping.apply(Tensor.of(new int[] {0, 1}, 1, 2)).ints()).containsExactly(-1, 0);
    }
}
