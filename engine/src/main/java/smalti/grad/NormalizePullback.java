package smalti.grad;

import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.Function;
import smalti.op.PointOp;

/// The gradients of [NormOp.Normalize], made of operators that can be differentiated again.
record NormalizePullback(double epsilon, Pullback pull) {
    void giveAll() {
        Variable upstream = pull.upstream();
        Variable inverse =
                pull.run(
                        new PointOp.Unary(Function.RECIPROCAL),
                        pull.run(
                                new PointOp.Unary(Function.SQUARE_ROOT),
                                pull.run(new PointOp.Scale(1, epsilon), pull.input(4))));
        Variable factor = times(pull.input(1), inverse);
        pull.give(0, () -> times(upstream, factor));
        pull.give(1, () -> times(summed(times(upstream, centred())), inverse));
        pull.give(2, () -> summed(upstream));
        pull.give(3, () -> scaled(times(summed(upstream), factor), -1));
        pull.give(
                4,
                () ->
                        scaled(
                                times(
                                        summed(times(upstream, centred())),
                                        times(factor, times(inverse, inverse))),
                                -0.5));
    }

    private Variable centred() {
        return NormRules.with(Arithmetic.SUBTRACT, pull, pull.input(0), pull.input(3));
    }

    private Variable summed(Variable rows) {
        return pull.run(new AxisOp.SumTo(pull.inputType(1).shape()), rows);
    }

    private Variable scaled(Variable variable, double by) {
        return pull.run(new PointOp.Scale(by, 0), variable);
    }

    private Variable times(Variable first, Variable second) {
        return NormRules.with(Arithmetic.MULTIPLY, pull, first, second);
    }
}
