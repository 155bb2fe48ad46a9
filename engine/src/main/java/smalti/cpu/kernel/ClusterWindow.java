package smalti.cpu.kernel;

/// A cluster and the pixels that it competes for: the arguments of one kernel call, filled in by the driver that owns
/// it, so that a call costs no allocation.
///
/// A pixel `column` values and `row` steps into the window lies `spatial[columnTerm + column] +
/// spatial[rowTerm + row * rowTermStep]` from the centre.
public final class ClusterWindow {
    /// The window's first pixel in a plane.
    public int at;

    /// Values from one row of the window to the next.
    public int step;

    /// Rows of the window.
    public int rows;

    /// Pixels of a row of the window.
    public int width;

    /// What pixels that fall to the cluster are labelled with.
    public short code;

    /// Where the cluster's mean colour begins in the table of colours.
    public int colour;

    /// The distances along one axis, [SlicKernels#FAR] outside of the cluster's reach.
    public short[] spatial = {};

    /// The entry of the window's first column.
    public int columnTerm;

    /// The entry of the window's first row.
    public int rowTerm;

    /// Entries from one row of the window to the next.
    public int rowTermStep;
}
