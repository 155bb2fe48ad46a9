package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;

/// A band of rows as runs of equal labels. Behind the runs of each row stands one more entry, a run without pixels at
/// the row's end: so a run stops where the next entry starts.
final class RowRuns {
    /// Pixels of a run in pictures of many runs; others make more room.
    private static final int PIXELS_A_RUN = 8;

    final int firstRow;
    final int endRow;
    private final int width;

    /// Words of 64 pixels a row.
    private final int words;

    /// For each row a bit a pixel: where runs begin, and where the label is not that of the pixel above.
    private final long[] begins;

    private final long[] changes;

    /// The first entry of each row, and the number of entries.
    private final int[] rows;

    private int[] starts;
    private short[] labels;

    /// Cuts the rows from `firstRow` to before `endRow` of a plane of labels.
    RowRuns(SlicFrame frame, SlicKernels kernels, short[] plane, int firstRow, int endRow) {
        this.firstRow = firstRow;
        this.endRow = endRow;
        this.width = frame.width();
        this.words = frame.words();
        this.begins = new long[(endRow - firstRow) * words];
        this.changes = new long[begins.length];
        this.rows = new int[endRow - firstRow + 1];
        int room = width + 1 + (endRow - firstRow) * width / PIXELS_A_RUN;
        this.starts = new int[room];
        this.labels = new short[room];
        for (int y = firstRow; y < endRow; y++) {
            int at = frame.at(0, y);
            int to = (y - firstRow) * words;
            kernels.differences(plane, at, at - 1, width, begins, to);
            kernels.differences(plane, at, at - frame.stride(), width, changes, to);
            begins[to] |= 1;
            makeRoom(rows[y - firstRow]);
            rows[y - firstRow + 1] = cut(rows[y - firstRow], to, plane, at);
        }
    }

    private void makeRoom(int entries) {
        if (entries + width >= starts.length) {
            long most = (long) (endRow - firstRow) * (width + 1);
            starts = Arrays.copyOf(starts, (int) Math.min(2L * starts.length, most));
            labels = Arrays.copyOf(labels, starts.length);
        }
    }

    private int cut(int firstEntry, int from, short[] plane, int at) {
        int entry = firstEntry;
        for (int word = 0; word < words; word++) {
            for (long left = begins[from + word]; left != 0; left &= left - 1) {
                int start = word * Long.SIZE + Long.numberOfTrailingZeros(left);
                starts[entry] = start;
                labels[entry++] = plane[at + start];
            }
        }
        starts[entry] = width;
        return entry + 1;
    }

    int width() {
        return width;
    }

    int words() {
        return words;
    }

    /// Entries of all rows.
    int entries() {
        return rows[rows.length - 1];
    }

    /// The first run of a row.
    int first(int y) {
        return rows[y - firstRow];
    }

    /// The entry behind a row's last run.
    int end(int y) {
        return rows[y - firstRow + 1] - 1;
    }

    /// A run's first column.
    int start(int run) {
        return starts[run];
    }

    /// The column behind a run's last one.
    int stop(int run) {
        return starts[run + 1];
    }

    short label(int run) {
        return labels[run];
    }

    /// The pixels of row `y` where a run begins, 64 a word.
    long begins(int y, int word) {
        return begins[(y - firstRow) * words + word];
    }

    /// The pixels of row `y` whose label is not that of the pixel above.
    long changes(int y, int word) {
        return changes[(y - firstRow) * words + word];
    }
}
