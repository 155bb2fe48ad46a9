package smalti.plan;

import smalti.error.UnsupportedOpException;
import smalti.grad.Variable;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// A value of a traced network: known by its type alone.
///
/// @param id what it is called in its [Trace]
public record Slot(int id, TensorType type) implements Variable {
    @Override
    public Tensor tensor() {
        throw new UnsupportedOpException(
                "the value of a variable",
                "a network that is being planned",
                "let its operators depend on shapes alone, or run it eagerly");
    }
}
