package smalti.cpu.kernel;

/// Elementwise passes over the pixels of segments: gradients and softmax. They write the pixels of a [Share]'s segments
/// and no others, whatever order threads take shares in.
///
/// Tables have one entry a segment of the share and channel, `(segment - low)·channels + channel`. Maps that are passed
/// together have the same layout, and what is written shares no array with what is read. Values are computed in
/// `double` and rounded once.
///
/// Kernels check nothing and allocate nothing.
public interface SlopeKernels {
    /// `out = (x - shift)·factor`; 0 where the factor is, also at infinite distance.
    void scaleDistances(Values x, double[] shift, double[] factor, Values out, Share share);

    /// `out = exp(x - shift)·factor`.
    void scaleExponentials(Values x, double[] shift, double[] factor, Values out, Share share);

    /// `out = y·(x - shift)`.
    void multiplyDistances(Values x, Values y, double[] shift, Values out, Share share);

    /// `out = weight·factor`, with a weight a pixel.
    ///
    /// @param weights of the pixels of the image, from `weightsFrom` on
    void scaleWeights(float[] weights, int weightsFrom, double[] factor, Values out, Share share);

    /// The length of the working memory of [#multiplyOthers] for segments of at most so many pixels.
    int room(int pixels);

    /// `out = factor·` the product of all other values of the segment: before it times behind it, which neither divides
    /// by 0 nor needs the whole product to be representable.
    ///
    /// @param behind working memory, as long as [#room] says
    void multiplyOthers(Values x, double[] factor, Values out, Share share, double[] behind);
}
