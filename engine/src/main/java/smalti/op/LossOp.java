package smalti.op;

import java.util.OptionalInt;

/// How far answers are from the right ones, as one number `[]`. Nothing to compare is a loss of 0.
public sealed interface LossOp extends Op {
    /// The mean of `-log softmax(scores)[target]` over the rows that count; with weights, the mean weighted by those of the
    /// targets.
    ///
    /// Inputs: scores `[N,C]`; targets `I32 [N]`; and, if `weighted`, weights of at least 0, `[C]`. Outputs: the loss `[]`;
    /// the softmax of the scores `[N,C]`. The error of the loss is at most `1e-6` of its value and of the mean distance
    /// between a row's scores.
    ///
    /// @param ignore a target that does not count
    /// @throws smalti.error.ParameterException from the device, if another target is not from 0 to below `C`
    record SoftmaxCrossEntropy(OptionalInt ignore, boolean weighted) implements LossOp {}

    /// The gradient of [SoftmaxCrossEntropy] in the scores. Inputs: upstream `[]`; the softmax `[N,C]`; targets `I32 [N]`;
    /// and, if `weighted`, weights `[C]`. Output: `[N,C]`; 0 where a row does not count.
    ///
    /// @throws smalti.error.ParameterException as there
    record SoftmaxCrossEntropyGradient(OptionalInt ignore, boolean weighted) implements LossOp {}

    /// The mean of `-t·log(p) - (1 - t)·log(1 - p)` with `p` the sigmoid of the scores: without overflow,
    /// `max(x, 0) - x·t + log(1 + exp(-|x|))`.
    ///
    /// Inputs: scores of any shape; targets from 0 to 1 of the same. Output: the loss `[]`, with an error of at most
    /// `1e-6` times the mean of 1 and the magnitudes of the scores.
    record BinaryCrossEntropy() implements LossOp {}

    /// The gradient of [BinaryCrossEntropy] in the scores. Inputs: upstream `[]`; scores; targets. Output: as the scores,
    /// with an error of at most 8 units in the last place of what would stand for a target 1 off.
    record BinaryCrossEntropyGradient() implements LossOp {}
}
