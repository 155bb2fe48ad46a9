package smalti.cpu.kernel;

/// The inner loops of convolutions in which every channel has a filter of its own: products of pixels and taps, channel by
/// channel, for pixels in a row that see all of some taps.
///
/// All kernels give the same bits: each result is one chain of fused multiply-adds in the order of taps, or of pixels, if
/// none else is told. They check nothing and allocate nothing.
public interface DepthwiseKernels {
    /// Sets each pixel of a row to what it sees, times the weights.
    ///
    /// @param starts for each of `taps` where the first pixel's values begin; those of the next follow `step` later
    /// @param places for each tap where its weights begin
    /// @param to where the first of `pixels` outputs begins; the next is `outStep` later
    void multiply(
            float[] x,
            int[] starts,
            int step,
            float[] weights,
            int[] places,
            int taps,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channels);

    /// Adds to the gradient of each tap's weights, which begin the chains, what the pixels of a row contribute.
    ///
    /// @param starts for each of `taps` where the first pixel's values begin; those of the next follow `step` later
    /// @param from where the gradient of the first of `pixels` outputs begins; the next is `upstreamStep` later
    /// @param places for each tap where its gradients begin
    void addGradients(
            float[] x,
            int[] starts,
            int step,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int taps,
            int channels);

    /// Sets each pixel of a row to what a window of 3x3 sees, times the weights. The chains of sums go down column by column,
    /// and leave out columns beyond the ends of the rows.
    ///
    /// @param strip has a stride of 1 or 2
    /// @param places for each tap, by rows, where its weights begin
    /// @param to where the first of `pixels` outputs begins; the next is `outStep` later
    void slide(
            Strip strip,
            float[] weights,
            int[] places,
            float[] out,
            int to,
            int outStep,
            int pixels,
            int channels);

    /// Adds to the gradient of each tap's weights, which begin the chains, what a window of 3x3 contributes, column by
    /// column.
    ///
    /// @param strip has a stride of 1
    /// @param from where the gradient of the first of `pixels` outputs begins; the next is `upstreamStep` later
    /// @param places for each tap, by rows, where its gradients begin
    void addSlidingGradients(
            Strip strip,
            float[] upstream,
            int from,
            int upstreamStep,
            int pixels,
            float[] out,
            int[] places,
            int channels);
}
