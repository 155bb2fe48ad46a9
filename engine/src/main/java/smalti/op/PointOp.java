package smalti.op;

import smalti.error.ParameterException;

/// What is computed element by element, of tensors of any rank. Errors are at most 4 units in the last place, unless the
/// operator says otherwise.
public sealed interface PointOp extends Op {
    /// Applies an activation. Input: any tensor. Output: the same shape. Beside the units in the last place, the results
    /// of exponentials may be off by the smallest normal number.
    record Activate(Activation activation) implements PointOp {}

    /// The gradient of [Activate]. Inputs: upstream; the output of the activation. Output: the same shape.
    record ActivateGradient(Activation activation) implements PointOp {}

    /// `x` where it is above 0, `slope·x` elsewhere, with slopes that are learnt.
    ///
    /// Inputs: `x [..,C]`; slopes, finite, `[C]` or one for all, `[1]`. Output: as `x`.
    record Prelu() implements PointOp {}

    /// The gradients of [Prelu]. Inputs: upstream; `x`; slopes. Outputs: the gradient in `x`, where 0 has the slope of the
    /// left side; the gradient in the slopes, whose error is at most `1e-6` times the sum of the magnitudes of its terms.
    record PreluGradient() implements PointOp {}

    /// Joins two tensors. Shapes are broadcast: they are aligned at the last dimension, and a dimension that is 1 or
    /// missing in one of them is repeated as often as the other has it.
    ///
    /// Inputs: left; right. Output: the broadcast shape. Each result is the correctly rounded one.
    record Binary(Arithmetic arithmetic) implements PointOp {}

    /// `factor·x + offset`. Input: any tensor. Output: the same shape. Factor and offset are rounded to the type of the
    /// tensor, and the error is at most 4 units in the last place of the larger of product and offset.
    record Scale(double factor, double offset) implements PointOp {
        public Scale {
            if (!Double.isFinite(factor) || !Double.isFinite(offset)) {
                throw new ParameterException(
                        "factor and offset of a scale", "finite", factor + " and " + offset);
            }
        }
    }

    /// Applies a function. Input: any tensor. Output: the same shape. Beside the units in the last place, the results of
    /// exponentials may be off by the smallest normal number.
    record Unary(Function function) implements PointOp {}

    /// Sets elements to 0 at random and divides the others by the share that is left. Input: any tensor. Output: the same
    /// shape. The gradient is the same operator of the upstream gradient.
    ///
    /// Element `i` is set to 0 if the upper 53 bits of `z` are below `rate·2^53`, where `z` is the number of index `i` of the
    /// SplitMix64 sequence with this seed: chance depends on nothing else.
    ///
    /// @param rate the probability of 0, from 0 to below 1
    record Dropout(double rate, long seed) implements PointOp {
        public Dropout {
            if (!(rate >= 0 && rate < 1)) {
                throw new ParameterException("the rate of a dropout", "from 0 to below 1", rate);
            }
        }

        /// Whether an element is set to 0.
        public boolean drops(long element) {
            return drops(seed, threshold(), element);
        }

        /// What the upper 53 bits of the random number of an element must reach for it to stay.
        public long threshold() {
            return (long) Math.ceil(rate * 0x1p53);
        }

        /// The same as [#drops(long)] in loops.
        ///
        /// @param threshold see [#threshold()]
        public static boolean drops(long seed, long threshold, long element) {
            long z = seed + (element + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return ((z ^ (z >>> 31)) >>> 11) < threshold;
        }
    }
}
