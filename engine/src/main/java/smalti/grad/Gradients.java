package smalti.grad;

import java.util.List;
import java.util.Map;
import smalti.device.Device;
import smalti.tensor.Tensor;

/// The gradients of a scalar in the leaves of a tape. They are values of their own: nothing is stored on tensors.
public final class Gradients {
    private final Map<Tensor, Held> byLeaf;
    private final List<Held> values;
    private final Ledger ledger;
    private boolean released;

    /// @param byLeaf keyed by identity; each is needed once
    /// @param values what they are of; each is needed once
    Gradients(Map<Tensor, Held> byLeaf, List<Held> values, Ledger ledger) {
        this.byLeaf = byLeaf;
        this.values = values;
        this.ledger = ledger;
    }

    /// The gradient in a leaf: as large as it, 0 where nothing depends on it. It is the caller's.
    ///
    /// @throws smalti.error.SmaltiException if its memory was released and has been handed on
    public Tensor of(Tensor leaf) {
        Held gradient = byLeaf.get(leaf);
        return gradient == null ? Tensor.zeros(leaf.dtype(), leaf.shape()) : gradient.tensor();
    }

    /// The gradient in a leaf.
    public Tensor of(Variable leaf) {
        return of(leaf.tensor());
    }

    /// A look at the gradient in a leaf, for whoever lets go of it before [#release()]: its memory is then handed on.
    ///
    /// @throws smalti.error.SmaltiException if it has been
    public Tensor lent(Tensor leaf) {
        Held gradient = byLeaf.get(leaf);
        return gradient == null ? Tensor.zeros(leaf.dtype(), leaf.shape()) : gradient.read();
    }

    /// Whether anything depended on a leaf.
    public boolean reach(Tensor leaf) {
        return byLeaf.containsKey(leaf);
    }

    /// The device that they were computed on.
    public Device device() {
        return ledger.device();
    }

    /// Hands the memory of gradients on that nobody has asked for by [#of(Tensor)], and that of the value that they are of, if
    /// the tape was given a [StepMemory].
    public void release() {
        if (!released) {
            released = true;
            byLeaf.values().forEach(ledger::drop);
            values.forEach(ledger::drop);
            ledger.settle();
        }
    }

    /// The same, still needed.
    Map<Tensor, Held> held() {
        return byLeaf;
    }
}
