package smalti.cuda;

import java.util.List;
import smalti.op.CustomOp;
import smalti.op.ShapeRule;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Operators of users' own, which compute on the heap. What is in half precision is widened before, and rounded once
/// behind.
final class OwnOperators {
    private OwnOperators() {}

    /// @param inputs on the heap
    /// @return the outputs, in the types that the operator makes of the inputs as they are
    static List<Tensor> run(CustomOp op, List<Tensor> inputs) {
        List<Tensor> wide = inputs.stream().map(OwnOperators::widened).toList();
        List<Tensor> results =
                ShapeRule.outputs(op, wide).stream()
                        .map(type -> Tensor.zeros(type.dtype(), type.shape()))
                        .toList();
        op.compute(wide, results);
        var types = ShapeRule.outputs(op, inputs).iterator();
        return results.stream().map(result -> as(types.next().dtype(), result)).toList();
    }

    private static Tensor widened(Tensor tensor) {
        boolean half = tensor.dtype() == DType.F16 || tensor.dtype() == DType.BF16;
        return half ? tensor.to(DType.F32) : tensor;
    }

    private static Tensor as(DType type, Tensor tensor) {
        return tensor.dtype() == type ? tensor : tensor.to(type);
    }
}
