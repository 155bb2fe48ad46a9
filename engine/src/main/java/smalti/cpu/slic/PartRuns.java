package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.superpixel.PartGraph;

/// The labels of the last pass as row runs, and the 4-connected parts that they form, found by union of runs: O(runs).
final class PartRuns {
    private static final int LEFT_OUT = -1;

    private final SlicFrame frame;
    private final int[] rows;
    private int[] starts;
    private int[] parts;
    private int runs;
    private int count;

    PartRuns(SlicFrame frame) {
        this.frame = frame;
        this.rows = new int[frame.height() + 1];
        int guess = frame.height() * (1 + frame.width() / 8) + 1;
        this.starts = new int[guess];
        this.parts = new int[guess];
    }

    /// Finds runs and parts.
    void find(SlicKernels kernels, short[] labels) {
        long[] words = new long[frame.words()];
        for (int y = 0; y < frame.height(); y++) {
            rows[y] = runs;
            kernels.changes(labels, frame.at(0, y), frame.width(), words);
            cutRow(words);
            uniteRow(y, labels);
        }
        rows[frame.height()] = runs;
        number(labels);
    }

    private void cutRow(long[] words) {
        if (runs + frame.width() > starts.length) {
            int room = (int) Math.min(2L * starts.length + frame.width(), Integer.MAX_VALUE - 8);
            starts = Arrays.copyOf(starts, room);
            parts = Arrays.copyOf(parts, room);
        }
        words[0] |= 1;
        for (int word = 0; word < words.length; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                parts[runs] = runs;
                starts[runs++] = word * Long.SIZE + Long.numberOfTrailingZeros(left);
            }
        }
    }

    /// Unites the runs of a row with those above that they touch and equal. Until [#number], `parts` holds parents.
    private void uniteRow(int y, short[] labels) {
        if (y == 0) {
            return;
        }
        int here = frame.at(0, y);
        int upper = rows[y - 1];
        int lower = rows[y];
        int stop = rows[y];
        while (upper < stop && lower < runs) {
            if (labels[here + starts[lower]] == labels[here - frame.stride() + starts[upper]]) {
                unite(upper, lower);
            }
            int upperEnd = upper + 1 < stop ? starts[upper + 1] : frame.width();
            int lowerEnd = lower + 1 < runs ? starts[lower + 1] : frame.width();
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

    /// The parts with their sizes, colour sums and borders.
    PartGraph graph(short[] prefix) {
        int channels = frame.channels();
        int[] sizes = new int[count];
        long[] sums = new long[count * channels];
        for (int y = 0, run = 0; y < frame.height(); y++) {
            for (int row = frame.at(0, y); run < rows[y + 1]; run++) {
                if (parts[run] != LEFT_OUT) {
                    int end = end(run, rows[y + 1]);
                    sizes[parts[run]] += end - starts[run];
                    for (int channel = 0; channel < channels; channel++) {
                        sums[parts[run] * channels + channel] +=
                                sum(prefix, row + channel * frame.plane(), starts[run], end);
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

    private static long sum(short[] prefix, int row, int from, int to) {
        long sum = 0;
        for (int at = from; at < to; ) {
            int end = Math.min(to, (at | Long.SIZE - 1) + 1);
            sum +=
                    (prefix[row + end - 1] - (at % Long.SIZE == 0 ? 0 : prefix[row + at - 1]))
                            & 0xFFFF;
            at = end;
        }
        return sum;
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
