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
}
