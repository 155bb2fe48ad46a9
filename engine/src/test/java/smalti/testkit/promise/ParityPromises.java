package smalti.testkit.promise;

import static smalti.testkit.promise.OnDevice.assertSameBits;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.error.UnsupportedOpException;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.CaseTable;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;

/// Every operator gives what the reference gives, within what rounding may cost.
public interface ParityPromises extends OnDevice {

    @Property(tries = 150)
    default void everyOperatorAgreesWithTheReference(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        CaseTable.on(scene, DType.F32).forEach(this::checkAgainstReference);
    }

    @Property(tries = 150)
    default void operatorsOnOtherTypesAgreeWithTheReferenceWhereTheyAreOffered(
            @ForAll(supplier = AnyScene.class) Scene scene, @ForAll DType dtype) {
        for (OpCase each : CaseTable.on(scene, dtype)) {
            try {
                checkAgainstReference(each);
            } catch (UnsupportedOpException notOffered) {
                // The support matrix tells; F32 is not optional and has its own property.
                continue;
            }
        }
    }

    @Property(tries = 150)
    default void nanAndInfinitiesPropagateAsInTheReference(
            @ForAll(supplier = AnyScene.Special.class) Scene scene) {
        CaseTable.on(scene, DType.F32).forEach(this::checkAgainstReference);
    }

    @Property(tries = 20)
    default void inputsAreNotChangedAndOutputsAreNew(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        for (OpCase each : CaseTable.on(scene, DType.F32)) {
            List<Tensor> inputs = each.inputs();
            List<Tensor> outputs = run(device(), each.op(), inputs);
            assertSameBits("inputs of " + each, inputs, each.inputs());
            for (Tensor output : outputs) {
                for (Tensor input : inputs) {
                    if (output.storage() == input.storage()) {
                        throw new AssertionError(each + " returned the storage of an input");
                    }
                }
            }
        }
    }

    @Property(tries = 40)
    default void bothLayoutsAgree(@ForAll(supplier = AnyScene.class) Scene any) {
        Scene scene = any.with(Layout.NHWC);
        SegmentMap map = scene.map();
        Tensor channelsLast = scene.features();
        Tensor channelsFirst = channelsFirst(channelsLast);
        for (Reduction reduction : Reduction.values()) {
            Op last = new SegmentOp.Reduce(map, List.of(reduction), Layout.NHWC, false, 0);
            Op first = new SegmentOp.Reduce(map, List.of(reduction), Layout.NCHW, false, 0);
            var expected = smalti.testkit.reference.Reference.outputs(last, List.of(channelsLast));
            List<Tensor> tables = run(first, channelsFirst);
            for (int i = 0; i < tables.size(); i++) {
                expected.get(i).check(reduction + " of " + scene + " in NCHW", tables.get(i));
            }
        }
        Tensor table = scene.table(DType.F32, map);
        assertSameBits(
                "unpool of " + scene,
                first(new SegmentOp.Unpool(map, Layout.NCHW), table),
                channelsFirst(first(new SegmentOp.Unpool(map, Layout.NHWC), table)));
    }

    @Property(tries = 40)
    default void severalReductionsInOnePassEqualSingleOnes(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        SegmentMap map = scene.map();
        Tensor features = scene.features();
        List<Tensor> single = new ArrayList<>();
        for (Reduction reduction : Reduction.values()) {
            single.addAll(
                    run(
                            new SegmentOp.Reduce(map, List.of(reduction), scene.layout(), false, 0),
                            features));
        }
        Op together =
                new SegmentOp.Reduce(map, List.of(Reduction.values()), scene.layout(), false, 0);
        assertSameBits("all reductions of " + scene, run(together, features), single);
    }

    /// `[B,H,W,C]` as `[B,C,H,W]`.
    private static Tensor channelsFirst(Tensor map) {
        int[] sizes = map.shape().sizes();
        int pixels = sizes[1] * sizes[2];
        int channels = sizes[3];
        double[] moved = new double[(int) map.elements()];
        for (int i = 0; i < moved.length; i++) {
            int image = i / (pixels * channels);
            int pixel = i / channels % pixels;
            moved[(image * channels + i % channels) * pixels + pixel] = map.get(i);
        }
        return Tensors.nearest(
                map.dtype(), Layout.NCHW.shape(sizes[0], sizes[1], sizes[2], channels), moved);
    }
}
