package smalti.grad;

import java.util.List;
import java.util.OptionalInt;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.LossOp;
import smalti.op.NormOp;
import smalti.op.PointOp;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The gradients of a weighted cross-entropy, and of its gradient, in the weights of classes. With `o` 1 at the target of a
/// row that counts and else 0, a loss is `Σ w·o·l / Σ w·o`, so that its derivative in the weight of a class is the sum of
/// `o·(l - loss)` of that class, divided by the weight of all rows.
///
/// @param ignore the target that does not count
/// @param targets the place of the targets among the inputs, behind which the weights stand
record ClassWeightPullback(OptionalInt ignore, int targets, Pullback pull) {
    /// A logarithm of 0 would make NaN of classes that a row does not ask for.
    private static final double LEAST_LOGARITHM = -1e38;

    private static final double LEAST_HALF = -65504;

    /// The gradient of the loss.
    void ofLoss() {
        pull.give(
                targets + 1,
                () -> {
                    Variable chosen = chosen(pull.inputType(0));
                    Variable logarithms =
                            with(
                                    Arithmetic.MAXIMUM,
                                    pull.run(new NormOp.LogSoftmax(), pull.input(0)),
                                    number(type() == DType.F16 ? LEAST_HALF : LEAST_LOGARITHM));
                    Variable losses = scaled(with(Arithmetic.MULTIPLY, chosen, logarithms), -1);
                    return with(
                            Arithmetic.MULTIPLY,
                            pull.upstream(),
                            aboveMean(losses, chosen, pull.output(0)));
                });
    }

    /// The gradient of `sum(upstream · gradient)`, the gradient being that in the scores.
    void ofGradient() {
        pull.give(
                targets + 1,
                () -> {
                    Variable softmax = pull.input(1);
                    Variable chosen = chosen(pull.inputType(1));
                    Variable off = with(Arithmetic.SUBTRACT, softmax, chosen);
                    Variable along =
                            pull.run(
                                    new AxisOp.Sum(List.of(-1), true),
                                    with(Arithmetic.MULTIPLY, pull.upstream(), off));
                    Variable rows = with(Arithmetic.MULTIPLY, pull.input(0), along);
                    Variable gradient =
                            pull.run(
                                    new LossOp.SoftmaxCrossEntropyGradient(ignore, true),
                                    pull.input(0),
                                    softmax,
                                    pull.input(targets),
                                    pull.input(targets + 1));
                    Variable mean =
                            sum(Shape.of(), with(Arithmetic.MULTIPLY, pull.upstream(), gradient));
                    return aboveMean(with(Arithmetic.MULTIPLY, chosen, rows), chosen, mean);
                });
    }

    /// `(Σ values - mean·Σ chosen) / weight`, the sums being those of each class.
    private Variable aboveMean(Variable values, Variable chosen, Variable mean) {
        Shape classes = pull.inputType(targets + 1).shape();
        Variable counts = sum(classes, chosen);
        Variable weight =
                sum(Shape.of(), with(Arithmetic.MULTIPLY, counts, pull.input(targets + 1)));
        Variable above =
                with(
                        Arithmetic.SUBTRACT,
                        sum(classes, values),
                        with(Arithmetic.MULTIPLY, mean, counts));
        // Where no row counts both are 0.
        return with(
                Arithmetic.DIVIDE,
                above,
                with(Arithmetic.MAXIMUM, weight, number(Float.MIN_NORMAL)));
    }

    /// 1 at the targets of rows that count: where the gradient without weights of a softmax of 0 is below 0.
    private Variable chosen(TensorType scores) {
        Variable one = pull.flow().constant(Ones.of(new TensorType(type(), Shape.of())));
        Variable nothing = pull.flow().constant(Tensor.zeros(scores.dtype(), scores.shape()));
        Variable below =
                pull.run(
                        new LossOp.SoftmaxCrossEntropyGradient(ignore, false),
                        one,
                        nothing,
                        pull.input(targets));
        Variable others = with(Arithmetic.AT_LEAST, below, nothing);
        return pull.run(new PointOp.Scale(-1, 1), others);
    }

    private DType type() {
        return pull.inputType(targets + 1).dtype();
    }

    private Variable sum(Shape shape, Variable values) {
        return pull.run(new AxisOp.SumTo(shape), values);
    }

    private Variable scaled(Variable values, double factor) {
        return pull.run(new PointOp.Scale(factor, 0), values);
    }

    private Variable number(double value) {
        return NormRules.constant(pull, type(), value);
    }

    private Variable with(Arithmetic arithmetic, Variable first, Variable second) {
        return NormRules.with(arithmetic, pull, first, second);
    }
}
