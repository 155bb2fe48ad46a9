package smalti.superpixel;

/// A way to divide a picture into superpixels, with all its parameters. Whatever the way, labels are contiguous, in
/// raster order of the segments' first pixels, and each segment is 4-connected.
public sealed interface Superpixels permits Slic, Grid {
    /// How many superpixels are wanted.
    Target target();

    /// The label of the first segment; pixels that are left out get one less.
    int startLabel();

    /// The same with another label for the first segment.
    ///
    /// @throws smalti.error.ParameterException if it is neither 0 nor 1
    Superpixels withStartLabel(int label);
}
