package smalti.grad;

import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// A variable of a tape.
///
/// @param id its place in the order in which the tape's variables came to be
/// @param tracked whether it depends on a leaf
record Recorded(Tape tape, int id, boolean tracked, Holding holding, Tensor value) implements Held {
    Link link() {
        return new Link(id, tracked, type());
    }

    /// What is left of a variable whose value a gradient does not need.
    record Link(int id, boolean tracked, TensorType type) {}
}
