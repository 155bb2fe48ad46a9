package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Exponentials that neither overflow nor vanish.
public interface ExponentialPromises extends OnDevice {

    private double logSumExp(Layout layout, float... oneSegment) {
        SegmentMap map = SegmentMap.of(new int[oneSegment.length], 1, oneSegment.length);
        Op op = new SegmentOp.Reduce(map, List.of(Reduction.LOGSUMEXP), layout, false, 0);
        return first(op, Tensor.of(oneSegment, layout.shape(1, 1, oneSegment.length, 1).sizes()))
                .get(0);
    }

    @Example
    default void logSumExpNeitherOverflowsNorVanishes() {
        double two = Math.log(2);
        for (Layout layout : Layout.values()) {
            assertThat(logSumExp(layout, 1000, 1000)).isCloseTo(1000 + two, within(1e-3));
            assertThat(logSumExp(layout, -1000, -1000)).isCloseTo(-1000 + two, within(1e-3));
            assertThat(logSumExp(layout, 1e30f, 1)).isEqualTo(1e30f);
            assertThat(logSumExp(layout, 0, 0)).isCloseTo(two, within(2e-6));
            assertThat(logSumExp(layout, 3)).isCloseTo(3, within(2e-6));
        }
    }

    @Example
    default void logSumExpOfInfinitiesIsWhatTheLimitSays() {
        float infinity = Float.POSITIVE_INFINITY;
        for (Layout layout : Layout.values()) {
            assertThat(logSumExp(layout, -infinity)).isEqualTo(-infinity);
            assertThat(logSumExp(layout, -infinity, -infinity)).isEqualTo(-infinity);
            assertThat(logSumExp(layout, -infinity, 2)).isCloseTo(2, within(2e-6));
            assertThat(logSumExp(layout, infinity, 2, -infinity)).isEqualTo(infinity);
            assertThat(logSumExp(layout, infinity, Float.NaN)).isNaN();
            assertThat(logSumExp(layout, Float.NaN, 1)).isNaN();
        }
    }

    @Example
    default void softmaxOfLargeNumbersDoesNotOverflow() {
        for (Layout layout : Layout.values()) {
            SegmentMap map = SegmentMap.of(new int[] {0, 0, 1, -1}, 2, 2);
            Tensor features =
                    Tensor.of(
                            new float[] {1000, 1000, -1e30f, 5}, layout.shape(1, 2, 2, 1).sizes());
            double[] softmax = Tensors.doubles(first(new SegmentOp.Softmax(map, layout), features));
            assertThat(softmax)
                    .as("in %s", layout)
                    .containsExactly(new double[] {0.5, 0.5, 1, 0}, within(1e-6));
        }
    }
}
