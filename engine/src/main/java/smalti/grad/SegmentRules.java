package smalti.grad;

import java.util.ArrayList;
import java.util.List;
import smalti.op.Arithmetic;
import smalti.op.Layout;
import smalti.op.PointOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;

/// The rules of [SegmentOp].
final class SegmentRules {
    private SegmentRules() {}

    static Rule of(SegmentOp op) {
        return switch (op) {
            case SegmentOp.Reduce reduce -> reduce(reduce);
            case SegmentOp.ReduceGradient gradient -> reduceGradient(gradient);
            case SegmentOp.WeightGradient gradient -> Rules.noSecond(gradient);
            case SegmentOp.Unpool unpool ->
                    Rule.adjoint(one(unpool.segments(), Reduction.SUM, unpool.layout()));
            case SegmentOp.Pick pick ->
                    Rule.adjoint(
                            new SegmentOp.ReduceGradient(
                                    pick.segments(), Reduction.MAX, pick.layout(), false),
                            1);
            case SegmentOp.Softmax softmax ->
                    Rule.keeping()
                            .andOutputs(0)
                            .by(pull -> pull.give(0, () -> softmax(softmax, pull)));
            case SegmentOp.SoftmaxGradient gradient -> Rules.noSecond(gradient);
            case SegmentOp.Mode _ -> Rule.NONE;
            case SegmentOp.CrossPool pool ->
                    Rule.adjoint(new SegmentOp.CrossPoolGradient(pool.weights(), pool.layout()));
            case SegmentOp.CrossPoolGradient gradient ->
                    Rule.adjoint(new SegmentOp.CrossPool(gradient.weights(), gradient.layout(), 0));
        };
    }

    private static Rule reduce(SegmentOp.Reduce op) {
        List<Integer> inputs = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        if (op.weighted()) {
            inputs.add(1);
        }
        int output = 0;
        boolean features = op.weighted();
        for (Reduction reduction : op.reductions()) {
            if (reduction.selects()) {
                outputs.add(++output);
            } else if (!reduction.takesWeights() || op.weighted()) {
                outputs.add(output);
                features = true;
            }
            output++;
        }
        if (features) {
            inputs.add(0);
        }
        return Rule.keeping(inputs.toArray(Integer[]::new))
                .andOutputs(outputs.toArray(Integer[]::new))
                .by(pull -> pullReductions(op, pull));
    }

    private static void pullReductions(SegmentOp.Reduce op, Pullback pull) {
        int output = 0;
        for (Reduction reduction : op.reductions()) {
            int value = output;
            if (pull.hasUpstream(value)) {
                pull.give(0, () -> inFeatures(op, reduction, value, pull));
                if (op.weighted()) {
                    pull.give(1, () -> inWeights(op, reduction, value, pull));
                }
            }
            output += reduction.selects() ? 2 : 1;
        }
    }

    private static Variable inFeatures(
            SegmentOp.Reduce op, Reduction reduction, int value, Pullback pull) {
        var gradient =
                new SegmentOp.ReduceGradient(op.segments(), reduction, op.layout(), op.weighted());
        Variable upstream = pull.upstream(value);
        if (reduction.selects()) {
            return pull.run(gradient, upstream, pull.output(value + 1));
        }
        if (reduction.takesWeights()) {
            return op.weighted()
                    ? pull.run(gradient, upstream, pull.input(1))
                    : pull.run(gradient, upstream);
        }
        return pull.isRecorded() && reduction != Reduction.PRODUCT
                ? new SmoothReductions(op.segments(), op.layout(), pull)
                        .inFeatures(reduction, upstream, pull.input(0), pull.output(value))
                : pull.run(gradient, upstream, pull.input(0), pull.output(value));
    }

    private static Variable inWeights(
            SegmentOp.Reduce op, Reduction reduction, int value, Pullback pull) {
        var gradient = new SegmentOp.WeightGradient(op.segments(), reduction, op.layout());
        Variable upstream = pull.upstream(value);
        return reduction == Reduction.MEAN
                ? pull.run(gradient, upstream, pull.input(0), pull.input(1), pull.output(value))
                : pull.run(gradient, upstream, pull.input(0), pull.input(1));
    }

    /// The gradients of sums, means and selections are linear in what comes from above; their adjoint gathers where they
    /// spread.
    private static Rule reduceGradient(SegmentOp.ReduceGradient op) {
        Reduction reduction = op.reduction();
        if (reduction.selects()) {
            return Rule.adjoint(new SegmentOp.Pick(op.segments(), op.layout()), 1);
        }
        if (reduction == Reduction.PRODUCT) {
            return Rule.keeping(0, 1, 2)
                    .by(pull -> new ProductCurvature(op.segments(), op.layout(), pull).give());
        }
        if (!reduction.takesWeights()) {
            return Rules.noSecond(op);
        }
        if (!op.weighted()) {
            return Rule.adjoint(one(op.segments(), reduction, op.layout()));
        }
        return Rule.keeping(0, 1).by(pull -> weightedReduceGradient(op, pull));
    }

    private static void weightedReduceGradient(SegmentOp.ReduceGradient op, Pullback pull) {
        var reduce =
                new SegmentOp.Reduce(op.segments(), List.of(op.reduction()), op.layout(), true, 0);
        Variable reduced = pull.run(reduce, pull.upstream(), pull.input(1));
        pull.give(0, () -> reduced);
        var inWeights = new SegmentOp.WeightGradient(op.segments(), op.reduction(), op.layout());
        pull.give(
                1,
                () ->
                        op.reduction() == Reduction.MEAN
                                ? pull.run(
                                        inWeights,
                                        pull.input(0),
                                        pull.upstream(),
                                        pull.input(1),
                                        reduced)
                                : pull.run(
                                        inWeights, pull.input(0), pull.upstream(), pull.input(1)));
    }

    private static Variable softmax(SegmentOp.Softmax op, Pullback pull) {
        Variable upstream = pull.upstream();
        Variable softmax = pull.output(0);
        if (!pull.isRecorded()) {
            return pull.run(
                    new SegmentOp.SoftmaxGradient(op.segments(), op.layout()), upstream, softmax);
        }
        Variable product = pull.run(new PointOp.Binary(Arithmetic.MULTIPLY), upstream, softmax);
        Variable sums = pull.run(one(op.segments(), Reduction.SUM, op.layout()), product);
        Variable spread = pull.run(new SegmentOp.Unpool(op.segments(), op.layout()), sums);
        Variable share = pull.run(new PointOp.Binary(Arithmetic.MULTIPLY), spread, softmax);
        return pull.run(new PointOp.Binary(Arithmetic.SUBTRACT), product, share);
    }

    static SegmentOp one(SegmentMap segments, Reduction reduction, Layout layout) {
        return new SegmentOp.Reduce(segments, List.of(reduction), layout, false, 0);
    }
}
