package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.superpixel.PartGraph;

/// The labels of the last pass as row runs, and the 4-connected parts that they form, found by union of runs: O(runs).
final class PartRuns {
    private static final int LEFT_OUT = -1;

    private final SlicFrame frame;
    private final Bands bands;
    private final int[] rows;
    private int[] starts = {};
    private int[] parts = {};
    private int count;

    PartRuns(SlicFrame frame, Bands bands) {
        this.frame = frame;
        this.bands = bands;
        this.rows = new int[frame.height() + 1];
    }

    /// Finds runs and parts.
    void find(SlicKernels kernels, short[] labels) {
        long[][] changes = new long[frame.height()][frame.words()];
        bands.each(band -> {
            for (int y = bands.row(band); y < bands.row(band + 1); y++) {
                markRow(kernels, labels, y, changes[y]);
            }
        });
        for (int y = 0; y < frame.height(); y++) {
            rows[y + 1] += rows[y];
        }
        starts = new int[rows[frame.height()]];
        parts = new int[starts.length];
        bands.each(band -> {
            for (int y = bands.row(band); y < bands.row(band + 1); y++) {
                cutRow(y, changes[y]);
                if (y > bands.row(band)) {
                    uniteRow(y, labels);
                }
            }
        });
        for (int band = 1; band < bands.count(); band++) {
            uniteRow(bands.row(band), labels);
        }
        number(labels);
    }

    /// Marks where runs begin and counts them; the count waits one row further on for being added up.
    private void markRow(SlicKernels kernels, short[] labels, int y, long[] changes) {
        kernels.changes(labels, frame.at(0, y), frame.width(), changes);
        changes[0] |= 1;
        int runs = 0;
        for (long word : changes) {
            runs += Long.bitCount(word);
        }
        rows[y + 1] = runs;
    }

    private void cutRow(int y, long[] changes) {
        int run = rows[y];
        for (int word = 0; word < changes.length; word++) {
            for (long left = changes[word]; left != 0; left &= left - 1) {
                parts[run] = run;
                starts[run++] = word * Long.SIZE + Long.numberOfTrailingZeros(left);
            }
        }
    }

    /// Unites the runs of a row with those above that they touch and equal. Until [#number], `parts` holds parents.
    private void uniteRow(int y, short[] labels) {
        int here = frame.at(0, y);
        int upper = rows[y - 1];
        int lower = rows[y];
        int stop = rows[y];
        int end = rows[y + 1];
        while (upper < stop && lower < end) {
            if (labels[here + starts[lower]] == labels[here - frame.stride() + starts[upper]]) {
                unite(upper, lower);
            }
            int upperEnd = upper + 1 < stop ? starts[upper + 1] : frame.width();
            int lowerEnd = lower + 1 < end ? starts[lower + 1] : frame.width();
            upper += upperEnd <= lowerEnd ? 1 : 0;
            lower += lowerEnd <= upperEnd ? 1 : 0;
        }
    }

    private void unite(int one, int other) {
        int a = root(one);
        int b = root(other);
        if (a < b) {
            parts[b] = a;
        } else {
            parts[a] = b;
        }
    }

    private int root(int run) {
        int at = run;
        while (parts[at] != at) {
            parts[at] = parts[parts[at]];
            at = parts[at];
        }
        return at;
    }

    /// Numbers the parts in raster order. A part's root is its first run, so parents come before their children.
    private void number(short[] labels) {
        for (int y = 0, run = 0; y < frame.height(); y++) {
            for (int row = frame.at(0, y); run < rows[y + 1]; run++) {
                if (labels[row + starts[run]] == SlicKernels.LEFT_OUT) {
                    parts[run] = LEFT_OUT;
                } else {
                    parts[run] = parts[run] == run ? count++ : parts[parts[run]];
                }
            }
        }
    }

    int count() {
        return count;
    }

    /// The parts with their sizes, colours and borders. A part's colour is its cluster's, or that of its pixels where no
    /// cluster reaches.
    PartGraph graph(short[] labels, short[] planes, Clusters clusters) {
        int channels = frame.channels();
        int[] sizes = new int[count];
        long[] sums = new long[count * channels];
        for (int y = 0, run = 0; y < frame.height(); y++) {
            for (int row = frame.at(0, y); run < rows[y + 1]; run++) {
                int part = parts[run];
                if (part != LEFT_OUT) {
                    int from = starts[run];
                    int pixels = end(run, rows[y + 1]) - from;
                    sizes[part] += pixels;
                    short code = labels[row + from];
                    if (Clusters.isCluster(code)) {
                        int colour = clusters.cluster(code, y) * channels;
                        for (int channel = 0; channel < channels; channel++) {
                            sums[part * channels + channel] +=
                                    (long) pixels * clusters.colours[colour + channel];
                        }
                    } else {
                        addPixels(planes, row + from, pixels, sums, part * channels);
                    }
                }
            }
        }
        var graph = new PartGraph(sizes, sums, channels);
        for (int y = 0; y < frame.height(); y++) {
            addBorders(y, graph);
        }
        return graph;
    }

    private void addPixels(short[] planes, int at, int pixels, long[] sums, int to) {
        for (int channel = 0; channel < frame.channels(); channel++) {
            for (int i = at + channel * frame.plane(), end = i + pixels; i < end; i++) {
                sums[to + channel] += planes[i];
            }
        }
    }

    private void addBorders(int y, PartGraph graph) {
        int end = rows[y + 1];
        for (int run = rows[y] + 1; run < end; run++) {
            addBorder(graph, parts[run - 1], parts[run], 1);
        }
        if (y == 0) {
            return;
        }
        int upper = rows[y - 1];
        int lower = rows[y];
        int from = 0;
        while (lower < end) {
            int upperEnd = end(upper, rows[y]);
            int lowerEnd = end(lower, end);
            int to = Math.min(upperEnd, lowerEnd);
            addBorder(graph, parts[upper], parts[lower], to - from);
            from = to;
            upper += upperEnd == to ? 1 : 0;
            lower += lowerEnd == to ? 1 : 0;
        }
    }

    private static void addBorder(PartGraph graph, int one, int other, int length) {
        if (one != other && one != LEFT_OUT && other != LEFT_OUT) {
            graph.addBorder(one, other, length);
        }
    }

    private int end(int run, int rowEnd) {
        return run + 1 < rowEnd ? starts[run + 1] : frame.width();
    }

    /// Writes the labels of some rows.
    ///
    /// @param numbers the number of each part
    /// @param start added to the numbers; pixels that have none get one less
    /// @param offset where the picture begins in `labels`
    void paint(int firstRow, int endRow, int[] numbers, int start, int[] labels, int offset) {
        for (int y = firstRow; y < endRow; y++) {
            int row = offset + y * frame.width();
            for (int run = rows[y]; run < rows[y + 1]; run++) {
                int label = start + (parts[run] == LEFT_OUT ? LEFT_OUT : numbers[parts[run]]);
                Arrays.fill(labels, row + starts[run], row + end(run, rows[y + 1]), label);
            }
        }
    }
}
