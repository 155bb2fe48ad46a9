package smalti.segment;

import java.util.Arrays;
import smalti.error.LabelException;
import smalti.tensor.Shape;

/// Labels as runs of equal neighbours in a row, in raster order, while they are checked: the one pass over the pixels
/// that everything else is derived from.
final class RowRuns {
    /// Segments that an unlabelled number of them may reach before the labels are taken for garbage: tables of that
    /// many entries are small.
    private static final int ALWAYS_ALLOWED = 1 << 20;

    /// Beyond [#ALWAYS_ALLOWED], segments a pixel.
    private static final int SPARSEST = 16;

    private int[] start;
    private int[] label;
    private int runs;
    private final int[] rowRuns;
    private final int[] largest;

    private final int[] labels;
    private final int offset;
    private final int height;
    private final int width;
    private final Labelling labelling;
    private final int limit;
    private final int ignore;

    RowRuns(int[] labels, int offset, int batch, int height, int width, Labelling labelling) {
        this.labels = labels;
        this.offset = offset;
        this.height = height;
        this.width = width;
        this.labelling = labelling;
        int rows = batch * height;
        int pixels = rows * width;
        this.limit =
                labelling
                        .segments()
                        .orElse(
                                (int)
                                        Math.min(
                                                Shape.MAX_ELEMENTS,
                                                Math.max(
                                                        ALWAYS_ALLOWED, (long) SPARSEST * pixels)));
        this.ignore = labelling.ignore().orElse(-1);
        this.rowRuns = new int[rows + 1];
        this.largest = new int[batch];
        Arrays.fill(largest, -1);
        int guess = Math.min(pixels, width + pixels / 8);
        this.start = new int[guess + 1];
        this.label = new int[guess];
        for (int row = 0; row < rows; row++) {
            if (label.length - runs < width) {
                grow(pixels);
            }
            addRow(row);
            rowRuns[row + 1] = runs;
        }
        start[runs] = pixels;
    }

    /// Makes room for another row of single pixels.
    private void grow(int pixels) {
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
                    throw tooLarge(value, row / height, row % height, begin - from);
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

    private LabelException tooLarge(int value, int image, int y, int x) {
        String wayOut =
                labelling.segments().isPresent()
                        ? ""
                        : "that many are implausible for so few pixels: name their number, or relabel them densely";
        return new LabelException(new int[] {image, y, x}, value, limit, wayOut);
    }
}
