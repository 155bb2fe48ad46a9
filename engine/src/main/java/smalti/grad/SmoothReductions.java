package smalti.grad;

import smalti.op.Arithmetic;
import smalti.op.Function;
import smalti.op.Layout;
import smalti.op.PointOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;

/// The gradients of smooth reductions, made of operators that can be differentiated again. Slower than the operators made
/// for one of them alone.
///
/// @param pull the step that is differentiated
record SmoothReductions(SegmentMap segments, Layout layout, Pullback pull) {
    /// The gradient in the features.
    ///
    /// @param reduced what the reduction gave
    Variable inFeatures(
            Reduction reduction, Variable upstream, Variable features, Variable reduced) {
        return switch (reduction) {
            case VARIANCE -> spread(twice(upstream), features);
            case STDDEV -> spread(with(Arithmetic.DIVIDE, upstream, reduced), features);
            case LOGSUMEXP ->
                    with(
                            Arithmetic.MULTIPLY,
                            painted(upstream),
                            pull.run(
                                    new PointOp.Unary(Function.EXPONENTIAL),
                                    with(Arithmetic.SUBTRACT, features, painted(reduced))));
            case SUM, MEAN, MAX, MIN, PRODUCT ->
                    throw new IllegalArgumentException(reduction + " has a gradient of its own");
        };
    }

    /// `upstream / n · (x - mean)`.
    private Variable spread(Variable upstream, Variable features) {
        Variable mean = pull.run(SegmentRules.one(segments, Reduction.MEAN, layout), features);
        Variable share =
                pull.run(
                        new SegmentOp.ReduceGradient(segments, Reduction.MEAN, layout, false),
                        upstream);
        return with(Arithmetic.MULTIPLY, share, with(Arithmetic.SUBTRACT, features, painted(mean)));
    }

    private Variable twice(Variable variable) {
        return with(Arithmetic.ADD, variable, variable);
    }

    private Variable painted(Variable table) {
        return pull.run(new SegmentOp.Unpool(segments, layout), table);
    }

    private Variable with(Arithmetic arithmetic, Variable first, Variable second) {
        return pull.run(new PointOp.Binary(arithmetic), first, second);
    }
}
