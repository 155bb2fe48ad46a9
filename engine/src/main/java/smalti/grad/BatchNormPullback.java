package smalti.grad;

import java.util.List;
import java.util.stream.IntStream;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.Function;
import smalti.op.NormOp;
import smalti.op.PointOp;
import smalti.tensor.Shape;

/// The gradients of [NormOp.BatchNorm].
record BatchNormPullback(double epsilon, Pullback pull) {
    void giveAll() {
        if (pull.hasUpstream(0)) {
            if (pull.isRecorded()) {
                giveRecorded();
            } else {
                giveAtOnce();
            }
        }
        if (pull.hasUpstream(1)) {
            pull.give(0, () -> spread(scaled(pull.upstream(1), 1.0 / rows())));
        }
        if (pull.hasUpstream(2)) {
            pull.give(
                    0,
                    () -> times(centred(pull.output(1)), scaled(pull.upstream(2), 2.0 / rows())));
        }
    }

    private void giveAtOnce() {
        List<Variable> gradients =
                pull.flow()
                        .apply(
                                new NormOp.BatchNormGradient(epsilon),
                                List.of(
                                        pull.upstream(),
                                        pull.input(0),
                                        pull.input(1),
                                        pull.output(1),
                                        pull.output(2)));
        for (int i = 0; i < gradients.size(); i++) {
            Variable gradient = gradients.get(i);
            pull.give(i, () -> gradient);
        }
    }

    /// `γ/σ·(u - mean(u) - x̂·mean(u·x̂))`.
    private void giveRecorded() {
        Variable upstream = pull.upstream();
        Variable centred = centred(mean(pull.input(0)));
        Variable variance = mean(times(centred, centred));
        Variable deviation =
                pull.run(
                        new PointOp.Unary(Function.SQUARE_ROOT),
                        pull.run(new PointOp.Scale(1, epsilon), variance));
        Variable normal = with(Arithmetic.DIVIDE, centred, deviation);
        pull.give(
                0,
                () -> {
                    Variable along = times(normal, mean(times(upstream, normal)));
                    Variable free = with(Arithmetic.SUBTRACT, upstream, mean(upstream));
                    return times(
                            with(Arithmetic.SUBTRACT, free, along),
                            with(Arithmetic.DIVIDE, pull.input(1), deviation));
                });
        Shape channels = pull.inputType(1).shape();
        pull.give(1, () -> pull.run(new AxisOp.SumTo(channels), times(upstream, normal)));
        pull.give(2, () -> pull.run(new AxisOp.SumTo(channels), upstream));
    }

    private Variable centred(Variable mean) {
        return with(Arithmetic.SUBTRACT, pull.input(0), mean);
    }

    private Variable mean(Variable values) {
        int last = values.shape().rank() - 1;
        return last == 0
                ? values
                : pull.run(
                        new AxisOp.Mean(IntStream.range(0, last).boxed().toList(), false), values);
    }

    private Variable spread(Variable perChannel) {
        return pull.run(new AxisOp.BroadcastTo(pull.inputType(0).shape()), perChannel);
    }

    private long rows() {
        Shape shape = pull.inputType(0).shape();
        return shape.elements() / Math.max(1, shape.size(-1));
    }

    private Variable scaled(Variable variable, double factor) {
        return pull.run(new PointOp.Scale(factor, 0), variable);
    }

    private Variable times(Variable first, Variable second) {
        return with(Arithmetic.MULTIPLY, first, second);
    }

    private Variable with(Arithmetic arithmetic, Variable first, Variable second) {
        return NormRules.with(arithmetic, pull, first, second);
    }
}
