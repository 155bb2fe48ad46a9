package smalti.op;

import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// What is known of a tensor before it is computed.
public record TensorType(DType dtype, Shape shape) {
    public static TensorType of(Tensor tensor) {
        return new TensorType(tensor.dtype(), tensor.shape());
    }

    @Override
    public String toString() {
        return dtype + " " + shape;
    }
}
