package smalti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.FarStorage;
import smalti.testkit.LabelPattern;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;
import smalti.testkit.reference.ReferenceDevice;

/// The facade on the reference: it asks for the right operator with the right inputs.
class PoolingTest {
    private static final SegmentMap QUESTION = SegmentMap.of(new int[] {0, 0, 1, 2}, 2, 2);

    private static Pooling over(SegmentMap map) {
        return Pooling.over(map).on(new ReferenceDevice());
    }

    private static double[] array(Tensor tensor) {
        return Tensors.doubles(tensor);
    }

    @ParameterizedTest
    @EnumSource
    void theOriginalQuestionHasItsAnswerInBothLayouts(Layout layout) {
        Tensor features =
                Tensor.of(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, layout.shape(1, 2, 2, 1).sizes());
        Pooling pooling = over(QUESTION).layout(layout);
        Pooled pooled = pooling.reduce(features, Reduction.MEAN);
        assertThat(array(pooled.values(Reduction.MEAN)))
                .containsExactly(new double[] {0.15, 0.3, 0.4}, within(1e-7));
        assertThat(pooled.counts().ints()).containsExactly(2, 1, 1);
        assertThat(pooled.counts().shape()).isEqualTo(Shape.of(1, 3));
        Tensor ones = Tensor.of(new float[] {1, 1, 1}, 1, 3, 1);
        Tensor gradient = pooling.gradient(Reduction.MEAN, features, pooled, ones);
        assertThat(array(gradient)).containsExactly(0.5, 0.5, 1, 1);
        assertThat(gradient.shape()).isEqualTo(features.shape());
    }

    @Test
    void theBatchMayBeLeftOutOfASingleImage() {
        Tensor features = Tensors.random(5, 2, 2, 3);
        Pooling pooling = over(QUESTION);
        Tensor batched = features.reshape(1, 2, 2, 3);
        assertThat(array(pooling.reduce(features, Reduction.SUM).values(Reduction.SUM)))
                .isEqualTo(array(pooling.reduce(batched, Reduction.SUM).values(Reduction.SUM)));
        assertThat(pooling.softmax(features).shape()).isEqualTo(Shape.of(1, 2, 2, 3));
        Tensor weights = Tensor.of(new float[] {1, 3, 1, 1}, 2, 2);
        Tensor plain = Tensor.of(new float[] {0, 4, 0, 0}, 2, 2, 1);
        Pooled weighted = pooling.weights(weights).reduce(plain, Reduction.MEAN);
        assertThat(array(weighted.values(Reduction.MEAN))).containsExactly(3, 0, 0);
        Tensor classes = Tensor.of(new int[] {4, 4, 1, 0}, 2, 2);
        assertThat(pooling.mode(classes, 0.5).ints()).containsExactly(4, 1, 0);
        assertThat(pooling.mode(classes.reshape(1, 2, 2), 0).ints()).containsExactly(4, 1, 0);
    }

