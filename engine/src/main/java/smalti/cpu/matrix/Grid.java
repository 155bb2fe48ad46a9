package smalti.cpu.matrix;

import smalti.cpu.kernel.GemmKernels;

/// A product's division into parts of whole tiles, all of the same size but those at the end.
///
/// @param high rows of a part
/// @param wide columns of a part
/// @param across parts side by side
/// @param parts in all
public record Grid(int high, int wide, int across, int parts) {
    /// What packing a value costs in multiply-adds. Values of the left matrix are packed in every part that needs them; those
    /// of the right too, unless parts lie below each other only: then these pack them together.
    private static final long PACKING = 24;

    /// At most `threads` parts, of the shape that costs the largest the least.
    public static Grid of(int rows, int columns, int threads, GemmKernels kernels) {
        Grid best = new Grid(rows, columns, 1, 1);
        for (int down = 1; down <= threads; down++) {
            int high = share(rows, down, kernels.rows());
            int wide = share(columns, threads / down, kernels.columns());
            int across = (columns + wide - 1) / wide;
            var grid = new Grid(high, wide, across, across * ((rows + high - 1) / high));
            if (grid.cost() < best.cost()) {
                best = grid;
            }
        }
        return best;
    }

    private static int share(int size, int parts, int tile) {
        int tiles = (size + tile - 1) / tile;
        return (tiles + parts - 1) / parts * tile;
    }

    private long cost() {
        int packed = across == 1 ? wide / parts : wide;
        return (long) high * wide + PACKING * (high + packed);
    }

    /// The first row of a part.
    public int row(int part) {
        return part / across * high;
    }

    /// The first column of a part.
    public int column(int part) {
        return part % across * wide;
    }
}
