package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static smalti.testkit.promise.OnDevice.assertSame;
import static smalti.testkit.promise.OnDevice.assertSameBits;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;
import smalti.testkit.ValuePattern;

/// Maxima and minima: which value, from which pixel, and who gets the gradient.
public interface SelectionPromises extends OnDevice {

    private List<Tensor> select(Reduction reduction, Layout layout, float... oneSegment) {
        SegmentMap map = SegmentMap.of(new int[oneSegment.length], 1, oneSegment.length);
        Op op = new SegmentOp.Reduce(map, List.of(reduction), layout, false, 0);
        return run(op, Tensor.of(oneSegment, layout.shape(1, 1, oneSegment.length, 1).sizes()));
    }

    private void checkSelected(
            Reduction reduction, double value, int position, float... oneSegment) {
        for (Layout layout : Layout.values()) {
            List<Tensor> outputs = select(reduction, layout, oneSegment);
            assertSame(reduction + " in " + layout, outputs.getFirst().get(0), value);
            assertThat(outputs.get(1).get(0))
                    .as("position of %s in %s", reduction, layout)
                    .isEqualTo(position);
        }
    }

    @Example
    default void theMaximumOfMinusInfinityIsMinusInfinity() {
        float infinity = Float.POSITIVE_INFINITY;
        checkSelected(Reduction.MAX, -infinity, 0, -infinity);
        checkSelected(Reduction.MAX, -infinity, 0, -infinity, -infinity, -infinity);
        checkSelected(Reduction.MIN, infinity, 0, infinity, infinity);
    }

    @Example
    default void theMaximumOfTheLowestFloatIsTheLowestFloat() {
        float lowest = -Float.MAX_VALUE;
        checkSelected(Reduction.MAX, lowest, 0, lowest, lowest);
        checkSelected(Reduction.MAX, lowest, 1, Float.NEGATIVE_INFINITY, lowest);
        checkSelected(Reduction.MIN, Float.MAX_VALUE, 1, Float.POSITIVE_INFINITY, Float.MAX_VALUE);
    }

    @Example
    default void nanWinsWhereverItStands() {
        checkSelected(Reduction.MAX, Float.NaN, 0, Float.NaN, 1, 2);
        checkSelected(Reduction.MAX, Float.NaN, 1, 1, Float.NaN, 2, Float.NaN);
        checkSelected(Reduction.MAX, Float.NaN, 2, 1, Float.POSITIVE_INFINITY, Float.NaN);
        checkSelected(Reduction.MIN, Float.NaN, 0, Float.NaN, -1, -2);
        checkSelected(Reduction.MIN, Float.NaN, 1, 1, Float.NaN, -2, Float.NaN);
        checkSelected(Reduction.MIN, Float.NaN, 2, 1, Float.NEGATIVE_INFINITY, Float.NaN);
    }

    @Property(tries = 50)
    default void ofEqualValuesTheFirstInRasterOrderIsTaken(
            @ForAll(supplier = AnyScene.class) Scene any) {
        Scene scene = any.with(ValuePattern.TIES);
        SegmentMap map = scene.map();
        Op op =
                new SegmentOp.Reduce(
                        map, List.of(Reduction.MAX, Reduction.MIN), scene.layout(), false, 0);
        List<Tensor> actual = run(op, scene.features());
        var expected = smalti.testkit.reference.Reference.outputs(op, List.of(scene.features()));
        expected.get(1).check("positions of maxima of " + scene, actual.get(1));
        expected.get(3).check("positions of minima of " + scene, actual.get(3));
    }

    @Property(tries = 50)
    default void theValueAtThePositionIsTheValue(
            @ForAll(supplier = AnyScene.Special.class) Scene scene) {
        SegmentMap map = scene.map();
        Tensor features = scene.features();
        for (Reduction reduction : List.of(Reduction.MAX, Reduction.MIN)) {
            List<Tensor> outputs =
                    run(
                            new SegmentOp.Reduce(map, List.of(reduction), scene.layout(), false, 0),
                            features);
            Tensor picked =
                    first(new SegmentOp.Pick(map, scene.layout()), features, outputs.get(1));
            assertSameBits(reduction + " of " + scene, outputs.getFirst(), picked);
        }
    }

    @Example
    default void aTieGivesItsGradientOnceAlsoWhenItIsNegative() {
        for (Layout layout : Layout.values()) {
            for (Reduction reduction : List.of(Reduction.MAX, Reduction.MIN)) {
                SegmentMap map = SegmentMap.of(new int[4], 2, 2);
                Tensor features =
                        Tensor.of(new float[] {3, 3, 3, 3}, layout.shape(1, 2, 2, 1).sizes());
                Op forward = new SegmentOp.Reduce(map, List.of(reduction), layout, false, 0);
                Tensor positions = run(forward, features).get(1);
                Op backward = new SegmentOp.ReduceGradient(map, reduction, layout, false);
                for (float upstream : new float[] {1, -1}) {
                    Tensor gradient =
                            first(backward, Tensor.of(new float[] {upstream}, 1, 1, 1), positions);
                    assertThat(Tensors.doubles(gradient))
                            .as("%s in %s", reduction, layout)
                            .containsExactly(upstream, 0, 0, 0);
                }
            }
        }
    }

    @Property(tries = 40)
    default void theWholeUpstreamGradientOfASelectionArrivesOnce(
            @ForAll(supplier = AnyScene.class) Scene any) {
        Scene scene = any.with(ValuePattern.TIES);
        SegmentMap map = scene.map();
        for (Reduction reduction : List.of(Reduction.MAX, Reduction.MIN)) {
            Op forward = new SegmentOp.Reduce(map, List.of(reduction), scene.layout(), false, 0);
            Tensor positions = run(forward, scene.features()).get(1);
            Tensor upstream = scene.table(DType.F32, map);
            Op backward = new SegmentOp.ReduceGradient(map, reduction, scene.layout(), false);
            Tensor gradient = first(backward, upstream, positions);
            Op sum = new SegmentOp.Reduce(map, List.of(Reduction.SUM), scene.layout(), false, 0);
            Tensor arrived = first(sum, gradient);
            for (int row = 0; row < map.counts().length; row++) {
                for (int channel = 0; channel < scene.channels(); channel++) {
                    int at = row * scene.channels() + channel;
                    double sent = map.counts()[row] == 0 ? 0 : upstream.get(at);
                    assertThat(arrived.get(at))
                            .as("gradient of %s, row %d of %s", reduction, row, scene)
                            .isEqualTo(sent);
                }
            }
        }
    }
}
