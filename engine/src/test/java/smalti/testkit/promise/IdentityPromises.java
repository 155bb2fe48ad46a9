package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static smalti.testkit.promise.OnDevice.assertSame;
import static smalti.testkit.promise.OnDevice.assertSameBits;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.InnerProduct;
import smalti.testkit.LabelPattern;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;

/// What holds between operators, whatever the numbers are.
public interface IdentityPromises extends OnDevice {

    private Op reduce(Scene scene, SegmentMap map, Reduction... reductions) {
        return new SegmentOp.Reduce(map, List.of(reductions), scene.layout(), false, 0);
    }

    @Property(tries = 60)
    default void unpoolIsTheAdjointOfTheSum(@ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        SegmentMap map = scene.map();
        Tensor features = scene.features();
        Tensor table = scene.table(DType.F32, map);
        Tensor sums = first(reduce(scene, map, Reduction.SUM), features);
        Tensor painted = first(new SegmentOp.Unpool(map, scene.layout()), table);
        InnerProduct.of(sums, table).checkEquals(InnerProduct.of(features, painted));
    }

    @Property(tries = 60)
    default void everyLinearReductionAndItsGradientAreAdjoint(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        SegmentMap map = scene.map();
        Tensor features = scene.features();
        Tensor table = scene.table(DType.F32, map);
        Tensor weights = scene.weights();
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            Tensor pooled = first(reduce(scene, map, reduction), features);
            Tensor back =
                    first(
                            new SegmentOp.ReduceGradient(map, reduction, scene.layout(), false),
                            table);
            InnerProduct.of(pooled, table).checkEquals(InnerProduct.of(features, back));
            Op weighted = new SegmentOp.Reduce(map, List.of(reduction), scene.layout(), true, 0);
            Op gradient = new SegmentOp.ReduceGradient(map, reduction, scene.layout(), true);
            InnerProduct.of(first(weighted, features, weights), table)
                    .checkEquals(InnerProduct.of(features, first(gradient, table, weights)));
        }
    }

    @Property(tries = 60)
    default void poolingWhatWasUnpooledGivesItBack(@ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        Tensor table = scene.table(DType.F32, map);
        Tensor painted = first(new SegmentOp.Unpool(map, scene.layout()), table);
        Tensor means = first(reduce(scene, map, Reduction.MEAN), painted);
        Tensor maxima = first(reduce(scene, map, Reduction.MAX), painted);
        for (int at = 0; at < table.elements(); at++) {
            boolean empty = map.counts()[at / scene.channels()] == 0;
            double value = empty ? 0 : table.get(at);
            assertThat(maxima.get(at)).as("maximum %d of %s", at, scene).isEqualTo(value);
            assertThat(means.get(at))
                    .as("mean %d of %s", at, scene)
                    .isCloseTo(value, within(1e-6 * Math.abs(value)));
        }
    }

    @Property(tries = 60)
    default void theSumOfOnesIsTheCountAndAllCountsAndIgnoredPixelsAreThePicture(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        double[] ones = new double[(int) scene.mapShape().elements()];
        java.util.Arrays.fill(ones, 1);
        Tensor sums =
                first(
                        reduce(scene, map, Reduction.SUM),
                        Tensors.nearest(DType.F32, scene.mapShape(), ones));
        for (int at = 0; at < sums.elements(); at++) {
            assertThat(sums.get(at)).isEqualTo(map.counts()[at / scene.channels()]);
        }
    }

    @Property(tries = 40)
    default void relabellingOnlyPermutesRows(
            @ForAll(supplier = AnyScene.class) Scene scene, @ForAll long seed) {
        SegmentMap map = scene.map();
        int[] permutation = permutation(map.segments(), seed);
        int[] labels = map.labels().ints();
        int[] relabelled = new int[labels.length];
        for (int at = 0; at < labels.length; at++) {
            relabelled[at] = labels[at] < 0 ? labels[at] : permutation[labels[at]];
        }
        Labelling labelling =
                map.segments() == 0
                        ? Labelling.DENSE
                        : Labelling.DENSE.withSegments(map.segments());
        SegmentMap other =
                SegmentMap.of(
                        Tensor.of(relabelled, map.batch(), map.height(), map.width()), labelling);
        List<Tensor> tables = run(reduce(scene, map, Reduction.values()), scene.features());
        List<Tensor> permuted = run(reduce(scene, other, Reduction.values()), scene.features());
        for (int i = 0; i < tables.size(); i++) {
            for (int at = 0; at < tables.get(i).elements(); at++) {
                int row = at / scene.channels();
                int image = row / map.segments();
                int to = image * map.segments() + permutation[row % map.segments()];
                assertSame(
                        "output %d, row %d of %s".formatted(i, row, scene),
                        permuted.get(i).get(to * scene.channels() + at % scene.channels()),
                        tables.get(i).get(at));
            }
        }
    }

    private static int[] permutation(int size, long seed) {
        var random = new SplittableRandom(seed);
        int[] permutation = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            permutation[i] = permutation[j];
            permutation[j] = i;
        }
        return permutation;
    }

    @Property(tries = 30)
    default void anImageOfABatchGivesWhatItGivesAlone(
            @ForAll(supplier = AnyScene.class) Scene any) {
        Scene scene = any.with(LabelPattern.RAGGED);
        SegmentMap map = scene.map();
        Tensor labels = map.labels();
        List<Tensor> tables = run(reduce(scene, map, Reduction.values()), scene.features());
        for (int image = 0; image < scene.batch(); image++) {
            SegmentMap alone = SegmentMap.of(labels.at(image), Labelling.DENSE);
            Tensor features = scene.features().at(image);
            int[] sizes = features.shape().sizes();
            List<Tensor> single =
                    run(
                            reduce(scene, alone, Reduction.values()),
                            features.reshape(1, sizes[0], sizes[1], sizes[2]));
            assertThat(alone.segments()).isEqualTo(map.segments(image));
            for (int i = 0; i < single.size(); i++) {
                for (int at = 0; at < single.get(i).elements(); at++) {
                    assertSame(
                            "output %d of image %d of %s".formatted(i, image, scene),
                            tables.get(i).at(image).get(at),
                            single.get(i).get(at));
                }
            }
        }
    }

    @Property(tries = 40)
    default void theSoftmaxOfASegmentSumsToOne(@ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        Tensor softmax = first(new SegmentOp.Softmax(map, scene.layout()), scene.features());
        Tensor sums = first(reduce(scene, map, Reduction.SUM), softmax);
        for (int at = 0; at < sums.elements(); at++) {
            double expected = map.counts()[at / scene.channels()] == 0 ? 0 : 1;
            assertThat(sums.get(at))
                    .as("row %d of %s", at / scene.channels(), scene)
                    .isCloseTo(expected, within(4e-6));
        }
        for (int at = 0; at < softmax.elements(); at++) {
            assertThat(softmax.get(at)).as("element %d of %s", at, scene).isBetween(0.0, 1.0);
        }
    }

    @Property(tries = 40)
    default void pickIsTheAdjointOfTheGradientOfTheMaximum(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        SegmentMap map = scene.map();
        for (Reduction reduction : List.of(Reduction.MAX, Reduction.MIN)) {
            Tensor positions = run(reduce(scene, map, reduction), scene.features()).get(1);
            Tensor table = scene.table(DType.F32, map);
            Tensor direction = scene.upstreamMap(DType.F32);
            Tensor gradient =
                    first(
                            new SegmentOp.ReduceGradient(map, reduction, scene.layout(), false),
                            table,
                            positions);
            Tensor picked = first(new SegmentOp.Pick(map, scene.layout()), direction, positions);
            InnerProduct.of(gradient, direction).checkEquals(InnerProduct.of(table, picked));
        }
    }

    /// The gradients of sum and mean are linear in what comes from above, so their own gradient is the reduction itself.
    @Property(tries = 40)
    default void theSecondDerivativeOfSumAndMeanIsTheReductionAgain(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        SegmentMap map = scene.map();
        Tensor table = scene.table(DType.F32, map);
        Tensor direction = scene.upstreamMap(DType.F32);
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            Tensor gradient =
                    first(
                            new SegmentOp.ReduceGradient(map, reduction, scene.layout(), false),
                            table);
            Tensor again = first(reduce(scene, map, reduction), direction);
            InnerProduct.of(gradient, direction).checkEquals(InnerProduct.of(table, again));
        }
    }

    @Property(tries = 20)
    default void theOrderInWhichReductionsAreAskedForOnlyOrdersTheOutputs(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        List<Tensor> one = run(reduce(scene, map, Reduction.MEAN, Reduction.MAX), scene.features());
        List<Tensor> other =
                run(reduce(scene, map, Reduction.MAX, Reduction.MEAN), scene.features());
        assertSameBits("mean of " + scene, other.get(2), one.getFirst());
        assertSameBits("maximum of " + scene, other.subList(0, 2), one.subList(1, 3));
    }
}
