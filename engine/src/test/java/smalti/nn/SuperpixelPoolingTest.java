package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import smalti.device.Devices;
import smalti.error.ShapeException;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.op.Reduction;
import smalti.op.Size;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class SuperpixelPoolingTest {
    /// Of the paper's layer: each feature covers 2x2 pixels.
    private static final int[] LABELS = {0, 0, 0, 1, 0, 0, 1, 1, 0, 2, 2, 1, 2, 2, 2, 1};

    private final SegmentMap segments = SegmentMap.of(LABELS, 4, 4);
    private final Tape tape = Tape.on(Devices.named("cpu"));
    private final Pass pass = Pass.training(tape, 1);

    @Test
    void aMeanOfCoarseFeaturesWeighsThemByTheAreaTheyShare() {
        Variable features = tape.constant(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1));
        Variable table = SuperpixelPooling.mean().pool(pass, features, segments);
        assertThat(table.shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(table.tensor().get(0)).isCloseTo(1.5, within(1e-6));
        assertThat(table.tensor().get(1)).isCloseTo(2.8, within(1e-6));
        assertThat(table.tensor().get(2)).isCloseTo(3.4, within(1e-6));
    }

    @Test
    void otherReductionsSeeTheSquaresThatPixelsLieIn() {
        Variable features = tape.constant(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1));
        Variable largest = new SuperpixelPooling(Reduction.MAX).pool(pass, features, segments);
        assertThat(largest.tensor().floats()).containsExactly(3, 4, 4);
        Variable smallest = new SuperpixelPooling(Reduction.MIN).pool(pass, features, segments);
        assertThat(smallest.tensor().floats()).containsExactly(1, 2, 3);
    }

    @Test
    void aBranchStandsBehindTheMapAndLearns() {
        Tensor map = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1);
        Variable features = tape.watch(map);
        Variable both = SuperpixelPooling.mean().branch(pass, features, segments);
        assertThat(both.shape()).isEqualTo(Shape.of(1, 2, 2, 2));
        // The upper left square is segment 0 alone; the upper right one has 0 once and 1 thrice.
        assertThat(both.tensor().get(0)).isEqualTo(1);
        assertThat(both.tensor().get(1)).isCloseTo(1.5, within(1e-6));
        assertThat(both.tensor().get(3)).isCloseTo((1.5 + 3 * 2.8) / 4, within(1e-6));
        Tensor gradient =
                tape.gradients(both, Tensor.of(new float[] {0, 1, 0, 0, 0, 0, 0, 0}, 1, 2, 2, 2))
                        .of(map);
        // The weights of segment 0: 4, 1, 1 and 0 of 6.
        assertThat(gradient.get(0)).isCloseTo(4 / 6.0, within(1e-6));
        assertThat(gradient.get(1)).isCloseTo(1 / 6.0, within(1e-6));
        assertThat(gradient.get(2)).isCloseTo(1 / 6.0, within(1e-6));
        assertThat(gradient.get(3)).isZero();
    }

    @Test
    void featuresOfTheLabelsSizeArePooledAndPaintedBack() {
        float[] own = new float[16];
        for (int i = 0; i < 16; i++) {
            own[i] = 10 * LABELS[i];
        }
        Variable features = tape.constant(Tensor.of(own, 1, 4, 4, 1));
        Variable table = SuperpixelPooling.mean().pool(pass, features, segments);
        assertThat(table.tensor().floats()).containsExactly(0, 10, 20);
        Variable back = SuperpixelPooling.mean().unpool(pass, table, segments, new Size(4, 4));
        assertThat(back.tensor().floats()).isEqualTo(own);
    }

    @Test
    void anotherBatchIsRefused() {
        Variable two = tape.constant(Tensor.of(new float[8], 2, 2, 2, 1));
        assertThatThrownBy(() -> SuperpixelPooling.mean().pool(pass, two, segments))
                .isInstanceOf(ShapeException.class);
    }
}
