package smalti.grad;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.LossOp;
import smalti.op.PointOp;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// The rules of [LossOp].
final class LossRules {
    private LossRules() {}

    /// @param wanted the inputs whose gradients are wanted
    static Rule of(LossOp op, IntPredicate wanted) {
        return switch (op) {
            case LossOp.SoftmaxCrossEntropy loss when loss.weighted() && wanted.test(2) ->
                    Rule.keeping(0, 1, 2).andOutputs(0, 1).by(pull -> crossEntropy(loss, pull));
            case LossOp.SoftmaxCrossEntropy loss ->
                    (loss.weighted() ? Rule.keeping(1, 2) : Rule.keeping(1))
                            .andOutputs(1)
                            .by(pull -> crossEntropy(loss, pull));
            case LossOp.SoftmaxCrossEntropyGradient gradient ->
                    (gradient.weighted() ? Rule.keeping(0, 1, 2, 3) : Rule.keeping(0, 1, 2))
                            .by(pull -> crossEntropyGradient(gradient, pull));
            case LossOp.BinaryCrossEntropy _ ->
                    Rule.keeping(0, 1).by(LossRules::binaryCrossEntropy);
            case LossOp.BinaryCrossEntropyGradient gradient -> Rules.noSecond(gradient);
        };
    }

    private static void crossEntropy(LossOp.SoftmaxCrossEntropy op, Pullback pull) {
        if (pull.hasUpstream(0)) {
            if (op.weighted()) {
                new ClassWeightPullback(op.ignore(), 1, pull).ofLoss();
            }
            pull.give(
                    0,
                    () ->
                            slope(
                                    op.ignore(),
                                    op.weighted(),
                                    pull.upstream(),
                                    pull.output(1),
                                    pull,
                                    1));
        }
        if (pull.hasUpstream(1)) {
            pull.give(0, () -> NormRules.softmax(pull.upstream(1), pull.output(1), pull));
        }
    }

    /// @param targets the place of the targets among the inputs, behind which the weights stand
    private static Variable slope(
            OptionalInt ignore,
            boolean weighted,
            Variable upstream,
            Variable softmax,
            Pullback pull,
            int targets) {
        List<Variable> inputs = new ArrayList<>(List.of(upstream, softmax, pull.input(targets)));
        if (weighted) {
            inputs.add(pull.input(targets + 1));
        }
        return pull.flow()
                .apply(new LossOp.SoftmaxCrossEntropyGradient(ignore, weighted), inputs)
                .getFirst();
    }

    /// The gradient is `u·c·(p - t)`, with a factor `c` for each row and 1 for `t` at the target: linear in the softmax
    /// `p`, so that `u·c` is its difference between `p` of 1 and `p` of 0.
    private static void crossEntropyGradient(LossOp.SoftmaxCrossEntropyGradient op, Pullback pull) {
        if (op.weighted()) {
            new ClassWeightPullback(op.ignore(), 2, pull).ofGradient();
        }
        Variable one = pull.flow().constant(Ones.of(pull.inputType(0)));
        pull.give(
                0,
                () -> {
                    Variable slope = slope(op.ignore(), op.weighted(), one, pull.input(1), pull, 2);
                    return pull.run(
                            new AxisOp.SumTo(pull.inputType(0).shape()),
                            with(Arithmetic.MULTIPLY, pull, pull.upstream(), slope));
                });
        pull.give(
                1,
                () -> {
                    TensorType type = pull.inputType(1);
                    Variable ones = pull.flow().constant(Ones.of(type));
                    Variable zeros = pull.flow().constant(Tensor.zeros(type.dtype(), type.shape()));
                    Variable factor =
                            with(
                                    Arithmetic.SUBTRACT,
                                    pull,
                                    slope(op.ignore(), op.weighted(), pull.input(0), ones, pull, 2),
                                    slope(
                                            op.ignore(),
                                            op.weighted(),
                                            pull.input(0),
                                            zeros,
                                            pull,
                                            2));
                    return with(Arithmetic.MULTIPLY, pull, pull.upstream(), factor);
                });
    }

    private static void binaryCrossEntropy(Pullback pull) {
        Variable scores = pull.input(0);
        double share = 1.0 / Math.max(1, scores.shape().elements());
        pull.give(
                0,
                () -> {
                    if (!pull.isRecorded()) {
                        return pull.run(
                                new LossOp.BinaryCrossEntropyGradient(),
                                pull.upstream(),
                                scores,
                                pull.input(1));
                    }
                    Variable sigmoid =
                            pull.run(new PointOp.Activate(new Activation.Sigmoid()), scores);
                    Variable off = with(Arithmetic.SUBTRACT, pull, sigmoid, pull.input(1));
                    return with(
                            Arithmetic.MULTIPLY, pull, scaled(pull, off, share), pull.upstream());
                });
        pull.give(
                1,
                () ->
                        with(
                                Arithmetic.MULTIPLY,
                                pull,
                                scaled(pull, scores, -share),
                                pull.upstream()));
    }

    private static Variable scaled(Pullback pull, Variable variable, double factor) {
        return pull.run(new PointOp.Scale(factor, 0), variable);
    }

    private static Variable with(
            Arithmetic arithmetic, Pullback pull, Variable first, Variable second) {
        return pull.run(new PointOp.Binary(arithmetic), first, second);
    }
}
