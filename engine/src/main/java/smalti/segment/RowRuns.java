package smalti.segment;

import java.util.Arrays;
import smalti.tensor.Tensor;

/// Labels as runs of equal neighbours in a row, in raster order, while they are checked: the one pass over the pixels
/// that everything else is derived from.
final class RowRuns {
    private int[] start;
    private int[] label;
    private int runs;
    private final int[] rowRuns;
    private final int[] largest;

    private final int[] labels;
    private final int offset;
    private final LabelShape shape;
    private final Labelling labelling;
    private final int limit;
    private final int ignore;

    /// @param labels on the heap
    RowRuns(Tensor labels, LabelShape shape, Labelling labelling) {
        this.labels = labels.ints();
        this.offset = labels.offset();
        this.shape = shape;
        this.labelling = labelling;
        int rows = shape.rows();
        int width = shape.width();
        int pixels = shape.pixels();
        this.limit = labelling.limit(pixels);
        this.ignore = labelling.ignore().orElse(-1);
        this.rowRuns = new int[rows + 1];
        this.largest = new int[shape.batch()];
        Arrays.fill(largest, -1);
        int guess = Math.min(pixels, width + pixels / 8);
        this.start = new int[guess + 1];
        this.label = new int[guess];
        for (int row = 0; row < rows; row++) {
            if (label.length - runs < width) {
                grow(pixels, width);
            }
            addRow(row);
            rowRuns[row + 1] = runs;
        }
        start[runs] = pixels;
    }

    /// Makes room for another row of single pixels.
    private void grow(int pixels, int width) {
        int longer = (int) Math.min(pixels, 4L * runs + width);
        start = Arrays.copyOf(start, longer + 1);
        label = Arrays.copyOf(label, longer);
    }

    private void addRow(int row) {
        // Locals, because C2 writes a field back at every run.
        int[] values = labels;
        int[] starts = start;
        int[] segments = label;
        int found = runs;
        int first = found;
        int height = shape.height();
        int width = shape.width();
        int from = offset + row * width;
        int end = from + width;
        int most = largest[row / height];
        for (int at = from; at < end; ) {
            int value = values[at];
            int begin = at;
            do {
                at++;
            } while (at < end && values[at] == value);
            int segment = value < 0 || value == ignore ? -1 : value;
            if (segment > most) {
                if (segment >= limit) {
                    int[] position = {row / height, row % height, begin - from};
                    throw labelling.tooLarge(position, value, shape.pixels());
                }
                most = segment;
            }
            // Runs of different ignored labels are one run.
            if (segment >= 0 || found == first || segments[found - 1] >= 0) {
                starts[found] = begin - offset;
                segments[found++] = segment;
            }
        }
        runs = found;
        largest[row / height] = most;
    }

    /// The first pixel of each run, and the number of pixels as last entry.
    int[] starts() {
        return Arrays.copyOf(start, runs + 1);
    }

    /// The segment of each run, -1 where it is ignored.
    int[] labels() {
        return Arrays.copyOf(label, runs);
    }

    /// The first run of each row, and the number of runs as last entry.
    int[] rowRuns() {
        return rowRuns;
    }

    /// The largest segment of each image, -1 where there is none.
    int[] largest() {
        return largest;
    }
}
