package smalti.cpu.kernel;

/// How a picture lies in the arrays of the superpixel kernels: planes of 16-bit values, one a channel, whose rows are
/// padded. A kernel may read and write up to [#MARGIN] values behind a row's last pixel, so that it needs no masks; no
/// result is ever taken from there. One row of margin lies above and one below the picture.
///
/// @param width pixels a row, at least 1
/// @param height rows, at least 1
/// @param channels planes, at least 1
/// @param stride values from one row to the next
public record SlicFrame(int width, int height, int channels, int stride) {
    /// Values beside a row: the longest vector of 16-bit lanes.
    public static final int MARGIN = 32;

    /// Rows whose distance is a multiple of this many values fall on the same cache sets.
    private static final int ALIASED = 512;

    /// A frame for a picture.
    public static SlicFrame of(int width, int height, int channels) {
        int stride = (width + MARGIN - 1) / MARGIN * MARGIN + 2 * MARGIN;
        return new SlicFrame(
                width, height, channels, stride % ALIASED == 0 ? stride + MARGIN : stride);
    }

    /// Where a pixel lies in a plane; `-1` and the size itself are allowed, they lie in the margin.
    public int at(int x, int y) {
        return (y + 1) * stride + MARGIN + x;
    }

    /// Values from one plane to the next.
    public int plane() {
        return (height + 2) * stride;
    }

    /// Values of all planes, with room for a vector behind the last row.
    public long values() {
        return (long) channels * plane() + MARGIN;
    }

    /// Words of 64 pixels that cover a row.
    public int words() {
        return (width + Long.SIZE - 1) / Long.SIZE;
    }
}
