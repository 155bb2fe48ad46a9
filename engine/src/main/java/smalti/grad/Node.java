package smalti.grad;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
        List<Optional<Recorded>> kept,
        List<Optional<Recorded>> keptOutputs) {
    static Node of(String name, Rule rule, List<Recorded> inputs, List<Recorded> outputs) {
        Node node =
                new Node(
                        name,
                        rule,
                        inputs.stream().map(Recorded::link).toList(),
                        outputs.stream().map(Recorded::link).toList(),
                        kept(inputs, rule.inputs()),
                        kept(outputs, rule.outputs()));
        node.eachKept(each -> each.holding().need());
        return node;
    }

    private static List<Optional<Recorded>> kept(List<Recorded> variables, IntPredicate which) {
        return IntStream.range(0, variables.size())
                .mapToObj(i ->
                        which.test(i) ? Optional.of(variables.get(i)) : Optional.<Recorded>empty())
                .toList();
    }

    /// Lets go of the values that gradients needed.
    void end(Ledger ledger) {
        eachKept(ledger::drop);
    }

    private void eachKept(Consumer<Recorded> action) {
        kept.forEach(each -> each.ifPresent(action));
        keptOutputs.forEach(each -> each.ifPresent(action));
    }
}
