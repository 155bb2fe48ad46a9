package smalti.op;

/// A step of an optimiser for one parameter: each weight is changed by its own gradient and by what is remembered of earlier
/// ones. All tensors have the shape of the weights, but the scale `[]`, which gradients are multiplied by.
///
/// Each element depends on those at its own place alone, so that an output given to [smalti.device.Device#runInto] may be the
/// very input that it replaces. Numbers are rounded to the type of the weights. Errors are at most 8 units in the last
/// place of the sum of the magnitudes of all terms.
public sealed interface StepOp extends Op {
    /// Stochastic gradient descent: with `u = scale·gradient + decay·w` and `v' = momentum·v + u`, `w' = w - rate·v'`.
    ///
    /// Inputs: weights; gradient; scale; and, unless the momentum is 0, the velocity `v`. Outputs: weights; and, with it,
    /// the velocity.
    record SgdStep(double rate, double momentum, double decay) implements StepOp {
        public boolean hasVelocity() {
            return momentum != 0;
        }
    }

    /// Adam: with `u = scale·gradient + decay·w`, `m' = beta1·m + (1 - beta1)·u` and `s' = beta2·s + (1 - beta2)·u²`,
    /// `w' = shrink·w - rate·m' / (correction·sqrt(s') + epsilon)`.
    ///
    /// Inputs: weights; gradient; scale; the mean `m`; the mean square `s`. Outputs: weights; mean; mean square.
    ///
    /// @param rate with the correction for the mean's start at 0
    /// @param correction of the root, for the same
    record AdamStep(
            double rate,
            double correction,
            double beta1,
            double beta2,
            double epsilon,
            double decay,
            double shrink)
            implements StepOp {}
}
