package smalti.op;

/// What is computed of maps `[B,H,W,C]` with a window that slides over them, a channel apart from the others.
///
/// Switches are the pixels `y·W + x` that values were taken from, each in its own image and channel: `I32 [B,H',W',C]`.
/// Sums and means propagate NaN and infinities; their errors are at most `(n + 8)·2^-24` times the sum of the magnitudes
/// of their `n` terms.
public sealed interface WindowOp extends Op {
    /// The largest value under each window; NaN is larger than all others, and of equal values the first in raster order
    /// is taken. Padding is not looked at, and every window must see some of the map.
    ///
    /// Input: a map. Outputs: values `[B,H',W',C]`; switches.
    record MaxPool(Window window) implements WindowOp {}

    /// Puts values where their switches say, on maps that are 0 elsewhere. Of several values for the same place the last
    /// in raster order stays.
    ///
    /// Inputs: values `[B,H',W',C]`; switches. Output: maps `[B,H,W,C]` of the size given.
    ///
    /// @throws smalti.error.ParameterException from the device, if a switch points outside the map
    record MaxUnpool(Size size) implements WindowOp {}

    /// Adds values where their switches say: the gradient of [MaxPool], and the adjoint of [WindowGather].
    ///
    /// Inputs: values `[B,H',W',C]`; switches. Output: maps `[B,H,W,C]` of the size given.
    ///
    /// @throws smalti.error.ParameterException from the device, if a switch points outside the map
    record WindowScatter(Size size) implements WindowOp {}

    /// Takes the values that switches point at: the gradient of [WindowScatter].
    ///
    /// Inputs: a map `[B,H,W,C]`; switches. Output: values `[B,H',W',C]`.
    ///
    /// @throws smalti.error.ParameterException from the device, if a switch points outside the map
    record WindowGather() implements WindowOp {}

    /// The mean under each window. Every window must see some of the map.
    ///
    /// Input: a map. Output: means `[B,H',W',C]`.
    ///
    /// @param countsPadding whether the zeros of the padding are counted; those that only cover the last windows, see
    ///     [Padding.Margins#covering()], never are
    record AveragePool(Window window, boolean countsPadding) implements WindowOp {}

    /// The gradient of [AveragePool], and its adjoint. Input: upstream `[B,H',W',C]`. Output: a map of the size given.
    record AveragePoolGradient(Window window, boolean countsPadding, Size size)
            implements WindowOp {}

    /// The means of a grid of bins that cover the map: bin `i` of `n` has the rows from `floor(i·H/n)` to below
    /// `ceil((i+1)·H/n)`, as PyTorch has it. One bin is the mean of the map.
    ///
    /// Input: a map, not empty. Output: means `[B,n,m,C]`.
    record AdaptiveAveragePool(Size bins) implements WindowOp {}

    /// The gradient of [AdaptiveAveragePool], and its adjoint. Input: upstream `[B,n,m,C]`. Output: a map of the size
    /// given.
    record AdaptiveAveragePoolGradient(Size size) implements WindowOp {}
}
