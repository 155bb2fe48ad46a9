package smalti.grad;

import smalti.error.UnsupportedOpException;
import smalti.op.Arithmetic;
import smalti.op.Function;
import smalti.op.Layout;
import smalti.op.PointOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The derivative of the gradient of products over segments, which are second derivatives of these. Along the direction
/// `v` that of the value `x_k` is `u · Σ v_i Π x_j`, over all other values `i` of its segment, and for each over all
/// values `j` but those two.
///
/// With the product `Q` of the values that are not 0, the inner products are `Q / (x_i x_k)`, without a divisor that is
/// 0, if none but those two are 0, and else 0. So sums over a segment suffice. Of the sum over all values that of `k`
/// itself is subtracted: digits are lost where a value is much smaller than others of its segment.
///
/// @param pull the step that is differentiated: its inputs are `u`, the values, and their products
record ProductCurvature(SegmentMap segments, Layout layout, Pullback pull) {
    /// Gives the gradients in `u` and in the values.
    ///
    /// @throws UnsupportedOpException if they are to be differentiated: where values are 0, third derivatives are not what
    ///     comes of this
    void give() {
        if (pull.isRecorded()) {
            throw new UnsupportedOpException(
                    "the third derivative",
                    "products over segments",
                    "ask for second derivatives as gradients, which are not recorded");
        }
        Variable direction = pull.upstream();
        pull.give(0, () -> inUpstream(direction));
        pull.give(1, () -> inFeatures(direction));
    }

    private Variable inUpstream(Variable direction) {
        Variable ones = filled(pull.input(0), 1);
        var gradient = new SegmentOp.ReduceGradient(segments, Reduction.PRODUCT, layout, false);
        Variable others = pull.run(gradient, ones, pull.input(1), pull.input(2));
        return reduced(Reduction.SUM, times(direction, others));
    }

    private Variable inFeatures(Variable direction) {
        Variable values = pull.input(1);
        Variable none = filled(values, 0);
        Variable isZero =
                with(
                        Arithmetic.AT_LEAST,
                        none,
                        pull.run(new PointOp.Unary(Function.ABSOLUTE), values));
        Variable isOther = with(Arithmetic.SUBTRACT, filled(values, 1), isZero);
        Variable divisors = with(Arithmetic.ADD, values, isZero);
        Variable ofOthers = times(isOther, with(Arithmetic.DIVIDE, direction, divisors));
        Variable ofZeros = times(isZero, direction);
        Variable sumOfOthers = painted(reduced(Reduction.SUM, ofOthers));
        Variable sumOfZeros = painted(reduced(Reduction.SUM, ofZeros));
        Variable zeros = painted(reduced(Reduction.SUM, isZero));
        Variable whereOther =
                with(
                        Arithmetic.ADD,
                        times(are(zeros, 0), with(Arithmetic.SUBTRACT, sumOfOthers, ofOthers)),
                        times(are(zeros, 1), sumOfZeros));
        Variable whereZero =
                with(
                        Arithmetic.ADD,
                        times(are(zeros, 1), sumOfOthers),
                        times(are(zeros, 2), with(Arithmetic.SUBTRACT, sumOfZeros, ofZeros)));
        Variable sums = with(Arithmetic.ADD, times(isOther, whereOther), times(isZero, whereZero));
        Variable products = times(pull.input(0), reduced(Reduction.PRODUCT, divisors));
        return times(with(Arithmetic.DIVIDE, painted(products), divisors), sums);
    }

    /// 1 where a count is `number`, else 0.
    private Variable are(Variable counts, int number) {
        Variable same = filled(counts, number);
        return times(
                with(Arithmetic.AT_LEAST, counts, same), with(Arithmetic.AT_LEAST, same, counts));
    }

    private Variable filled(Variable like, int value) {
        Variable zeros = pull.flow().constant(Tensor.zeros(like.type().dtype(), like.shape()));
        return value == 0 ? zeros : pull.run(new PointOp.Scale(1, value), zeros);
    }

    private Variable reduced(Reduction reduction, Variable map) {
        return pull.run(SegmentRules.one(segments, reduction, layout), map);
    }

    private Variable painted(Variable table) {
        return pull.run(new SegmentOp.Unpool(segments, layout), table);
    }

    private Variable times(Variable first, Variable second) {
        return with(Arithmetic.MULTIPLY, first, second);
    }

    private Variable with(Arithmetic arithmetic, Variable first, Variable second) {
        return pull.run(new PointOp.Binary(arithmetic), first, second);
    }
}
