package smalti.device;

import java.util.List;
import smalti.tensor.Tensor;

/// An operator that is computed again and again with some of its inputs the same, which its device may have brought into
/// the form that it computes with.
///
/// Safe for use by several threads at once.
@FunctionalInterface
public interface Prepared {
    /// Computes the operator, to the same bits as [Device#runInto] does.
    ///
    /// @param inputs all of them; those that were known beforehand are the same tensors, with the same elements
    /// @param outputs are overwritten whole; they must not share storage with inputs
    /// @throws smalti.error.ShapeException if inputs or outputs do not fit the operator
    void runInto(List<Tensor> inputs, List<Tensor> outputs);
}
