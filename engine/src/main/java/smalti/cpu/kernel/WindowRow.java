package smalti.cpu.kernel;

/// Which pixels the windows of one row of outputs see: in each the same rows, and columns that begin `stride` later from
/// output to output.
///
/// @param width columns of the map
/// @param firstRow the first row of the map that is seen
/// @param rows how many rows are seen, at least 1
/// @param rowStep rows of the map from one of these to the next
/// @param left columns of padding before the map
/// @param taps columns of a window
/// @param tapStep columns of the map from one tap to the next
/// @param outputs in the row
public record WindowRow(
        int width,
        int channels,
        int firstRow,
        int rows,
        int rowStep,
        int left,
        int stride,
        int taps,
        int tapStep,
        int outputs) {
    /// The first tap of an output that lies on the map.
    public int firstTap(int output) {
        int first = output * stride - left;
        return first >= 0 ? 0 : Math.ceilDiv(-first, tapStep);
    }

    /// The tap behind the last of an output that lies on the map.
    public int endTap(int output) {
        int first = output * stride - left;
        return Math.min(taps, Math.ceilDiv(width - first, tapStep));
    }

    /// The column of the map that a tap of an output sees.
    public int column(int output, int tap) {
        return output * stride - left + tap * tapStep;
    }
}
