package smalti.grad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import smalti.op.Op;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Computes a block without recording it, and notes the leaves that it watches.
final class LeafListener implements Flow {
    private final Tape tape;
    private final Eager eager;
    private final Map<Integer, Recorded> leaves = new LinkedHashMap<>();

    LeafListener(Tape tape, Ledger ledger) {
        this.tape = tape;
        this.eager = new Eager(ledger);
    }

    /// The leaves, in the order in which they were watched.
    List<Recorded> leaves() {
        return new ArrayList<>(leaves.values());
    }

    @Override
    public List<Variable> apply(Op op, List<Variable> inputs) {
        return eager.apply(op, inputs);
    }

    @Override
    public Variable constant(Tensor tensor) {
        return eager.constant(tensor);
    }

    @Override
    public Variable scalar(float value) {
        return eager.scalar(value);
    }

    @Override
    public Variable watch(Tensor tensor) {
        Recorded leaf = tape.leaf(tensor);
        leaves.put(leaf.id(), leaf);
        return eager.constant(tensor);
    }

    @Override
    public void runInto(Op op, List<Variable> inputs, List<Tensor> outputs) {
        eager.runInto(op, inputs, outputs);
    }

    @Override
    public Variable reshape(Variable variable, Shape shape) {
        return eager.reshape(variable, shape);
    }
}
