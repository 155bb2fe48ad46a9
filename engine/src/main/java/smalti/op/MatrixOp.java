package smalti.op;

/// What is computed of matrices.
public sealed interface MatrixOp extends Op {
    /// Multiplies matrices: `[..,M,K]` by `[..,K,N]` is `[..,M,N]`. The leading dimensions are a batch; a right matrix
    /// without any is shared by the batch.
    ///
    /// Inputs: left, `[..,M,K]` or stored `[..,K,M]`; right, `[..,K,N]` or stored `[..,N,K]`, as `transposed` says. With
    /// `K` of 0 the product is 0. NaN and infinities propagate. The error of an element is at most `K·2^-24` times the
    /// sum of the magnitudes of its terms, as long as that sum is a finite float.
    record MatMul(Transposition transposed) implements MatrixOp {}

    /// The squared distances of all rows of one matrix from all rows of another, `|a|² + |b|² - 2·<a, b>` by one product of
    /// matrices, and never below 0.
    ///
    /// Inputs: left `[M,K]`; right `[N,K]`. Output: `[M,N]`. The error of a distance is at most `(2·K + 8)·2^-24` times
    /// `|a|² + |b|²`: close rows far from the origin have few correct digits.
    record SquaredDistances() implements MatrixOp {}
}
