package smalti.segment;

import smalti.error.ParameterException;
import smalti.error.ShapeException;

/// The intervals of pixels that the cells of a feature map see along one axis. Intervals may overlap, as receptive fields
/// do, may end within a pixel, and may reach beyond the picture, where they see nothing.
public final class AxisCover {
    private final int pixels;
    private final double[] starts;
    private final double[] ends;

    private AxisCover(int pixels, double[] starts, double[] ends) {
        this.pixels = pixels;
        this.starts = starts;
        this.ends = ends;
    }

    /// Cells that tile the axis evenly: cell `j` sees `[j·pixels/cells, (j+1)·pixels/cells)`.
    ///
    /// @throws ParameterException if there is no cell
    public static AxisCover tiling(int pixels, int cells) {
        checkCells(cells);
        double[] starts = new double[cells];
        double[] ends = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            starts[cell] = (double) ((long) cell * pixels) / cells;
            ends[cell] = (double) ((cell + 1L) * pixels) / cells;
        }
        return new AxisCover(pixels, starts, ends);
    }

    /// The receptive fields of a convolutional feature map: cell `j` sees `size` pixels from `first + j·stride`.
    ///
    /// @throws ParameterException if there is no cell, the stride is negative, or the size is not positive
    public static AxisCover receptiveFields(
            int pixels, int cells, double first, double stride, double size) {
        checkCells(cells);
        double[] starts = new double[cells];
        double[] ends = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            starts[cell] = first + cell * stride;
            ends[cell] = starts[cell] + size;
        }
        return of(pixels, starts, ends);
    }

    private static void checkCells(int cells) {
        if (cells < 1) {
            throw new ParameterException("the number of cells along an axis", "at least 1", cells);
        }
    }

    /// Any intervals whose starts and ends both ascend.
    ///
    /// @throws ShapeException if there are not as many ends as starts, or none
    /// @throws ParameterException if starts or ends descend, or an interval is empty
    public static AxisCover of(int pixels, double[] starts, double[] ends) {
        if (starts.length == 0 || starts.length != ends.length) {
            throw new ShapeException(
                    "an axis cover",
                    "at least one start, and as many ends",
                    starts.length + " and " + ends.length);
        }
        for (int cell = 0; cell < starts.length; cell++) {
            boolean ordered =
                    cell == 0 || (starts[cell] >= starts[cell - 1] && ends[cell] >= ends[cell - 1]);
            if (!ordered || !(ends[cell] > starts[cell])) {
                throw new ParameterException(
                        "interval " + cell,
                        "ascending and not empty",
                        "[" + starts[cell] + "," + ends[cell] + ")");
            }
        }
        return new AxisCover(pixels, starts.clone(), ends.clone());
    }

    public int pixels() {
        return pixels;
    }

    public int cells() {
        return starts.length;
    }

    /// The length that a cell's interval shares with `[from, to)`.
    double overlap(int cell, int from, int to) {
        return Math.max(0, Math.min(to, ends[cell]) - Math.max(from, starts[cell]));
    }

    /// The first cell whose interval ends after `pixel`; [#cells()] if there is none.
    int firstBeyond(int pixel) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > pixel) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
