package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicKernels;

/// The 4-connected parts that runs of equal labels form within one band of rows, numbered in raster order. Found by
/// union of runs: O(runs).
final class BandParts {
    private final RowRuns runs;

    /// The part of each run.
    private final int[] parts;

    private final int[] sizes;

    /// The label of each part, and its first row.
    private final short[] labels;

    private final int[] rows;

    private boolean unclaimed;

    BandParts(RowRuns runs) {
        this.runs = runs;
        var unions = new Unions(runs.entries());
        for (int y = runs.firstRow; y < runs.endRow; y++) {
            // The run without pixels must not count as a part.
            unions.unite(runs.end(y) - 1, runs.end(y));
            if (y > runs.firstRow) {
                uniteWithRowAbove(y, unions);
            }
        }
        this.sizes = new int[unions.sets()];
        this.labels = new short[sizes.length];
        this.rows = new int[sizes.length];
        this.parts = unions.intoNumbers();
        for (int y = runs.firstRow; y < runs.endRow; y++) {
            measureRow(y);
        }
    }

    private void uniteWithRowAbove(int y, Unions unions) {
        for (var contacts = Contacts.ofEqual(runs, runs, y); contacts.next(); ) {
            unions.unite(contacts.upper, contacts.lower);
        }
    }

    private void measureRow(int y) {
        for (int run = runs.first(y); run < runs.end(y); run++) {
            int part = parts[run];
            if (sizes[part] == 0) {
                labels[part] = runs.label(run);
                rows[part] = y;
                unclaimed |= labels[part] == SlicKernels.NOBODY;
            }
            sizes[part] += runs.stop(run) - runs.start(run);
        }
    }

    RowRuns runs() {
        return runs;
    }

    int count() {
        return sizes.length;
    }

    /// The part of a run.
    int part(int run) {
        return parts[run];
    }

    /// A part's pixels in this band.
    int size(int part) {
        return sizes[part];
    }

    short label(int part) {
        return labels[part];
    }

    /// Whether there are pixels that no cluster reaches.
    boolean hasUnclaimed() {
        return unclaimed;
    }

    /// The first row that a part has in this band.
    int row(int part) {
        return rows[part];
    }

    /// Writes the labels of the band's rows.
    ///
    /// @param names the label of each part
    /// @param offset where the picture begins in `out`
    /// @param width pixels a row
    void paint(int[] names, int[] out, int offset, int width) {
        for (int y = runs.firstRow; y < runs.endRow; y++) {
            int row = offset + y * width;
            for (int run = runs.first(y); run < runs.end(y); run++) {
                Arrays.fill(out, row + runs.start(run), row + runs.stop(run), names[parts[run]]);
            }
        }
    }
}
