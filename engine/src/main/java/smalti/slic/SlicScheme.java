package smalti.slic;

import smalti.superpixel.Slic;

/// The numbers that follow from the parameters and the size of a picture.
///
/// @param target the number of segments
/// @param spacing the width of a segment in pixels
/// @param radius how many pixels along each axis a cluster reaches in an iteration; twice as many while borders are refined
/// @param weight of position in units of colour, at a segment's width
/// @param step iterations look at every so many-th row
/// @param neighbour how much nearer a cluster is for each of the nine pixels around that it owns
/// @param smallest parts of fewer pixels join a neighbour
/// @param offset added to the squared distance of two segments' colours when the most alike are joined
public record SlicScheme(
        int target,
        double spacing,
        int radius,
        double weight,
        int step,
        int neighbour,
        int smallest,
        double offset) {
    /// The share of a cluster's contrast that position may outweigh at the edge of a segment, where compactness follows
    /// the contrast.
    public static final double CONTRAST_SHARE = 0.25;

    /// Weight of position in units of colour for a compactness of 1.
    private static final double POSITION = 3;

    /// In units of colour.
    private static final int NEIGHBOUR = 8;

    /// Iterations look at every third row, which costs no quality,
    private static final int STEP = 3;

    /// unless segments are so small that some would have no row.
    private static final double ROWS_A_STEP = 2;

    private static final double OFFSET = 400;

    /// The scheme for one picture.
    ///
    /// @param pixels of the region, more than 0
    /// @param unit see [ColourScale#unit()]
    public static SlicScheme of(Slic slic, int width, int height, int pixels, double unit) {
        int target = slic.target().segments(pixels);
        double mean = (double) pixels / target;
        // A strip narrower than a square segment is divided along its length only.
        double spacing = Math.max(Math.sqrt(mean), mean / Math.min(width, height));
        return new SlicScheme(
                target,
                spacing,
                (int) Math.max(1, Math.round(spacing)),
                POSITION * slic.compactness() * unit,
                Math.clamp((long) (spacing / ROWS_A_STEP), 1, Math.min(STEP, slic.iterations())),
                (int) Math.rint(NEIGHBOUR * unit),
                (int) Math.ceil(slic.smallest() * pixels / target),
                OFFSET * unit * unit);
    }
}
