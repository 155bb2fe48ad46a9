package smalti.grad;

import java.util.List;
import smalti.op.Op;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Where operators are applied to variables. A network is written once against this interface; the flow it runs in
/// decides whether values are only computed or also recorded.
public interface Flow {
    /// Applies an operator.
    ///
    /// @return its outputs in the order of its contract
    /// @throws smalti.error.ShapeException if the inputs do not fit
    List<Variable> apply(Op op, List<Variable> inputs);

    /// A value that is not differentiated.
    Variable constant(Tensor tensor);

    /// A number `[]` that is not differentiated.
    default Variable scalar(float value) {
        return constant(Tensor.of(new float[] {value}));
    }

    /// A value that gradients are wanted of, such as a parameter: a leaf. The same tensor is the same leaf.
    Variable watch(Tensor tensor);

    /// The same elements under another shape; nothing is copied.
    ///
    /// @throws smalti.error.ShapeException if the number of elements differs
    Variable reshape(Variable variable, Shape shape);

    /// Computes an operator into given tensors, such as statistics that a network keeps: see
    /// [smalti.device.Device#runInto]. It is not differentiated.
    void runInto(Op op, List<Variable> inputs, List<Tensor> outputs);

    /// Whether what is applied can be differentiated.
    default boolean records() {
        return false;
    }

    /// Whether this is the second run of a block whose intermediates were not kept: whatever is to happen once a step
    /// has happened.
    default boolean repeats() {
        return false;
    }

    /// Applies an operator of one output, or of which only the first is of interest.
    default Variable run(Op op, Variable... inputs) {
        return apply(op, List.of(inputs)).getFirst();
    }
}
