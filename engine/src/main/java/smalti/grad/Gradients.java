package smalti.grad;

import java.util.Map;
import smalti.tensor.Tensor;

/// The gradients of a scalar in the leaves of a tape. They are values of their own: nothing is stored on tensors.
public final class Gradients {
    private final Map<Tensor, Tensor> byLeaf;

    /// @param byLeaf keyed by identity
    Gradients(Map<Tensor, Tensor> byLeaf) {
        this.byLeaf = byLeaf;
    }

    /// The gradient in a leaf: as large as it, 0 where nothing depends on it.
    public Tensor of(Tensor leaf) {
        Tensor gradient = byLeaf.get(leaf);
        return gradient == null ? Tensor.zeros(leaf.dtype(), leaf.shape()) : gradient;
    }

    /// The gradient in a leaf.
    public Tensor of(Variable leaf) {
        return of(leaf.tensor());
    }

    /// Whether anything depended on a leaf.
    public boolean reach(Tensor leaf) {
        return byLeaf.containsKey(leaf);
    }
}
