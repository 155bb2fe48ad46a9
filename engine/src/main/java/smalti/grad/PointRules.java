package smalti.grad;

import java.util.List;
import java.util.Optional;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.Function;
import smalti.op.PointOp;
import smalti.tensor.Shape;

/// The rules of [PointOp].
final class PointRules {
    private PointRules() {}

    static Rule of(PointOp op) {
        return switch (op) {
            case PointOp.Activate activate ->
                    Rule.keeping()
                            .andOutputs(0)
                            .by(pull ->
                                    pull.give(
                                            0,
                                            () ->
                                                    pull.run(
                                                            slope(activate.activation()),
                                                            pull.upstream(),
                                                            pull.output(0))));
            case PointOp.ActivateGradient gradient ->
                    Rule.keeping(0, 1).by(pull -> activateGradient(gradient.activation(), pull));
            case PointOp.Prelu _ -> Rule.keeping(0, 1).by(PointRules::prelu);
            case PointOp.PreluGradient _ -> Rule.keeping(0, 1, 2).by(PointRules::preluGradient);
            case PointOp.Binary binary -> binary(binary.arithmetic());
            case PointOp.Scale scale -> Rule.adjoint(new PointOp.Scale(scale.factor(), 0));
            case PointOp.Unary unary -> UnaryRules.of(unary.function());
            // The same values are dropped on the way back.
            case PointOp.Dropout dropout -> Rule.adjoint(dropout);
        };
    }

    private static PointOp slope(Activation activation) {
        return new PointOp.ActivateGradient(activation);
    }

    /// The gradient `u·s(y)` of an activation, differentiated in `u` and in its output `y`.
    private static void activateGradient(Activation activation, Pullback pull) {
        pull.give(0, () -> pull.run(slope(activation), pull.upstream(), pull.input(1)));
        if (pull.wants(1)) {
            curvature(activation, pull)
                    .ifPresent(curvature ->
                            pull.give(
                                    1,
                                    () ->
                                            with(
                                                    Arithmetic.MULTIPLY,
                                                    pull,
                                                    with(
                                                            Arithmetic.MULTIPLY,
                                                            pull,
                                                            pull.upstream(),
                                                            pull.input(0)),
                                                    curvature)));
        }
    }

    /// How the slope changes with the output; nothing where it is level on both sides of a kink.
    private static Optional<Variable> curvature(Activation activation, Pullback pull) {
        Variable output = pull.input(1);
        return switch (activation) {
            case Activation.Relu _, Activation.LeakyRelu _, Activation.Relu6 _ -> Optional.empty();
            case Activation.Sigmoid _ -> Optional.of(scaled(pull, output, -2, 1));
            case Activation.Tanh _ -> Optional.of(scaled(pull, output, -2, 0));
            case Activation.Softplus _ ->
                    Optional.of(
                            pull.run(
                                    new PointOp.Unary(Function.EXPONENTIAL),
                                    scaled(pull, output, -1, 0)));
            case Activation.Elu _ -> {
                Variable nothing = scaled(pull, output, 0, 0);
                Variable above = with(Arithmetic.AT_LEAST, pull, output, nothing);
                yield Optional.of(scaled(pull, above, -1, 1));
            }
        };
    }

    private static void prelu(Pullback pull) {
        List<Variable> gradients =
                pull.flow()
                        .apply(
                                new PointOp.PreluGradient(),
                                List.of(pull.upstream(), pull.input(0), pull.input(1)));
        pull.give(0, () -> gradients.get(0));
        pull.give(1, () -> gradients.get(1));
    }

