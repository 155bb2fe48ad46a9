package smalti.cpu;

import java.util.ArrayList;
import java.util.List;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Computes operators of half-precision tensors: inputs are widened, everything is computed in [DType#F32], and outputs
/// are rounded once.
final class HalfPrecision {
    private HalfPrecision() {}

    /// How operators without such tensors are computed.
    @FunctionalInterface
    interface Computation {
        void compute(Op op, List<Tensor> inputs, List<Tensor> outputs);
    }

    static boolean isAmong(List<Tensor> tensors) {
        return tensors.stream().anyMatch(HalfPrecision::is);
    }

    private static boolean is(Tensor tensor) {
        return tensor.storage() instanceof Storage.Shorts;
    }

    static void compute(Op op, List<Tensor> inputs, List<Tensor> outputs, Computation computation) {
        List<Tensor> wide =
                inputs.stream().map(each -> is(each) ? each.to(DType.F32) : each).toList();
        List<Tensor> results = new ArrayList<>();
        for (TensorType type : ShapeRule.outputs(op, wide)) {
            results.add(Tensor.zeros(type.dtype(), type.shape()));
        }
        computation.compute(op, wide, results);
        for (int i = 0; i < results.size(); i++) {
            results.get(i).copyInto(outputs.get(i));
        }
    }
}
