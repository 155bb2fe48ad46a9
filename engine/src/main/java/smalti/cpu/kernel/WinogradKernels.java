package smalti.cpu.kernel;

/// The transforms of minimal filtering after Winograd, for 4x4 outputs of a 3x3 window: a square of the map and the taps
/// of a filter become squares of 6x6 values each, whose elementwise products, summed over the channels, become the
/// outputs. Each is a product with a small matrix from both sides, made for all channels at once.
///
/// The polynomials behind are taken at 0, at plus and minus the root of a half, at plus and minus that of two, and at
/// infinity: then errors stay at a few times those of plain sums. See Lavin and Gray, "Fast Algorithms for Convolutional
/// Neural Networks", 2015, and Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep
/// Neural Networks", 2018.
///
/// In a square the values of one place lie together, `channels` of them; from one row to the next it is `rowStep`, from one
/// column to the next `columnStep`. All kernels give the same bits. They check nothing and allocate nothing.
public interface WinogradKernels {
    /// The values that a transform needs between its two products.
    int SCRATCH = 36 * 64;

    /// 6x6 pixels to 6x6 values.
    void transformMap(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch);

    /// 3x3 taps to 6x6 values.
    void transformFilter(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch);

    /// 6x6 sums to 4x4 outputs.
    void transformSums(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch);
}
