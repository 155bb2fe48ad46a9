package smalti.cpu.kernel;

/// The inner loops of superpixels. All results are integers, or floats that are rounded to integers after the same
/// operations in the same order, so every implementation gives the same bits.
///
/// Distances are sums of absolute differences in 16 bits. They stay below 2^15 without saturating: colours add up to at
/// most 12000, each spatial term to 2000 or [#FAR].
public interface SlicKernels {
    /// The distance of a pixel that nobody has claimed, and the spatial term of a column that a cluster cannot claim.
    short FAR = 16384;

    /// The label of a pixel that no cluster reaches.
    short NOBODY = -1;

    /// The label of a pixel that is left out.
    short LEFT_OUT = -2;

    /// Converts sRGB pixels to CIELAB (D65) in the units of [LabScale].
    ///
    /// @param rgb interleaved bytes
    /// @param from the first byte
    /// @param planes receives L, a and b, `plane` values apart
    /// @param at the place of the first pixel in the first plane
    /// @param light room for three rows and a vector behind each
    void lab(byte[] rgb, int from, int pixels, short[] planes, int at, int plane, float[] light);

    /// Smooths one row of one channel by `(side, 16 - 2 side, side) / 16` in both directions, rounding half up after
    /// each. At the ends of the row the outermost pixel is repeated.
    ///
    /// @param rows holds the row and its neighbours
    /// @param scratch at least the row's stride long
    void smooth(
            short[] rows,
            int above,
            int here,
            int below,
            int side,
            int width,
            short[] scratch,
            short[] out,
            int at);

    /// Running sums of a row modulo 2^16, begun anew every 64 pixels.
    void prefix(short[] values, int at, short[] sums, int to, int width);

    /// Gives each pixel of the window to the cluster if it is nearer than what `best` says, and notes the distance.
    void assign(
            SlicFrame frame,
            short[] planes,
            short[] colours,
            ClusterWindow window,
            short[] best,
            short[] labels);

    /// Like [#assign], but only pixels that had this label, or touched one that had it with a side or a corner, may get
    /// it; and each of the nine that had it makes the pixel `neighbour` nearer.
    ///
    /// @param previous the labels before; the margin holds no cluster's label
    void refine(
            SlicFrame frame,
            short[] planes,
            short[] colours,
            ClusterWindow window,
            int neighbour,
            short[] previous,
            short[] best,
            short[] labels);

    /// Marks the pixels of a row that differ from those of another: bit `x % 64` of `words[to + x / 64]`. Bits behind the
    /// row are 0.
    ///
    /// @param at the row's first pixel
    /// @param other the first pixel that it is compared with: `at - 1` finds the places where runs begin
    void differences(short[] labels, int at, int other, int width, long[] words, int to);
}
