package smalti.grad;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import smalti.op.Op;

/// How one operator is differentiated.
///
/// @param inputs the inputs whose values its gradients need
/// @param outputs the outputs whose values its gradients need
/// @param pull gives the gradients of the inputs
record Rule(IntPredicate inputs, IntPredicate outputs, Consumer<Pullback> pull) {
    /// The rule of what has no gradient.
    static final Rule NONE = keeping().by(_ -> {});

    /// The rule of a linear operator: the gradient of its first input is the adjoint operator on the gradient from above.
    ///
    /// @param kept inputs that the adjoint takes behind that
    static Rule adjoint(Op adjoint, Integer... kept) {
        return adjoint(_ -> adjoint, kept);
    }

    /// The same with an adjoint that follows from the types of the step.
    static Rule adjoint(Function<Pullback, Op> adjoint, Integer... kept) {
        return keeping(kept).by(pull -> pull.give(0, () -> apply(adjoint, pull, kept)));
    }

    private static Variable apply(Function<Pullback, Op> adjoint, Pullback pull, Integer... kept) {
        Variable[] inputs = new Variable[kept.length + 1];
        inputs[0] = pull.upstream();
        for (int i = 0; i < kept.length; i++) {
            inputs[i + 1] = pull.input(kept[i]);
        }
        return pull.run(adjoint.apply(pull), inputs);
    }

    /// Begins a rule that needs the values of some inputs.
    static Needs keeping(Integer... inputs) {
        return new Needs(Set.of(inputs)::contains, _ -> false);
    }

    /// Begins a rule that needs the values of everything.
    static Needs keepingAll() {
        return new Needs(_ -> true, _ -> true);
    }

    /// A rule but for its calculation.
    record Needs(IntPredicate inputs, IntPredicate outputs) {
        /// The same that needs the values of some outputs too.
        Needs andOutputs(Integer... indices) {
            return new Needs(inputs, Set.of(indices)::contains);
        }

        Rule by(Consumer<Pullback> pull) {
            return new Rule(inputs, outputs, pull);
        }
    }
}
