package smalti.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import smalti.error.UnsupportedOpException;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Something that computes operators. Devices are safe for use by several threads at once.
///
/// Outputs of [#run] lie on the heap, and so do inputs, unless the device is a [Workspace]. Code for both makes its tensors by
/// [#make] and [#place], and reads them after a [#fetch].
public interface Device {
    /// The name it is asked for by, e.g. `cpu`.
    String name();

    /// One line for people: what it is and how it computes.
    String description();

    /// Computes an operator. Inputs and outputs are in the order that the operator's contract states; inputs are not
    /// changed, outputs are new.
    ///
    /// @throws smalti.error.ShapeException if the inputs do not fit the operator
    /// @throws smalti.error.UnsupportedOpException if this device lacks the operator for the inputs' types
    List<Tensor> run(Op op, List<Tensor> inputs);

    /// Computes an operator into tensors of the caller, which are overwritten whole: what training loops and streams use
    /// to take no memory a call.
    ///
    /// @param outputs as [#run(Op, List)] would return them; they must not share storage with inputs
    /// @throws smalti.error.ShapeException if inputs or outputs do not fit the operator
    /// @throws smalti.error.UnsupportedOpException if this device lacks the operator, or cannot compute into given tensors
    default void runInto(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        throw new UnsupportedOpException(
                "computing into given tensors", name(), "let it make its own outputs");
    }

    /// Prepares an operator for many runs in which some inputs are always the same, e.g. a network's weights. What is
    /// prepared may hold them twice.
    ///
    /// @param inputs the types of all inputs
    /// @param known those inputs by their place; their elements must not change as long as the operator is run
    /// @throws smalti.error.ShapeException if the inputs do not fit the operator
    default Prepared prepare(Op op, List<TensorType> inputs, Map<Integer, Tensor> known) {
        ShapeRule.outputTypes(op, inputs);
        return (given, outputs) -> runInto(op, given, outputs);
    }

    /// The same for an operator of one output that is a part of a larger tensor along the last dimension. What is
    /// prepared takes the whole as its output, overwrites that part of it, and leaves the others as they are; several
    /// parts of one whole may be computed at the same time.
    ///
    /// @param whole the type of that tensor
    /// @param first where the part begins
    /// @return empty if this device cannot
    /// @throws smalti.error.ShapeException if the inputs do not fit the operator, or the output the whole
    default Optional<Prepared> prepareWithin(
            Op op,
            List<TensorType> inputs,
            Map<Integer, Tensor> known,
            TensorType whole,
            int first) {
        return Optional.empty();
    }

    /// Does the parts of a job that do not depend on each other, numbered from 0, at the same time where there is more than
    /// one to do them. Operators within a part are computed with what that leaves.
    default void runParts(int parts, IntConsumer part) {
        for (int i = 0; i < parts; i++) {
            part.accept(i);
        }
    }

    /// Whether what lies between operators stays in a cache if the members of a batch are computed one after the other, and
    /// is read faster from there.
    default boolean cachesParts() {
        return false;
    }

    /// Opens a workspace: a part of the device's memory, for operators that follow each other without copies.
    default Workspace workspace() {
        return new HeapWorkspace(this);
    }

    /// The same elements where this device computes with them without a copy: in the memory of a [Workspace]. The tensor
    /// itself, if it lies there, or on the heap of a device that computes on the heap.
    default Tensor place(Tensor tensor) {
        return tensor;
    }

    /// Whether it computes in memory of its own, so that [#place] copies what lies on the heap.
    default boolean hasOwnMemory() {
        return false;
    }

    /// A number `[]` where [#place] would put it, not to be overwritten. A workspace makes it once for all who ask for it, and
    /// keeps it until it is closed, whoever releases it.
    default Tensor scalar(float value) {
        return Tensor.of(new float[] {value});
    }

    /// A tensor of zeros where [#place] would put it.
    default Tensor make(TensorType type) {
        return Tensor.zeros(type.dtype(), type.shape());
    }

    /// The same elements on the heap; the tensor itself if it lies there. Waits until they are computed.
    default Tensor fetch(Tensor tensor) {
        return tensor;
    }

    /// Checks labels, and gives the map that operators over segments take.
    ///
    /// Labels of a [Workspace] on a device with memory of its own stay there, and so does what operators need of them; the heap
    /// gets a copy when somebody first asks the map for a table. As long as the map is used, its labels must not be changed,
    /// and neither they nor the workspace be given up: what has to read them then fails with a
    /// [smalti.error.DeviceException], unless the heap has its copy. That a label is wrong may be told later, as all that fails
    /// there, and is told again by the map.
    ///
    /// @param labels `I32 [B,H,W]` or `[H,W]`
    /// @throws smalti.error.ShapeException if the tensor has another rank or type
    /// @throws smalti.error.LabelException if a label is not below the number of segments
    default SegmentMap segments(Tensor labels, Labelling labelling) {
        return SegmentMap.of(fetch(labels), labelling);
    }

    /// Prepares steps for being done again and again without anybody starting each of them: what a GPU can do. They are done
    /// at least once here, and must start the same operators by [#runInto] on the same tensors each time.
    ///
    /// @return what does them all, as long as the workspace is open; empty if this device has nothing better than the steps
    default Optional<Runnable> repeated(Runnable steps) {
        return Optional.empty();
    }

    /// Takes the device's speed, in about a second; empty if it has no way to.
    default Optional<Speed> measure() {
        return Optional.empty();
    }

    /// Computes an operator of one output.
    default Tensor run(Op op, Tensor... inputs) {
        return run(op, List.of(inputs)).getFirst();
    }
}
