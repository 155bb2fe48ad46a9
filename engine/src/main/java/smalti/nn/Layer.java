package smalti.nn;

import java.util.List;
import smalti.grad.Variable;

/// A part of a network: maps `[B,H,W,C]` to maps, or whatever its class says. Layers hold parameters but no values of a
/// run, so several threads may run one network at once as long as none of them learns.
@FunctionalInterface
public interface Layer {
    Variable forward(Pass pass, Variable input);

    /// This layer and then another.
    default Layer then(Layer next) {
        return (pass, input) -> next.forward(pass, forward(pass, input));
    }

    /// Layers one after the other.
    static Layer sequence(Layer... layers) {
        List<Layer> all = List.of(layers);
        return (pass, input) -> {
            Variable value = input;
            for (Layer layer : all) {
                value = layer.forward(pass, value);
            }
            return value;
        };
    }
}
