package smalti.nn;

import java.util.List;
import java.util.function.Predicate;
import smalti.grad.Flow;
import smalti.grad.Variable;
import smalti.op.Op;

/// One run of a network: the flow that it runs in, and what for.
///
/// @param learnt the parameters whose gradients are wanted; the others are frozen and cost nothing
/// @param seed of what is drawn in this run
public record Pass(Flow flow, Mode mode, Predicate<Parameter> learnt, long seed) {
    /// A run that only answers.
    public static Pass inference(Flow flow) {
        return new Pass(flow, new Mode.Answering(), _ -> false, 0);
    }

    /// A run that learns all that can be learnt.
    public static Pass training(Flow flow, long seed) {
        return new Pass(flow, new Mode.Learning(), Parameter::learnt, seed);
    }

    /// A run that only takes running statistics anew.
    ///
    /// @param before see [Mode.Measuring]
    public static Pass measuring(Flow flow, long seed, long before) {
        return new Pass(flow, new Mode.Measuring(before), _ -> false, seed);
    }

    /// The same in another flow.
    public Pass in(Flow other) {
        return new Pass(other, mode, learnt, seed);
    }

    /// A parameter as a variable.
    public Variable value(Parameter parameter) {
        return learnt.test(parameter)
                ? flow.watch(parameter.tensor())
                : flow.constant(parameter.tensor());
    }

    /// Applies an operator of one output, or of which only the first is of interest.
    public Variable run(Op op, Variable... inputs) {
        return flow.run(op, inputs);
    }

    /// Applies an operator.
    public List<Variable> apply(Op op, Variable... inputs) {
        return flow.apply(op, List.of(inputs));
    }
}
