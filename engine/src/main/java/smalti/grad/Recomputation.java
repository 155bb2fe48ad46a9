package smalti.grad;

import java.util.ArrayList;
import java.util.List;
import smalti.error.UnsupportedOpException;
import smalti.tensor.Tensor;

/// A block whose intermediates are not kept: on the way back it runs again on a tape of its own.
///
/// @param given how many of the step's inputs are the block's; the others are the leaves that it watches
record Recomputation(Block block, int given, Ledger ledger) {
    Rule rule() {
        return Rule.keepingAll().by(this::pull);
    }

    private void pull(Pullback pull) {
        if (pull.isRecorded()) {
            throw new UnsupportedOpException(
                    "the second derivative", "a recomputed block", "let the tape record it");
        }
        Tape again = Tape.repeating(ledger);
        List<Recorded> inputs = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            Tensor tensor = pull.input(i).read();
            // A view, for the same tensor may be two inputs, or an input and a leaf.
            inputs.add(
                    pull.wants(i)
                            ? again.leaf(
                                    Tensor.of(tensor.shape(), tensor.storage(), tensor.offset()))
                            : again.value(Held.foreign(tensor)));
        }
        List<Variable> outputs = block.apply(again, List.copyOf(inputs));
        Gradients gradients = again.gradients(outputs, pull.upstreams());
        for (int i = 0; i < pull.inputs(); i++) {
            Tensor leaf = (i < given ? inputs.get(i) : pull.input(i)).value();
            Held gradient = gradients.held().get(leaf);
            if (gradient != null) {
                pull.give(i, () -> gradient);
            }
        }
        gradients.release();
    }
}
