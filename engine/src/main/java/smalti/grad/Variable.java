package smalti.grad;

import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// What operators are applied to in a [Flow]: a tensor and, if its flow records, the way it was computed.
public interface Variable {
    TensorType type();

    /// The value.
    ///
    /// @throws smalti.error.UnsupportedOpException in a flow that works out shapes alone
    Tensor tensor();

    default Shape shape() {
        return type().shape();
    }
}
