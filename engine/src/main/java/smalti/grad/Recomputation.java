package smalti.grad;

import java.util.ArrayList;
import java.util.List;
import smalti.device.Device;
import smalti.error.UnsupportedOpException;
import smalti.tensor.Tensor;

/// A block whose intermediates are not kept: on the way back it runs again on a tape of its own.
///
/// @param given how many of the step's inputs are the block's; the others are the leaves that it watches
record Recomputation(Block block, int given, Device device) {
    Rule rule() {
        return Rule.keepingAll().by(this::pull);
    }

    private void pull(Pullback pull) {
        if (pull.isRecorded()) {
            throw new UnsupportedOpException(
                    "the second derivative", "a recomputed block", "let the tape record it");
        }
        Tape again = Tape.repeating(device);
        List<Variable> inputs = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            Tensor tensor = pull.input(i).tensor();
            // A view, for the same tensor may be two inputs, or an input and a leaf.
            inputs.add(
                    pull.wants(i)
                            ? again.watch(
                                    Tensor.of(tensor.shape(), tensor.storage(), tensor.offset()))
                            : again.constant(tensor));
        }
        List<Variable> outputs = block.apply(again, inputs);
        Gradients gradients = again.gradients(outputs, pull.upstreams());
        for (int i = 0; i < pull.inputs(); i++) {
            Tensor leaf = (i < given ? inputs.get(i) : pull.input(i)).tensor();
            if (gradients.reach(leaf)) {
                pull.give(i, () -> pull.flow().constant(gradients.of(leaf)));
            }
        }
    }
}