    /// The gradients `g·s` in `x`, with the slope `s` of 1 above 0, and `Σ g·min(x, 0)` in the slopes.
    private static void preluGradient(Pullback pull) {
        Variable gradient = pull.input(0);
        Variable x = pull.input(1);
        Variable slopes = pull.input(2);
        Variable nothing = NormRules.constant(pull, x.type().dtype(), 0);
        Variable below = with(Arithmetic.AT_LEAST, pull, nothing, x);
        if (pull.hasUpstream(0)) {
            Variable upstream = pull.upstream(0);
            Variable slope =
                    with(
                            Arithmetic.ADD,
                            pull,
                            with(Arithmetic.MULTIPLY, pull, below, slopes),
                            scaled(pull, below, -1, 1));
            pull.give(0, () -> with(Arithmetic.MULTIPLY, pull, upstream, slope));
            Variable product = with(Arithmetic.MULTIPLY, pull, upstream, gradient);
            pull.give(2, () -> gathered(pull, with(Arithmetic.MULTIPLY, pull, product, below), 2));
        }
        if (pull.hasUpstream(1)) {
            Variable upstream = pull.upstream(1);
            Variable under = with(Arithmetic.MINIMUM, pull, x, nothing);
            pull.give(0, () -> with(Arithmetic.MULTIPLY, pull, upstream, under));
            Variable product = with(Arithmetic.MULTIPLY, pull, upstream, gradient);
            pull.give(1, () -> with(Arithmetic.MULTIPLY, pull, product, below));
        }
    }

    private static Rule binary(Arithmetic arithmetic) {
        return switch (arithmetic) {
            case ADD -> Rule.keeping().by(pull -> sum(pull, 1));
            case SUBTRACT -> Rule.keeping().by(pull -> sum(pull, -1));
            case MULTIPLY -> Rule.keeping(0, 1).by(PointRules::product);
            case DIVIDE -> Rule.keeping(1).andOutputs(0).by(PointRules::quotient);
            case MAXIMUM -> Rule.keeping(0, 1).by(pull -> chosen(pull, 0, 1));
            case MINIMUM -> Rule.keeping(0, 1).by(pull -> chosen(pull, 1, 0));
            case AT_LEAST -> Rule.NONE;
        };
    }

    private static void sum(Pullback pull, double sign) {
        pull.give(0, () -> gathered(pull, pull.upstream(), 0));
        pull.give(
                1,
                () ->
                        gathered(
                                pull,
                                sign == 1
                                        ? pull.upstream()
                                        : scaled(pull, pull.upstream(), sign, 0),
                                1));
    }

    private static void product(Pullback pull) {
        pull.give(
                0,
                () ->
                        gathered(
                                pull,
                                with(Arithmetic.MULTIPLY, pull, pull.upstream(), pull.input(1)),
                                0));
        pull.give(
                1,
                () ->
                        gathered(
                                pull,
                                with(Arithmetic.MULTIPLY, pull, pull.upstream(), pull.input(0)),
                                1));
    }

    /// `(a/b)' = a'/b - b'·(a/b)/b`.
    private static void quotient(Pullback pull) {
        Variable share = with(Arithmetic.DIVIDE, pull, pull.upstream(), pull.input(1));
        pull.give(0, () -> gathered(pull, share, 0));
        pull.give(
                1,
                () ->
                        gathered(
                                pull,
                                scaled(
                                        pull,
                                        with(Arithmetic.MULTIPLY, pull, share, pull.output(0)),
                                        -1,
                                        0),
                                1));
    }

    /// The gradient goes to the first input where `larger` is at least `smaller`, else to the second.
    private static void chosen(Pullback pull, int larger, int smaller) {
        Variable first = with(Arithmetic.AT_LEAST, pull, pull.input(larger), pull.input(smaller));
        pull.give(
                0,
                () -> gathered(pull, with(Arithmetic.MULTIPLY, pull, pull.upstream(), first), 0));
        pull.give(
                1,
                () ->
                        gathered(
                                pull,
                                with(
                                        Arithmetic.MULTIPLY,
                                        pull,
                                        pull.upstream(),
                                        scaled(pull, first, -1, 1)),
                                1));
    }

    /// A gradient of the broadcast shape, summed to an input's.
    private static Variable gathered(Pullback pull, Variable gradient, int input) {
        Shape shape = pull.inputType(input).shape();
        return gradient.shape().equals(shape)
                ? gradient
                : pull.run(new AxisOp.SumTo(shape), gradient);
    }

    private static Variable scaled(Pullback pull, Variable variable, double factor, double offset) {
        return pull.run(new PointOp.Scale(factor, offset), variable);
    }

    private static Variable with(
            Arithmetic arithmetic, Pullback pull, Variable first, Variable second) {
        return pull.run(new PointOp.Binary(arithmetic), first, second);
    }
}
