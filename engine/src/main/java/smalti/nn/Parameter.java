package smalti.nn;

import smalti.tensor.Tensor;

/// A tensor of a network with its name: that of the tensor in weight files.
///
/// @param name parts parted by dots, e.g. `fire2.squeeze.weight`
/// @param tensor its values, which optimisers and weight files overwrite
/// @param learnt whether gradients change it; running statistics are kept beside but not learnt
/// @param order how weight files of others order its dimensions
public record Parameter(String name, Tensor tensor, boolean learnt, WeightOrder order) {
    @Override
    public String toString() {
        return name + " " + tensor;
    }
}
