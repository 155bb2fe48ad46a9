package smalti.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import smalti.error.ShapeException;

class ShapeTest {
    @Test
    void sizesAreCountedFromBothEnds() {
        Shape shape = Shape.of(2, 3, 5);
        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.size(0)).isEqualTo(2);
        assertThat(shape.size(-1)).isEqualTo(5);
        assertThat(shape.size(-3)).isEqualTo(2);
        assertThat(shape.elements()).isEqualTo(30);
        assertThat(shape.inner()).isEqualTo(Shape.of(3, 5));
        assertThatThrownBy(() -> Shape.of().inner()).isInstanceOf(ShapeException.class);
        assertThat(shape).hasToString("[2,3,5]");
    }

    @Test
    void aScalarHasOneElementAndAnEmptyShapeNone() {
        assertThat(Shape.of().elements()).isEqualTo(1);
        assertThat(Shape.of(3, 0, 7).elements()).isZero();
        assertThat(Shape.of(0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE).elements())
                .isZero();
        assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0).elements())
                .isZero();
    }

    @Test
    void aShapeDoesNotShareTheCallersSizes() {
        int[] sizes = {2, 3};
        Shape shape = Shape.of(sizes);
        sizes[0] = 9;
        shape.sizes()[1] = 9;
        assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(shape).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo("[2,3]");
    }

    @Test
    void negativeSizesAreRefused() {
        assertThatThrownBy(() -> Shape.of(2, -1))
                .isInstanceOf(ShapeException.class)
                .hasMessage("a shape takes sizes of at least 0, not [2, -1]");
    }

    @Test
    void moreElementsThan63BitsCountAreRefused() {
        assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE).elements())
                .isEqualTo((long) Integer.MAX_VALUE * Integer.MAX_VALUE);
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 8)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 16)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30, 1 << 30))
                .isInstanceOf(ShapeException.class);
        assertThat(Shape.of(1 << 30, 1 << 30, 7).elements()).isEqualTo(7L << 60);
    }

    @Test
    void moreElementsThanAnArrayHoldsAreRefused() {
        assertThat(Shape.of(Shape.MAX_ELEMENTS).arrayLength("it")).isEqualTo(Shape.MAX_ELEMENTS);
        assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 15).arrayLength("pooling"))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "pooling takes at most 2147483639 elements, not [65536,32768] = 2147483648");
    }
}
