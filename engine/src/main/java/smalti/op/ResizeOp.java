package smalti.op;

/// What changes the size of maps `[B,H,W,C]`. NaN and infinities propagate from each pixel whose weight is not 0.
public sealed interface ResizeOp extends Op {
    /// Resizes a map. Input: a map of at least one pixel. Output: a map of the size given. Nearest values are copies; the
    /// error of bilinear ones is at most `8·2^-24` times the largest magnitude among their four pixels.
    record Resize(Size size, Sampling sampling, Corners corners) implements ResizeOp {}

    /// The gradient of [Resize], and its adjoint. Input: upstream, a map. Output: a map of the size given, which is that
    /// of the resize's input. The error is at most `(n + 8)·2^-24` times the sum of the magnitudes of the `n` terms of an
    /// element.
    record ResizeGradient(Size size, Sampling sampling, Corners corners) implements ResizeOp {}
}
