package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.CrossWeights;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.InnerProduct;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;

/// Cases whose results were worked out by hand elsewhere.
public interface WorkedCasePromises extends OnDevice {
    private static Tensor single(Layout layout, int height, int width, float... values) {
        return Tensor.of(values, layout.shape(1, height, width, 1).sizes());
    }

    @Example
    default void theOriginalQuestionHasItsAnswerInBothLayouts() {
        SegmentMap map = SegmentMap.of(new int[] {0, 0, 1, 2}, 2, 2);
        assertThat(map.counts()).containsExactly(2, 1, 1);
        for (Layout layout : Layout.values()) {
            Tensor features = single(layout, 2, 2, 0.1f, 0.2f, 0.3f, 0.4f);
            Tensor means =
                    first(
                            new SegmentOp.Reduce(map, List.of(Reduction.MEAN), layout, false, 0),
                            features);
            assertThat(Tensors.doubles(means))
                    .containsExactly(new double[] {0.15, 0.3, 0.4}, within(1e-7));
            Tensor ones = Tensor.of(new float[] {1, 1, 1}, 1, 3, 1);
            Tensor gradient =
                    first(new SegmentOp.ReduceGradient(map, Reduction.MEAN, layout, false), ones);
            assertThat(Tensors.doubles(gradient)).containsExactly(0.5, 0.5, 1, 1);
        }
    }

    private static SegmentMap pictureOfThePaper() {
        int[] labels = {0, 0, 0, 1, 0, 0, 1, 1, 0, 2, 2, 1, 2, 2, 2, 1};
        return SegmentMap.of(labels, 4, 4);
    }

    @Example
    default void theCrossResolutionMeanOfThePaper() {
        CrossWeights weights = CrossWeights.tiling(pictureOfThePaper(), 2, 2);
        for (Layout layout : Layout.values()) {
            Tensor means =
                    first(
                            new SegmentOp.CrossPool(weights, layout, 0),
                            single(layout, 2, 2, 1, 2, 3, 4));
            assertThat(Tensors.doubles(means))
                    .containsExactly(new double[] {1.5, 2.8, 3.4}, within(1e-6));
            Tensor upstream = Tensor.of(new float[] {6, 5, 5}, 1, 3, 1);
            Tensor gradient = first(new SegmentOp.CrossPoolGradient(weights, layout), upstream);
            // Weights (4,1,1,0)/6 (0,3,0,2)/5 (0,0,3,2)/5, each times its upstream and summed by
            // cell.
            assertThat(Tensors.doubles(gradient))
                    .containsExactly(new double[] {4, 4, 4, 4}, within(1e-5));
        }
    }

    @Property(tries = 30)
    default void theCrossResolutionMeanAndItsGradientAreAdjoint(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        SegmentMap map = scene.map();
        CrossWeights weights = CrossWeights.tiling(map, 3, 2);
        Tensor cells =
                Tensors.random(
                        scene.seed(),
                        scene.layout().shape(scene.batch(), 3, 2, scene.channels()).sizes());
        Tensor table = scene.table(DType.F32, map);
        Tensor pooled = first(new SegmentOp.CrossPool(weights, scene.layout(), 0), cells);
        Tensor back = first(new SegmentOp.CrossPoolGradient(weights, scene.layout()), table);
        InnerProduct.of(pooled, table).checkEquals(InnerProduct.of(cells, back));
    }

    @Example
    default void cellsAsFineAsPixelsMakeAnOrdinaryMean() {
        Scene scene = Scene.of(2, 6, 5, 3);
        SegmentMap map = scene.map();
        CrossWeights weights = CrossWeights.tiling(map, 6, 5);
        Tensor crossed = first(new SegmentOp.CrossPool(weights, Layout.NHWC, 0), scene.features());
        Op mean = new SegmentOp.Reduce(map, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
        Tensor plain = first(mean, scene.features());
        assertThat(Tensors.doubles(crossed)).containsExactly(Tensors.doubles(plain), within(1e-6));
    }
}
