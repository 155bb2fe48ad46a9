package smalti.grad;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import smalti.grad.Recorded.Link;

/// One step of a tape: what went in and came out, and the values of it that gradients need.
///
/// @param name of the operator, for messages
/// @param kept the values of the inputs that the rule needs, in their places
/// @param keptOutputs the same of the outputs
record Node(
        String name,
        Rule rule,
        List<Link> inputs,
        List<Link> outputs,
        List<Optional<Variable>> kept,
        List<Optional<Variable>> keptOutputs) {
    static Node of(String name, Rule rule, List<Recorded> inputs, List<Recorded> outputs) {
        return new Node(
                name,
                rule,
                inputs.stream().map(Recorded::link).toList(),
                outputs.stream().map(Recorded::link).toList(),
                kept(inputs, rule.inputs()),
                kept(outputs, rule.outputs()));
    }

    private static List<Optional<Variable>> kept(List<Recorded> variables, IntPredicate which) {
        return IntStream.range(0, variables.size())
                .mapToObj(i ->
                        which.test(i)
                                ? Optional.<Variable>of(variables.get(i))
                                : Optional.<Variable>empty())
                .toList();
    }
}
