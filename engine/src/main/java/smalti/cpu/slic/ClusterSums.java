package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicFrame;

/// What one band of rows contributes to the clusters: pixels, positions, colours and boxes, added up run by run.
final class ClusterSums {
    /// Where the colours begin in a cluster's entries, behind number, columns and rows.
    static final int COLOURS = 3;

    final int entries;
    final long[] sums;
    final int[] boxes;
    final int[] contrasts;

    private final SlicFrame frame;
    private final Clusters clusters;
    private final long[] words;

    ClusterSums(SlicFrame frame, Clusters clusters) {
        this.frame = frame;
        this.clusters = clusters;
        this.entries = COLOURS + frame.channels();
        this.sums = new long[clusters.count * entries];
        this.boxes = new int[4 * clusters.count];
        this.contrasts = new int[clusters.count];
        this.words = new long[frame.words()];
    }

    /// Room for the marks of one row.
    long[] words() {
        return words;
    }

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(contrasts, 0);
        for (int at = 0; at < boxes.length; at += 4) {
            boxes[at] = Integer.MAX_VALUE;
            boxes[at + 1] = -1;
            boxes[at + 2] = Integer.MAX_VALUE;
            boxes[at + 3] = -1;
        }
    }

    /// Adds a row whose changes are marked in [#words()].
    void addRow(int y, short[] labels, short[] prefix) {
        int at = frame.at(0, y);
        for (int word = 0; word < words.length; word++) {
            int block = word * Long.SIZE;
            int end = Math.min(frame.width(), block + Long.SIZE);
            // Running sums begin anew with each word, so runs do too.
            long changes = words[word] & ~1L;
            int from = block;
            while (changes != 0) {
                int to = block + Long.numberOfTrailingZeros(changes);
                addRun(y, at, block, from, to, labels[at + from], prefix);
                changes &= changes - 1;
                from = to;
            }
            addRun(y, at, block, from, end, labels[at + from], prefix);
        }
    }

    private void addRun(int y, int row, int block, int from, int to, short code, short[] prefix) {
        if (!Clusters.isCluster(code)) {
            return;
        }
        int cluster = clusters.cluster(code, y);
        int pixels = to - from;
        int at = cluster * entries;
        sums[at] += pixels;
        sums[at + 1] += (from + to - 1) * pixels / 2;
        sums[at + 2] += (long) y * pixels;
        int last = row + to - 1;
        int before = row + from - 1;
        boolean first = from == block;
        for (int channel = 0, entry = at + COLOURS;
                channel < frame.channels();
                channel++, entry++) {
            sums[entry] += (prefix[last] - (first ? 0 : prefix[before])) & 0xFFFF;
            last += frame.plane();
            before += frame.plane();
        }
        int box = 4 * cluster;
        boxes[box] = Math.min(boxes[box], from);
        boxes[box + 1] = Math.max(boxes[box + 1], to - 1);
        boxes[box + 2] = Math.min(boxes[box + 2], y);
        boxes[box + 3] = y;
    }
}
