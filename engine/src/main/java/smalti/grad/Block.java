package smalti.grad;

import java.util.List;

/// A part of a computation that may be run again: given the same inputs it must apply the same operators.
@FunctionalInterface
public interface Block {
    List<Variable> apply(Flow flow, List<Variable> inputs);
}
