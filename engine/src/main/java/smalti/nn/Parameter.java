package smalti.nn;

import smalti.tensor.Tensor;

/// A tensor of a network with its name: that of the tensor in weight files.
public final class Parameter {
    private final String name;
    private final boolean learnt;
    private final WeightOrder order;
    private volatile Tensor tensor;

    Parameter(String name, Tensor tensor, boolean learnt, WeightOrder order) {
        this.name = name;
        this.tensor = tensor;
        this.learnt = learnt;
        this.order = order;
    }

    /// Parts parted by dots, e.g. `fire2.squeeze.weight`.
    public String name() {
        return name;
    }

    /// Its values, which optimisers and weight files overwrite. They are another tensor while they lie elsewhere: see
    /// [Placement].
    public Tensor tensor() {
        return tensor;
    }

    /// Whether gradients change it; running statistics are kept beside but not learnt.
    public boolean learnt() {
        return learnt;
    }

    /// How weight files of others order its dimensions.
    public WeightOrder order() {
        return order;
    }

    /// From now on its values are those of another tensor.
    void move(Tensor place) {
        tensor = place;
    }

    @Override
    public String toString() {
        return name + " " + tensor;
    }
}
