package smalti.grad;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import smalti.error.UnsupportedOpException;
import smalti.op.CustomOp;
import smalti.op.Op;

/// The rules of users' operators.
final class CustomRules {
    private CustomRules() {}

    static Rule of(CustomOp op) {
        Optional<Op> gradient = op.gradient();
        return gradient.isEmpty()
                ? Rule.keeping()
                        .by(_ -> {
                            throw new UnsupportedOpException(
                                    "the gradient of " + op.name(),
                                    "the operator itself",
                                    "let it name one");
                        })
                : Rule.keepingAll().by(pull -> pull(gradient.get(), pull));
    }

    private static void pull(Op gradient, Pullback pull) {
        List<Variable> taken = new ArrayList<>();
        IntStream.range(0, pull.outputs()).mapToObj(pull::upstream).forEach(taken::add);
        IntStream.range(0, pull.inputs()).mapToObj(pull::input).forEach(taken::add);
        IntStream.range(0, pull.outputs()).mapToObj(pull::output).forEach(taken::add);
        List<Variable> gradients = pull.flow().apply(gradient, taken);
        for (int i = 0; i < gradients.size(); i++) {
            Variable each = gradients.get(i);
            pull.give(i, () -> each);
        }
    }
}
