package smalti.op;

import java.util.List;
import java.util.Optional;
import smalti.tensor.Tensor;

/// An operator of a user's own. It knows its shapes, computes itself on tensors on the heap, and may name the operator
/// that is its gradient; all the rest treats it like any other.
///
/// Several threads may use one at the same time.
public non-sealed interface CustomOp extends Op {
    /// The types of the outputs.
    ///
    /// @throws smalti.error.ShapeException if the inputs do not fit
    List<TensorType> outputs(List<TensorType> inputs);

    /// Computes the outputs, whose memory is there and holds anything. Inputs are not changed. What is in half precision
    /// has been widened to [smalti.tensor.DType#F32].
    ///
    /// @throws smalti.error.UnsupportedOpException if it does not compute with the inputs' types
    void compute(List<Tensor> inputs, List<Tensor> outputs);

    /// The operator that takes the upstream gradients of all outputs, then the inputs, then the outputs, and gives the
    /// gradients of all inputs; empty if there is none.
    default Optional<Op> gradient() {
        return Optional.empty();
    }
}
