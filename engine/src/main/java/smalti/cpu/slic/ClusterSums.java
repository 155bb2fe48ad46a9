package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;

/// What one band of rows contributes to the clusters: pixels, positions, colours and boxes, added up run by run.
final class ClusterSums {
    /// Where the colours begin in a cluster's entries, behind number, columns and rows.
    static final int COLOURS = 3;

    final int entries;
    final long[] sums;

    /// The boxes of the clusters' pixels, once for the rows of each phase: a phase's labels stay until its next turn.
    final int[] boxes;

    final int[] contrasts;

    private final SlicFrame frame;
    private final Clusters clusters;
    private final long[] words;

    /// The running sums of the row at hand, a channel behind the other.
    private final short[] prefix;

    ClusterSums(SlicFrame frame, Clusters clusters, int phases) {
        this.frame = frame;
        this.clusters = clusters;
        this.entries = COLOURS + frame.channels();
        this.sums = new long[clusters.count * entries];
        this.boxes = new int[4 * clusters.count * phases];
        this.contrasts = new int[clusters.count];
        this.words = new long[frame.words()];
        this.prefix = new short[frame.channels() * frame.stride() + SlicFrame.MARGIN];
    }

    /// Room for the marks of one row.
    long[] words() {
        return words;
    }

    /// Forgets everything but the boxes of other phases.
    void clear(int phase) {
        Arrays.fill(sums, 0);
        Arrays.fill(contrasts, 0);
        int boxesAPhase = 4 * contrasts.length;
        for (int at = phase * boxesAPhase; at < (phase + 1) * boxesAPhase; at += 4) {
            boxes[at] = Integer.MAX_VALUE;
            boxes[at + 1] = -1;
            boxes[at + 2] = Integer.MAX_VALUE;
            boxes[at + 3] = -1;
        }
    }

    /// Adds a row whose changes are marked in [#words()].
    void addRow(SlicKernels kernels, int y, int phase, short[] labels, short[] planes) {
        int at = frame.at(0, y);
        for (int channel = 0; channel < frame.channels(); channel++) {
            int to = channel * frame.stride();
            kernels.prefix(planes, at + channel * frame.plane(), prefix, to, frame.width());
        }
        for (int word = 0; word < words.length; word++) {
            int block = word * Long.SIZE;
            int end = Math.min(frame.width(), block + Long.SIZE);
            // Running sums begin anew with each word, so runs do too.
            long changes = words[word] & ~1L;
            int from = block;
            while (changes != 0) {
                int to = block + Long.numberOfTrailingZeros(changes);
                addRun(y, phase, block, from, to, labels[at + from]);
                changes &= changes - 1;
                from = to;
            }
            addRun(y, phase, block, from, end, labels[at + from]);
        }
    }

    private void addRun(int y, int phase, int block, int from, int to, short code) {
        if (!Clusters.isCluster(code)) {
            return;
        }
        int cluster = clusters.cluster(code, y);
        int pixels = to - from;
        int at = cluster * entries;
        sums[at] += pixels;
        sums[at + 1] += (from + to - 1) * pixels / 2;
        sums[at + 2] += (long) y * pixels;
        int last = to - 1;
        int before = from - 1;
        boolean first = from == block;
        for (int channel = 0, entry = at + COLOURS;
                channel < frame.channels();
                channel++, entry++) {
            sums[entry] += (prefix[last] - (first ? 0 : prefix[before])) & 0xFFFF;
            last += frame.stride();
            before += frame.stride();
        }
        int box = 4 * (phase * contrasts.length + cluster);
        boxes[box] = Math.min(boxes[box], from);
        boxes[box + 1] = Math.max(boxes[box + 1], to - 1);
        boxes[box + 2] = Math.min(boxes[box + 2], y);
        boxes[box + 3] = y;
    }
}
