package smalti.grad;

import smalti.op.Arithmetic;
import smalti.op.Function;
import smalti.op.PointOp;

/// The rules of [PointOp.Unary], made of operators that can be differentiated again.
final class UnaryRules {
    private UnaryRules() {}

    static Rule of(Function function) {
        return switch (function) {
            case NEGATE -> Rule.adjoint(new PointOp.Unary(Function.NEGATE));
            case ABSOLUTE -> Rule.keeping(0).by(pull -> pull.give(0, () -> absolute(pull)));
            case SQUARE ->
                    Rule.keeping(0)
                            .by(pull ->
                                    pull.give(
                                            0, () -> times(pull, scaled(pull, pull.input(0), 2))));
            case SQUARE_ROOT ->
                    Rule.keeping()
                            .andOutputs(0)
                            .by(pull ->
                                    pull.give(
                                            0, () -> over(pull, scaled(pull, pull.output(0), 2))));
            case EXPONENTIAL ->
                    Rule.keeping()
                            .andOutputs(0)
                            .by(pull -> pull.give(0, () -> times(pull, pull.output(0))));
            case LOGARITHM ->
                    Rule.keeping(0).by(pull -> pull.give(0, () -> over(pull, pull.input(0))));
            case RECIPROCAL ->
                    Rule.keeping().andOutputs(0).by(pull -> pull.give(0, () -> reciprocal(pull)));
        };
    }

    /// The sign of the input: 1 from 0 on, else -1.
    private static Variable absolute(Pullback pull) {
        Variable nothing = scaled(pull, pull.input(0), 0);
        Variable above = with(Arithmetic.AT_LEAST, pull, pull.input(0), nothing);
        return times(pull, pull.run(new PointOp.Scale(2, -1), above));
    }

    /// `-y²`.
    private static Variable reciprocal(Pullback pull) {
        Variable square = with(Arithmetic.MULTIPLY, pull, pull.output(0), pull.output(0));
        return times(pull, scaled(pull, square, -1));
    }

    private static Variable times(Pullback pull, Variable slope) {
        return with(Arithmetic.MULTIPLY, pull, pull.upstream(), slope);
    }

    private static Variable over(Pullback pull, Variable divisor) {
        return with(Arithmetic.DIVIDE, pull, pull.upstream(), divisor);
    }

    private static Variable scaled(Pullback pull, Variable variable, double factor) {
        return pull.run(new PointOp.Scale(factor, 0), variable);
    }

    private static Variable with(
            Arithmetic arithmetic, Pullback pull, Variable first, Variable second) {
        return pull.run(new PointOp.Binary(arithmetic), first, second);
    }
}
