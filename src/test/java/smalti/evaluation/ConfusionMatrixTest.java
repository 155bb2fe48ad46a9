package smalti.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class ConfusionMatrixTest {
    @Test
    void countsWhatWasTakenForWhat() {
        var confusion = new ConfusionMatrix(3);
        confusion.add(labels(0, 0, 1, 1, 2, 0), labels(0, 0, 0, 1, 1, -1));
        assertThat(confusion.count(0, 0)).isEqualTo(2);
        assertThat(confusion.count(0, 1)).isEqualTo(1);
        assertThat(confusion.count(1, 2)).isEqualTo(1);
        assertThat(confusion.truths(0)).isEqualTo(3);
        assertThat(confusion.intersectionOverUnion(0)).hasValue(2.0 / 3);
        assertThat(confusion.intersectionOverUnion(1)).hasValue(1.0 / 3);
        // Predicted but never true: a union without an intersection, and no part of the mean.
        assertThat(confusion.intersectionOverUnion(2)).hasValue(0);
        assertThat(confusion.meanIntersectionOverUnion()).isCloseTo(0.5, within(1e-12));
        assertThat(confusion.pixelAccuracy()).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void ignoredPixelsCountNowhere() {
        var confusion = new ConfusionMatrix(2);
        confusion.add(labels(0, 1, 1), labels(-1, 255, 2));
        assertThat(confusion.intersectionOverUnion(0)).isEmpty();
        assertThat(confusion.meanIntersectionOverUnion()).isZero();
        assertThat(confusion.pixelAccuracy()).isZero();
    }

    @Test
    void picturesAddUp() {
        var confusion = new ConfusionMatrix(2);
        confusion.add(labels(0), labels(0));
        confusion.add(labels(1, 1), labels(0, 1));
        assertThat(confusion.truths(0)).isEqualTo(2);
        assertThat(confusion.meanIntersectionOverUnion()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void sizesMustAgree() {
        assertThatThrownBy(() -> new ConfusionMatrix(2).add(labels(0, 1), labels(0)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1,2]");
    }

    private static Tensor labels(int... values) {
        return Tensor.of(values, 1, values.length);
    }
}
