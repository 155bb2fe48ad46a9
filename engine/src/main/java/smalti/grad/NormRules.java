package smalti.grad;

import java.util.List;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.Function;
import smalti.op.NormOp;
import smalti.op.PointOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// The rules of [NormOp]. What will be differentiated again is made of simpler operators.
final class NormRules {
    private static final List<Integer> LAST = List.of(-1);

    private NormRules() {}

    static Rule of(NormOp op) {
        return switch (op) {
            case NormOp.BatchNorm norm ->
                    Rule.keeping(0, 1)
                            .andOutputs(1, 2)
                            .by(pull -> new BatchNormPullback(norm.epsilon(), pull).giveAll());
            case NormOp.Normalize norm ->
                    Rule.keeping(0, 1, 3, 4)
                            .by(pull -> new NormalizePullback(norm.epsilon(), pull).giveAll());
            case NormOp.L2Normalize norm ->
                    Rule.keeping(0)
                            .andOutputs(0)
                            .by(pull -> pull.give(0, () -> l2Normalize(norm, pull)));
            case NormOp.Softmax _ ->
                    Rule.keeping()
                            .andOutputs(0)
                            .by(pull ->
                                    pull.give(
                                            0,
                                            () -> softmax(pull.upstream(), pull.output(0), pull)));
            case NormOp.LogSoftmax _ ->
                    Rule.keeping().andOutputs(0).by(pull -> pull.give(0, () -> logSoftmax(pull)));
            case NormOp.BatchNormGradient _,
                    NormOp.L2NormalizeGradient _,
                    NormOp.SoftmaxGradient _,
                    NormOp.LogSoftmaxGradient _ ->
                    Rules.noSecond(op);
        };
    }

    /// `(u - y·Σ(u·y)) / n`, where a row is as long as it was divided by, else `u / n`.
    private static Variable l2Normalize(NormOp.L2Normalize op, Pullback pull) {
        Variable upstream = pull.upstream();
        Variable x = pull.input(0);
        if (!pull.isRecorded()) {
            return pull.run(new NormOp.L2NormalizeGradient(op.epsilon()), upstream, x);
        }
        Variable least = constant(pull, x.type().dtype(), op.epsilon());
        Variable length =
                pull.run(new PointOp.Unary(Function.SQUARE_ROOT), sum(pull, times(pull, x, x)));
        Variable divisor = with(Arithmetic.MAXIMUM, pull, length, least);
        Variable divided = with(Arithmetic.AT_LEAST, pull, length, least);
        Variable output = pull.output(0);
        Variable along = times(pull, divided, sum(pull, times(pull, upstream, output)));
        Variable across = with(Arithmetic.SUBTRACT, pull, upstream, times(pull, output, along));
        return with(Arithmetic.DIVIDE, pull, across, divisor);
    }

    /// `y·(u - Σ(u·y))`.
    static Variable softmax(Variable upstream, Variable output, Pullback pull) {
        if (!pull.isRecorded()) {
            return pull.run(new NormOp.SoftmaxGradient(), upstream, output);
        }
        Variable mean = sum(pull, times(pull, upstream, output));
        return times(pull, output, with(Arithmetic.SUBTRACT, pull, upstream, mean));
    }

    /// `u - exp(y)·Σu`.
    private static Variable logSoftmax(Pullback pull) {
        Variable upstream = pull.upstream();
        Variable output = pull.output(0);
        if (!pull.isRecorded()) {
            return pull.run(new NormOp.LogSoftmaxGradient(), upstream, output);
        }
        Variable shares = pull.run(new PointOp.Unary(Function.EXPONENTIAL), output);
        return with(Arithmetic.SUBTRACT, pull, upstream, times(pull, shares, sum(pull, upstream)));
    }

    private static Variable sum(Pullback pull, Variable terms) {
        return pull.run(new AxisOp.Sum(LAST, true), terms);
    }

    private static Variable times(Pullback pull, Variable first, Variable second) {
        return with(Arithmetic.MULTIPLY, pull, first, second);
    }

    static Variable with(Arithmetic arithmetic, Pullback pull, Variable first, Variable second) {
        return pull.run(new PointOp.Binary(arithmetic), first, second);
    }

    static Variable constant(Pullback pull, DType type, double value) {
        Tensor exact = Tensor.of(new double[] {value}, 1);
        return pull.flow().constant(type == DType.F64 ? exact : exact.to(type));
    }
}
