package smalti.cpu.kernel;

/// The inner loops of reductions over segments. They add the pixels of a [Share] to tables that the driver owns and has
/// filled with the neutral element, so an image can be fed in one call or row by row, to one reduction or several.
///
/// The accumulator of a sum is at its entry `(segment - low)·channels + channel`. Products, selections and sums of
/// exponentials have `lanes` private accumulators an entry, from the entry times [#lanes(Values)] on; the `fold` methods
/// join them and move the results to the front. A segment's pixels are taken in raster order, so results do not depend
/// on how rows and segments are shared out.
///
/// Kernels check nothing and allocate nothing.
public interface ReduceKernels {
    /// Accumulators that an entry has in tables of products, selections and sums of exponentials.
    int lanes(Values x);

    /// Whether [#addSums] takes values in the order of memory, several in one stream, so that the machine keeps up without
    /// their being read ahead.
    boolean addsInOrder(Values x);

    /// How many values [#addSums] writes behind the accumulators of its table, whatever they are.
    int room(Values x);

    /// Adds values.
    void addSums(Values x, Share share, double[] sums);

    /// Adds values times weights.
    ///
    /// @param weights of the pixels of the image, from `weightsFrom` on
    void addWeighted(Values x, float[] weights, int weightsFrom, Share share, double[] sums);

    /// Adds products of values with those of another map of the same layout.
    void addProducts(Values x, Values y, Share share, double[] sums);

    /// Multiplies by values.
    void multiply(Values x, Share share, double[] products);

    /// Keeps the largest of `sign·value`, and the pixel in the image where it was first seen; NaN exceeds everything.
    ///
    /// @param best filled with negative infinity; stays so where nothing exceeds it
    /// @param positions filled with -1, which stays with negative infinity
    void selectLargest(Values x, float sign, Share share, float[] best, int[] positions);

    /// Adds distances from the first pixel of the segment, and their squares: from these the variance follows without
    /// the cancellation that plain squares suffer.
    void addMoments(Values x, Share share, double[] sums, double[] squares);

    /// Adds `exp(value - largest)`, where `largest` is the largest value so far; when that grows, the sum shrinks.
    ///
    /// @param largest filled with negative infinity; a sum beside an infinite or NaN one says nothing
    /// @param sums filled with 0
    void addExponentials(Values x, Share share, double[] largest, double[] sums);

    /// Joins the lanes of products.
    void foldProducts(Values x, double[] table, int entries);

    /// Joins the lanes of a selection: among equals the first pixel wins.
    void foldLargest(Values x, float[] best, int[] positions, int entries);

    /// Joins the lanes of sums of exponentials.
    void foldExponentials(Values x, double[] largest, double[] sums, int entries);
}
