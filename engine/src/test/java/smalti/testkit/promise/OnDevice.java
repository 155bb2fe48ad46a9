package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import smalti.device.Device;
import smalti.op.Op;
import smalti.op.TensorType;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase;
import smalti.testkit.Tensors;
import smalti.testkit.reference.Expected;
import smalti.testkit.reference.Reference;

/// The device that promises are about, and how tests reach it. Tests make their tensors on the heap and read results
/// from the heap.
public interface OnDevice {
    /// The device that is tested.
    Device device();

    /// Devices that must give the same bits as [#device()], e.g. the same one with other numbers of threads.
    default List<Device> alike() {
        return List.of(device());
    }

    /// A tensor where the device can read it. Devices with memory of their own copy.
    default Tensor toDevice(Tensor heap) {
        return heap;
    }

    /// A result where tests can read it. Devices with memory of their own copy.
    default Tensor toHeap(Tensor result) {
        return result;
    }

    /// Runs an operator on heap tensors; its outputs are on the heap.
    default List<Tensor> run(Device on, Op op, List<Tensor> inputs) {
        List<Tensor> there = inputs.stream().map(this::toDevice).toList();
        return on.run(op, there).stream().map(this::toHeap).toList();
    }

    default List<Tensor> run(Op op, Tensor... inputs) {
        return run(device(), op, List.of(inputs));
    }

    /// The first output of an operator.
    default Tensor first(Op op, Tensor... inputs) {
        return run(op, inputs).getFirst();
    }

    /// Runs a case and compares every output with the reference.
    default void checkAgainstReference(OpCase subject) {
        List<Tensor> inputs = subject.inputs();
        List<Tensor> actual = run(device(), subject.op(), inputs);
        List<Expected> expected = Reference.outputs(subject.op(), inputs);
        assertThat(actual).as("outputs of %s", subject).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            expected.get(i).check(subject + ", output " + i, actual.get(i));
        }
    }

    /// Checks that two results agree to the bit; every NaN is alike.
    static void assertSameBits(String what, List<Tensor> actual, List<Tensor> expected) {
        List<TensorType> types = new ArrayList<>();
        actual.forEach(each -> types.add(TensorType.of(each)));
        assertThat(types).as(what).isEqualTo(expected.stream().map(TensorType::of).toList());
        for (int i = 0; i < actual.size(); i++) {
            assertThat(Tensors.doubles(actual.get(i)))
                    .as("%s, output %d", what, i)
                    .isEqualTo(Tensors.doubles(expected.get(i)));
        }
    }

    /// Checks one value; NaN equals NaN, and the zeros of both signs differ.
    static void assertSame(String what, double actual, double expected) {
        assertThat(Double.valueOf(actual)).as(what).isEqualTo(Double.valueOf(expected));
    }

    static void assertSameBits(String what, Tensor actual, Tensor expected) {
        assertSameBits(what, List.of(actual), List.of(expected));
    }
}
