package smalti.cpu.kernel;

/// Three rows of pixels, over which a window of 3x3 taps slides. Each is in an array of its own, so that a
/// row outside the map can be one of zeros.
///
/// @param topAt where the first pixel of the top row begins; those of the others are `middleAt` and `bottomAt`
/// @param step from there to the next pixel
/// @param columns pixels of a row
/// @param stride how many pixels the window goes on from output to output
/// @param margin how many columns before the first pixel the first window begins, at most 2
public record Strip(
        float[] top,
        int topAt,
        float[] middle,
        int middleAt,
        float[] bottom,
        int bottomAt,
        int step,
        int columns,
        int stride,
        int margin) {
    /// The array of one of the rows.
    public float[] array(int row) {
        return row == 0 ? top : row == 1 ? middle : bottom;
    }

    /// Where the first pixel of one of the rows begins.
    public int at(int row) {
        return row == 0 ? topAt : row == 1 ? middleAt : bottomAt;
    }

    /// Columns from the first on that so many outputs see.
    public int columnsOf(int pixels) {
        return Math.min(columns, (pixels - 1) * stride + 3 - margin);
    }
}
