package smalti.slic;

import smalti.superpixel.Grid;

/// The numbers that follow from a regular grid and the size of a picture.
///
/// @param target the number of segments
/// @param cells that cover the picture, in the size that those of the region are to have
/// @param rows of cells
/// @param smallest pieces that a region of interest leaves of a cell join a neighbour if they have fewer pixels
public record GridScheme(int target, int cells, int rows, int smallest) {
    /// In shares of a cell.
    private static final double SMALLEST = 0.25;

    /// The scheme for one picture.
    ///
    /// @param pixels of the region, more than 0
    public static GridScheme of(Grid grid, int width, int height, int pixels) {
        int target = grid.target().segments(pixels);
        int cells = (int) ((long) target * width * height / pixels);
        return new GridScheme(
                target,
                cells,
                Seeds.rows(width, height, cells),
                (int) Math.max(1, SMALLEST * pixels / target));
    }
}