    @Test
    void aBatchOfMoreThanOneIsNotLeftOut() {
        SegmentMap two = SegmentMap.of(Tensor.of(new int[8], 2, 2, 2), Labelling.DENSE);
        assertThatThrownBy(() -> over(two).reduce(Tensors.random(1, 2, 2, 3), Reduction.MEAN))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void everyReductionHasItsGradientThroughTheFacade() {
        Scene scene = Scene.of(2, 3, 4, 2);
        SegmentMap map = scene.map();
        Tensor upstream = scene.table(DType.F32, map);
        for (Reduction reduction : Reduction.values()) {
            Pooled pooled = over(map).reduce(scene.features(), reduction);
            Tensor gradient = over(map).gradient(reduction, scene.features(), pooled, upstream);
            assertThat(gradient.shape())
                    .as("gradient of %s", reduction)
                    .isEqualTo(scene.mapShape());
        }
    }

    @Test
    void weightsReachTheForwardAndTheBackwardPass() {
        Tensor features = Tensor.of(new float[] {2, 4, 5, 6}, 2, 2, 1);
        Pooling weighted =
                over(QUESTION).weights(Tensor.of(new float[] {1, 3, 2, 0}, 1, 2, 2)).empty(-9);
        Pooled pooled = weighted.reduce(features, Reduction.SUM, Reduction.MEAN);
        assertThat(array(pooled.values(Reduction.SUM))).containsExactly(14, 10, 0);
        assertThat(array(pooled.values(Reduction.MEAN))).containsExactly(3.5, 5, -9);
        Tensor ones = Tensor.of(new float[] {1, 1, 1}, 1, 3, 1);
        assertThat(array(weighted.gradient(Reduction.MEAN, features, pooled, ones)))
                .containsExactly(0.25, 0.75, 1, 0);
    }

    @Test
    void emptySegmentsHoldTheDefaultThatWasNamed() {
        SegmentMap map =
                SegmentMap.of(Tensor.of(new int[] {1}, 1, 1), Labelling.DENSE.withSegments(3));
        Tensor features = Tensor.of(new float[] {7}, 1, 1, 1);
        assertThat(array(over(map).reduce(features, Reduction.MAX).values(Reduction.MAX)))
                .containsExactly(0, 7, 0);
        assertThat(array(over(map).empty(-1).reduce(features, Reduction.MAX).values(Reduction.MAX)))
                .containsExactly(-1, 7, -1);
    }

    @Test
    void unpoolPaintsInTheLayoutOfThePooling() {
        Tensor table = Tensor.of(new float[] {1, 10, 2, 20, 3, 30}, 1, 3, 2);
        assertThat(array(over(QUESTION).unpool(table))).containsExactly(1, 10, 1, 10, 2, 20, 3, 30);
        assertThat(array(over(QUESTION).layout(Layout.NCHW).unpool(table)))
                .containsExactly(1, 1, 2, 3, 10, 10, 20, 30);
    }

    @ParameterizedTest
    @EnumSource
    void aMapOfTheCallerIsWrittenOverWhole(Layout layout) {
        Scene scene = Scene.of(2, 5, 7, 3).with(LabelPattern.HOLES).with(layout);
        SegmentMap map = scene.map();
        Pooling pooling = Pooling.over(map).layout(layout);
        Tensor upstream = scene.table(DType.F32, map);
        Pooled pooled = pooling.reduce(scene.features(), Reduction.MEAN);
        Tensor given = Tensors.random(7, scene.mapShape().sizes());
        pooling.gradientInto(Reduction.MEAN, scene.features(), pooled, upstream, given);
        assertThat(array(given))
                .isEqualTo(
                        array(
                                pooling.gradient(
                                        Reduction.MEAN, scene.features(), pooled, upstream)));
        pooling.unpoolInto(upstream, given);
        assertThat(array(given)).isEqualTo(array(pooling.unpool(upstream)));
    }

    @Test
    void tablesAndPositionsAreFoundByTheirReduction() {
        Tensor features = Tensor.of(new float[] {4, 2, 5, 6}, 2, 2, 1);
        Pooled pooled =
                over(QUESTION).reduce(features, Reduction.MIN, Reduction.MEAN, Reduction.MAX);
        assertThat(pooled.values()).containsOnlyKeys(Reduction.MEAN, Reduction.MAX, Reduction.MIN);
        assertThat(array(pooled.positions(Reduction.MIN))).containsExactly(1, 2, 3);
        assertThat(array(pooled.positions(Reduction.MAX))).containsExactly(0, 2, 3);
        assertThat(pooled.segments()).isSameAs(QUESTION);
        assertThatThrownBy(() -> pooled.values(Reduction.SUM))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the reduction must be one of [MEAN, MAX, MIN], not SUM");
        assertThatThrownBy(() -> pooled.positions(Reduction.MEAN))
                .hasMessageContaining("one of [MAX, MIN]");
        Pooled without = over(QUESTION).reduce(features, Reduction.MEAN);
        assertThatThrownBy(() -> without.positions(Reduction.MAX))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("a maximum or minimum that was asked for");
        assertThatThrownBy(() -> pooled.values().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void packedTablesLeaveOutTheRowsThatOnlyPad(DType dtype) {
        SegmentMap map =
                SegmentMap.of(
                        Tensor.of(new int[] {0, 0, 0, 1, -1, -1, 2, 1}, 4, 1, 2), Labelling.DENSE);
        Tensor features = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 1, 2, 1).to(dtype);
        Pooled pooled = over(map).reduce(features, Reduction.MAX);
        Tensor packed = pooled.packed(Reduction.MAX);
        assertThat(map.packedOffsets()).containsExactly(0, 1, 3, 3, 6);
        assertThat(packed.shape()).isEqualTo(Shape.of(6, 1));
        assertThat(packed.dtype()).isEqualTo(dtype);
        assertThat(array(packed)).containsExactly(2, 3, 4, 0, 8, 7);
    }

    @Test
    void packedTablesFollowTheirOffsetsInAnyBatch() {
        Scene scene = Scene.of(3, 9, 11, 4).with(LabelPattern.RAGGED);
        SegmentMap map = scene.map();
        Pooled pooled = over(map).reduce(scene.features(), Reduction.MEAN);
        Tensor packed = pooled.packed(Reduction.MEAN);
        int[] offsets = map.packedOffsets();
        for (int image = 0; image < 3; image++) {
            for (int row = 0; row < map.segments(image); row++) {
                assertThat(array(packed.at(offsets[image] + row)))
                        .isEqualTo(array(pooled.values(Reduction.MEAN).at(image).at(row)));
            }
        }
    }

    @Test
    void aTableOnADeviceIsNotPacked() {
        Device remote =
                new Device() {
                    @Override
                    public String name() {
                        return "remote";
                    }

                    @Override
                    public String description() {
                        return "a device with memory of its own";
                    }

                    @Override
                    public List<Tensor> run(Op op, List<Tensor> inputs) {
                        return List.of(FarStorage.copy(Tensors.random(2, 1, 3, 1)));
                    }
                };
        Pooled pooled =
                Pooling.over(QUESTION).on(remote).reduce(Tensors.random(1, 2, 2, 1), Reduction.SUM);
        assertThatThrownBy(() -> pooled.packed(Reduction.SUM)).isInstanceOf(ShapeException.class);
    }

    @Test
    void aReductionIsAskedForOnceAndWeightsOnlyWhereTheyMeanSomething() {
        List<Op> asked = new ArrayList<>();
        var reference = new ReferenceDevice();
        Device listening =
                new Device() {
                    @Override
                    public String name() {
                        return reference.name();
                    }

                    @Override
                    public String description() {
                        return reference.description();
                    }

                    @Override
                    public List<Tensor> run(Op op, List<Tensor> inputs) {
                        asked.add(op);
                        return reference.run(op, inputs);
                    }
                };
        Tensor features = Tensors.random(3, 2, 2, 2);
        Pooling.over(QUESTION)
                .on(listening)
                .reduce(features, Reduction.MEAN, Reduction.MAX, Reduction.VARIANCE);
        assertThat(asked).hasSize(1);
        assertThatThrownBy(() ->
                        over(QUESTION)
                                .weights(Tensor.of(new float[4], 2, 2))
                                .reduce(features, Reduction.MAX))
                .isInstanceOf(ParameterException.class)
                .hasMessage("a weighted reduction must be sum or mean, not [MAX]");
        assertThatThrownBy(() -> over(QUESTION).reduce(features))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the list of reductions must be at least one long, not empty");
    }
}
