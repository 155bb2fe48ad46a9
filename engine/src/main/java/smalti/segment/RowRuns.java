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

    int[] start;
    int[] label;
    int runs;
    final int[] rowRuns;
    final int[] largest;

    private final int[] labels;
    private final int offset;
    private final int height;
    private final int width;
    private final Labelling labelling;
    private final int limit;

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
        this.rowRuns = new int[rows + 1];
        this.largest = new int[batch];
        Arrays.fill(largest, -1);
        int guess = Math.min(pixels, rows + pixels / 8) + 1;
        this.start = new int[guess];
        this.label = new int[guess];
        for (int row = 0; row < rows; row++) {
            rowRuns[row] = runs;
            addRow(row);
        }
        rowRuns[rows] = runs;
        start = Arrays.copyOf(start, runs + 1);
        label = Arrays.copyOf(label, runs);
        start[runs] = pixels;
    }

    private void addRow(int row) {
        int ignore = labelling.ignore().orElse(-1);
        int from = offset + row * width;
        int end = from + width;
        int image = row / height;
        int last = -1;
        boolean first = true;
        for (int at = from; at < end; ) {
            int value = labels[at];
            int begin = at;
            do {
                at++;
            } while (at < end && labels[at] == value);
            int segment = value < 0 || value == ignore ? -1 : value;
            if (segment >= limit) {
                throw tooLarge(value, image, row % height, begin - from);
            }
            // Runs of different ignored labels are one run.
            if (first || segment != last) {
                append(begin - offset, segment);
                largest[image] = Math.max(largest[image], segment);
            }
            first = false;
            last = segment;
        }
    }

    private void append(int pixel, int segment) {
        if (runs == label.length) {
            int longer = (int) Math.min(Shape.MAX_ELEMENTS, 2L * runs + 1);
            start = Arrays.copyOf(start, longer);
            label = Arrays.copyOf(label, longer);
        }
        start[runs] = pixel;
        label[runs++] = segment;
    }

    private LabelException tooLarge(int value, int image, int y, int x) {
        String wayOut =
                labelling.segments().isPresent()
                        ? ""
                        : "that many are implausible for so few pixels: name their number, or relabel them densely";
        return new LabelException(new int[] {image, y, x}, value, limit, wayOut);
    }
}
