package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static smalti.testkit.promise.OnDevice.assertSameBits;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.LabelPattern;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;

/// Empty segments, ignored pixels, and weights that leave nothing.
public interface EmptySegmentPromises extends OnDevice {

    @Property(tries = 40)
    default void anEmptySegmentHoldsTheStatedDefault(
            @ForAll(supplier = AnyScene.class) Scene any,
            @ForAll @DoubleRange(min = -3, max = 3) double empty) {
        Scene scene = any.with(LabelPattern.GAPS);
        SegmentMap map = scene.map();
        for (Reduction reduction : Reduction.values()) {
            Op op = new SegmentOp.Reduce(map, List.of(reduction), scene.layout(), false, empty);
            List<Tensor> outputs = run(op, scene.features());
            for (int row = 0; row < map.counts().length; row++) {
                if (map.counts()[row] == 0) {
                    checkEmptyRow(
                            reduction,
                            outputs,
                            row * scene.channels(),
                            scene.channels(),
                            (float) empty);
                }
            }
        }
    }

    private static void checkEmptyRow(
            Reduction reduction, List<Tensor> outputs, int from, int channels, float empty) {
        for (int at = from; at < from + channels; at++) {
            assertThat(outputs.getFirst().get(at))
                    .as("%s of no pixels", reduction)
                    .isEqualTo(empty);
            if (reduction.selects()) {
                assertThat(outputs.get(1).get(at)).as("position in no pixels").isEqualTo(-1);
            }
        }
    }

    @Property(tries = 40)
    default void ignoredPixelsTakeNoPart(@ForAll(supplier = AnyScene.class) Scene any) {
        Scene scene = any.with(LabelPattern.HOLES);
        SegmentMap map = scene.map();
        Tensor features = scene.features();
        Tensor spoilt = spoilIgnored(scene, map);
        for (Reduction reduction : Reduction.values()) {
            Op op = new SegmentOp.Reduce(map, List.of(reduction), scene.layout(), false, 0);
            assertSameBits(reduction + " of " + scene, run(op, spoilt), run(op, features));
        }
    }

    /// The features with NaN on every ignored pixel.
    private static Tensor spoilIgnored(Scene scene, SegmentMap map) {
        Tensor ones =
                Tensors.nearest(
                        DType.F32,
                        scene.table(DType.F32, map).shape(),
                        filled(scene.table(DType.F32, map), 1));
        Tensor inside =
                new smalti.testkit.reference.ReferenceDevice()
                        .run(new SegmentOp.Unpool(map, scene.layout()), ones);
        Tensor spoilt = scene.features();
        for (int i = 0; i < spoilt.elements(); i++) {
            if (inside.get(i) == 0) {
                spoilt.floats()[spoilt.offset() + i] = Float.NaN;
            }
        }
        return spoilt;
    }

    private static double[] filled(Tensor like, double value) {
        double[] values = new double[(int) like.elements()];
        java.util.Arrays.fill(values, value);
        return values;
    }

    @Property(tries = 40)
    default void ignoredPixelsHaveNoGradientWhateverIsUpstream(
            @ForAll(supplier = AnyScene.class) Scene any) {
        Scene scene = any.with(LabelPattern.ALL_IGNORED);
        SegmentMap map = scene.map();
        Tensor upstream =
                Tensors.nearest(
                        DType.F32,
                        scene.table(DType.F32, map).shape(),
                        filled(scene.table(DType.F32, map), Double.POSITIVE_INFINITY));
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            Op op = new SegmentOp.ReduceGradient(map, reduction, scene.layout(), false);
            assertAll("gradient of " + reduction, 0, first(op, upstream));
        }
        assertAll(
                "unpooled onto ignored pixels",
                0,
                first(new SegmentOp.Unpool(map, scene.layout()), upstream));
    }

    private static void assertAll(String what, double expected, Tensor actual) {
        for (int i = 0; i < actual.elements(); i++) {
            assertThat(actual.get(i)).as("%s, element %d", what, i).isEqualTo(expected);
        }
    }

    @Property(tries = 20)
    default void aMeanOfPixelsThatWeighNothingIsTheDefaultAndHasNoGradient(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        SegmentMap map = scene.map();
        Tensor weightless =
                Tensor.of(
                        scene.pixelShape(),
                        new Storage.Floats(new float[(int) scene.pixelShape().elements()]),
                        0);
        Tensor features = scene.features();
        Op mean = new SegmentOp.Reduce(map, List.of(Reduction.MEAN), scene.layout(), true, 2.5);
        Tensor means = first(mean, features, weightless);
        assertAll("means of " + scene, 2.5, means);
        Tensor upstream = scene.table(DType.F32, map);
        Op inFeatures = new SegmentOp.ReduceGradient(map, Reduction.MEAN, scene.layout(), true);
        assertAll("gradient in the features", 0, first(inFeatures, upstream, weightless));
        Op inWeights = new SegmentOp.WeightGradient(map, Reduction.MEAN, scene.layout());
        assertAll(
                "gradient in the weights",
                0,
                first(inWeights, upstream, features, weightless, means));
    }

    @Property(tries = 30)
    default void weightsOfOneAreNoWeights(@ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        SegmentMap map = scene.map();
        float[] ones = new float[(int) scene.pixelShape().elements()];
        java.util.Arrays.fill(ones, 1);
        Tensor weights = Tensor.of(scene.pixelShape(), new Storage.Floats(ones), 0);
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            Op plain = new SegmentOp.Reduce(map, List.of(reduction), scene.layout(), false, 0);
            Op weighted = new SegmentOp.Reduce(map, List.of(reduction), scene.layout(), true, 0);
            var expected =
                    smalti.testkit.reference.Reference.outputs(plain, List.of(scene.features()));
            expected.getFirst()
                    .check(
                            "weighted " + reduction + " of " + scene,
                            first(weighted, scene.features(), weights));
        }
    }
}
