package smalti.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class OpTest {
    private static final SegmentMap MAP = SegmentMap.of(new int[] {0, 0, 1, 2}, 2, 2);

    @Test
    void weightsAreOnlyForSumAndMean() {
        for (Reduction reduction : Reduction.values()) {
            if (reduction.takesWeights()) {
                assertThat(
                                new SegmentOp.ReduceGradient(MAP, reduction, Layout.NHWC, true)
                                        .weighted())
                        .isTrue();
                assertThat(new SegmentOp.WeightGradient(MAP, reduction, Layout.NHWC).reduction())
                        .isEqualTo(reduction);
            } else {
                assertThatThrownBy(() ->
                                new SegmentOp.ReduceGradient(MAP, reduction, Layout.NHWC, true))
                        .isInstanceOf(ParameterException.class);
                assertThatThrownBy(() -> new SegmentOp.WeightGradient(MAP, reduction, Layout.NHWC))
                        .isInstanceOf(ParameterException.class);
            }
        }
    }

    @Test
    void purityIsAShare() {
        for (double purity : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new SegmentOp.Mode(MAP, purity))
                    .isInstanceOf(ParameterException.class)
                    .hasMessage("purity must be from 0 to below 1, not " + purity);
        }
        assertThat(new SegmentOp.Mode(MAP, 0).purity()).isZero();
    }

    @Test
    void aReduceDoesNotShareTheCallersList() {
        List<Reduction> reductions = new ArrayList<>(List.of(Reduction.SUM));
        var op = new SegmentOp.Reduce(MAP, reductions, Layout.NHWC, false, 0);
        reductions.add(Reduction.MAX);
        assertThat(op.reductions()).containsExactly(Reduction.SUM);
    }

    @Test
    void sumsOfIntegersAreDoublesAndSelectionsKeepTheirType() {
        assertThat(SegmentRule.reduced(Reduction.SUM, DType.I32)).isEqualTo(DType.F64);
        assertThat(SegmentRule.reduced(Reduction.MEAN, DType.I32)).isEqualTo(DType.F64);
        assertThat(SegmentRule.reduced(Reduction.MIN, DType.I32)).isEqualTo(DType.I32);
        assertThat(SegmentRule.reduced(Reduction.SUM, DType.BF16)).isEqualTo(DType.BF16);
    }

    @Test
    void outputsAreKnownBeforeTheyAreComputed() {
        Op op =
                new SegmentOp.Reduce(
                        MAP, List.of(Reduction.MEAN, Reduction.MIN), Layout.NCHW, false, 0);
        Tensor features = Tensor.zeros(DType.F16, Shape.of(1, 5, 2, 2));
        assertThat(ShapeRule.outputs(op, List.of(features)).toString())
                .isEqualTo("[F16 [1,3,5], F16 [1,3,5], I32 [1,3,5]]");
        assertThat(op.name()).isEqualTo("segment reduce");
    }

    @Test
    void errorsNameTheOperatorWhatItTakesAndWhatItGot() {
        Op op = new SegmentOp.Reduce(MAP, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
        assertThatThrownBy(() ->
                        ShapeRule.outputs(
                                op, List.of(Tensor.zeros(DType.F32, Shape.of(1, 2, 3, 4)))))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "segment reduce takes features [1,2,2,C] for these labels, not [1,2,3,4]");
        Op planar = new SegmentOp.Reduce(MAP, List.of(Reduction.MEAN), Layout.NCHW, false, 0);
        assertThatThrownBy(() ->
                        ShapeRule.outputs(planar, List.of(Tensor.zeros(DType.F32, Shape.of(2, 2)))))
                .hasMessage("segment reduce takes features [1,C,2,2] for these labels, not [2,2]");
        assertThatThrownBy(() -> ShapeRule.outputs(op, List.of()))
                .hasMessage("segment reduce takes 1 inputs, not 0");
        Op unpool = new SegmentOp.Unpool(MAP, Layout.NHWC);
        assertThatThrownBy(() ->
                        ShapeRule.outputs(
                                unpool, List.of(Tensor.zeros(DType.F32, Shape.of(1, 4, 2)))))
                .hasMessage("segment unpool takes a table [1,3,C], not [1,4,2]");
    }

    @Test
    void layoutsKnowTheirSizes() {
        assertThat(Layout.NHWC.shape(2, 3, 5, 7)).isEqualTo(Shape.of(2, 3, 5, 7));
        assertThat(Layout.NCHW.shape(2, 3, 5, 7)).isEqualTo(Shape.of(2, 7, 3, 5));
        for (Layout layout : Layout.values()) {
            Shape shape = layout.shape(2, 3, 5, 7);
            assertThat(layout.height(shape)).isEqualTo(3);
            assertThat(layout.width(shape)).isEqualTo(5);
            assertThat(layout.channels(shape)).isEqualTo(7);
        }
    }
}
