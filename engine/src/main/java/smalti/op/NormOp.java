package smalti.op;

import smalti.error.ParameterException;

/// What brings numbers to a common scale. All of it works on the last dimension, of `C`; the dimensions before it are rows.
public sealed interface NormOp extends Op {
    /// Brings each channel to mean `beta` and deviation `gamma`: `(x - mean) / sqrt(variance + epsilon) · gamma + beta`,
    /// with the mean and the variance of the rows given.
    ///
    /// Inputs: `x [..,C]`, at least one row; gamma `[C]`; beta `[C]`. Outputs: as `x`; mean `[C]`; variance `[C]`, the biased
    /// one. Mean and variance have errors of at most `1e-6` of the mean magnitude and of the variance; the first output
    /// has one of at most `2^-20` times its own magnitude and those of the mean, in deviations, and of beta.
    record BatchNorm(double epsilon) implements NormOp {
        public BatchNorm {
            expectPositive(epsilon);
        }
    }

    /// The gradients of [BatchNorm], through mean and variance too.
    ///
    /// Inputs: upstream of the first output; `x`; gamma; mean; variance. Outputs: the gradients in `x`, gamma and beta.
    record BatchNormGradient(double epsilon) implements NormOp {
        public BatchNormGradient {
            expectPositive(epsilon);
        }
    }

    /// The same with a mean and a variance that are given: what a trained network does.
    ///
    /// Inputs: `x [..,C]`; gamma; beta; mean; variance, each `[C]`. Output: as `x`, with the error of [BatchNorm].
    record Normalize(double epsilon) implements NormOp {
        public Normalize {
            expectPositive(epsilon);
        }
    }

    /// Divides each row by its length, the root of the sum of squares, or by `epsilon` if that is larger. Input:
    /// `[..,C]`. Output: the same shape, with an error of at most 4 units in the last place.
    record L2Normalize(double epsilon) implements NormOp {
        public L2Normalize {
            expectPositive(epsilon);
        }
    }

    /// The gradient of [L2Normalize]. Inputs: upstream; the input of the operator. Output: the same shape, with an error
    /// of at most `2^-20` times the sum of the magnitudes of its two terms.
    record L2NormalizeGradient(double epsilon) implements NormOp {
        public L2NormalizeGradient {
            expectPositive(epsilon);
        }
    }

    /// Exponentials of each row over their sum. Input: `[..,C]`. Output: the same shape, with an error of at most 4 units
    /// in the last place, or of the smallest normal number.
    record Softmax() implements NormOp {}

    /// The gradient of [Softmax]. Inputs: upstream; the softmax. Output: the same shape, with an error of at most `2^-20`
    /// times the product of the softmax and the sum of the magnitudes of the upstream gradient and of its mean under the
    /// softmax.
    record SoftmaxGradient() implements NormOp {}

    /// The logarithm of [Softmax]. Input: `[..,C]`. Output: the same shape, with an error of at most `2^-22` times the sum
    /// of 1 and the distance from the largest of the row.
    record LogSoftmax() implements NormOp {}

    /// The gradient of [LogSoftmax]. Inputs: upstream; the output of the operator. Output: the same shape, with an error of
    /// at most `2^-20` times the sum of the magnitudes of its two terms.
    record LogSoftmaxGradient() implements NormOp {}

    private static void expectPositive(double epsilon) {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new ParameterException("epsilon", "above 0 and finite", epsilon);
        }
    }
}
