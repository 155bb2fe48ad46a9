package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.error.ShapeException;
import smalti.error.SmaltiException;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.ShapeRule;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.CaseTable;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.reference.ReferenceDevice;

/// Bad input is one typed error, the same on every device, before memory is taken.
public interface ErrorPromises extends OnDevice {
    /// What an error and the objects around it may take.
    long BYTES_OF_AN_ERROR = 256 << 10;

    /// Some operators take any size or rank: what fits is no error.
    private static boolean fits(Op op, List<Tensor> inputs) {
        try {
            ShapeRule.outputs(op, inputs);
            return true;
        } catch (SmaltiException refused) {
            return false;
        }
    }

    private void checkSameErrorUnlessItFits(String what, Op op, List<Tensor> inputs) {
        if (!fits(op, inputs)) {
            checkSameError(what, op, inputs);
        }
    }

    private void checkSameError(String what, Op op, List<Tensor> inputs) {
        Throwable expected = catchThrowable(() -> new ReferenceDevice().run(op, inputs));
        assertThat(expected).as("the reference on %s", what).isInstanceOf(SmaltiException.class);
        assertThatThrownBy(() -> run(device(), op, inputs))
                .as("%s", what)
                .isExactlyInstanceOf(expected.getClass())
                .hasMessage(expected.getMessage());
    }

    private static Tensor like(Tensor tensor, int[] sizes) {
        return Tensor.zeros(tensor.dtype(), Shape.of(sizes));
    }

    @Property(tries = 30)
    default void aSizeThatDoesNotFitIsTheSameErrorEverywhere(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene,
            @ForAll @IntRange(max = 7) int which) {
        for (OpCase each : CaseTable.on(scene, DType.F32)) {
            List<Tensor> inputs = new ArrayList<>(each.inputs());
            int input = which % inputs.size();
            int[] sizes = inputs.get(input).shape().sizes();
            if (sizes.length == 0) {
                continue;
            }
            sizes[0]++;
            inputs.set(input, like(inputs.get(input), sizes));
            checkSameErrorUnlessItFits(
                    each + " with input " + input + " one too long", each.op(), inputs);
        }
    }

    @Property(tries = 20)
    default void aRankThatDoesNotFitIsTheSameErrorEverywhere(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        for (OpCase each : CaseTable.on(scene, DType.F32)) {
            for (int input = 0; input < each.inputs().size(); input++) {
                List<Tensor> inputs = new ArrayList<>(each.inputs());
                int[] sizes = inputs.get(input).shape().sizes();
                int[] longer = Arrays.copyOf(sizes, sizes.length + 1);
                longer[sizes.length] = 1;
                inputs.set(input, inputs.get(input).reshape(longer));
                checkSameErrorUnlessItFits(
                        each + " with input " + input + " of one rank more", each.op(), inputs);
            }
        }
    }

    @Property(tries = 10)
    default void aNumberOfInputsThatDoesNotFitIsTheSameErrorEverywhere(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        for (OpCase each : CaseTable.on(scene, DType.F32)) {
            List<Tensor> more = new ArrayList<>(each.inputs());
            more.add(more.getFirst());
            checkSameErrorUnlessItFits(each + " with one input too many", each.op(), more);
        }
    }

    @Property(tries = 10)
    default void aSecondInputOfAnotherTypeIsTheSameErrorEverywhere(
            @ForAll(supplier = AnyScene.Plain.class) Scene scene) {
        for (OpCase each : CaseTable.on(scene, DType.F32)) {
            for (int input = 1; input < each.inputs().size(); input++) {
                List<Tensor> inputs = new ArrayList<>(each.inputs());
                inputs.set(input, inputs.get(input).to(DType.F64));
                checkSameError(
                        each + " with input " + input + " of another type", each.op(), inputs);
            }
        }
    }

    @Example
    default void aTableBeyondWhatCanBeAddressedIsRefusedBeforeMemoryIsTaken() {
        int channels = 4096;
        Labelling many = new Labelling(OptionalInt.of(1 << 20), OptionalInt.empty());
        SegmentMap map = SegmentMap.of(Tensor.of(new int[1], 1, 1, 1), many);
        for (Layout layout : Layout.values()) {
            Tensor features = Tensor.zeros(DType.F32, layout.shape(1, 1, 1, channels));
            for (Reduction reduction : Reduction.values()) {
                Op op = new SegmentOp.Reduce(map, List.of(reduction), layout, false, 0);
                checkRefusedCheaply(op, toDevice(features));
            }
        }
    }

    @Example
    default void aMapBeyondWhatCanBeAddressedIsRefusedBeforeMemoryIsTaken() {
        int side = 1 << 10;
        SegmentMap map = SegmentMap.of(new int[side * side], side, side);
        for (Layout layout : Layout.values()) {
            Tensor table = toDevice(Tensor.zeros(DType.F32, Shape.of(1, 1, 1 << 12)));
            checkRefusedCheaply(new SegmentOp.Unpool(map, layout), table);
            checkRefusedCheaply(
                    new SegmentOp.ReduceGradient(map, Reduction.MEAN, layout, false), table);
        }
    }

    private void checkRefusedCheaply(Op op, Tensor input) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        // Once before, so that loaded classes do not count.
        assertThatThrownBy(() -> device().run(op, List.of(input)))
                .isExactlyInstanceOf(ShapeException.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        Throwable refusal = catchThrowable(() -> device().run(op, List.of(input)));
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(refusal)
                .isExactlyInstanceOf(ShapeException.class)
                .hasMessageContaining("2147483639");
        assertThat(taken)
                .as("bytes taken before %s was refused", op.getClass())
                .isLessThan(BYTES_OF_AN_ERROR);
    }
}
