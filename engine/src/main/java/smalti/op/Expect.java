package smalti.op;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// What shape rules expect of inputs.
final class Expect {
    private Expect() {}

    static void count(Op op, List<TensorType> inputs, int count) {
        if (inputs.size() != count) {
            throw new ShapeException(op.name(), count + " inputs", inputs.size());
        }
    }

    static void type(Op op, String what, TensorType actual, DType dtype, Shape shape) {
        if (actual.dtype() != dtype || !actual.shape().equals(shape)) {
            throw new ShapeException(op.name(), what + " " + new TensorType(dtype, shape), actual);
        }
    }

    static void floating(Op op, TensorType actual) {
        if (!actual.dtype().isFloating()) {
            throw new ShapeException(op.name(), "a tensor of floating point", actual);
        }
    }

    static void like(Op op, String what, TensorType actual, TensorType other) {
        type(op, what, actual, other.dtype(), other.shape());
    }

    /// A map `[B,H,W,C]` of floating point.
    static void map(Op op, String what, TensorType actual) {
        floating(op, actual);
        if (actual.shape().rank() != 4) {
            throw new ShapeException(op.name(), what + " [B,H,W,C]", actual);
        }
    }
}
