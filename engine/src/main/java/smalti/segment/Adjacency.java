package smalti.segment;

import java.util.Arrays;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// Which segments touch, and along how many pixel edges: the region adjacency graph of each image of a batch, 4-connected,
/// in compressed rows. Symmetric and without loops; ignored pixels are nobody's neighbours. Built from the row runs in
/// O(runs), and a sort of each segment's neighbours.
///
/// Arrays are the graph's own and must not be written to.
public final class Adjacency {
    private final int[] starts;
    private final int[] neighbours;
    private final long[] lengths;

    private Adjacency(int[] starts, int[] neighbours, long[] lengths) {
        this.starts = starts;
        this.neighbours = neighbours;
        this.lengths = lengths;
    }

    /// Finds the neighbours of every segment of a batch.
    ///
    /// @throws ShapeException if runs touch more often than a heap array can hold
    public static Adjacency of(SegmentMap map) {
        // A counting sort by segment: how many contacts each has, where they begin, then each to
        // its place.
        long[] numbers = new long[map.counts().length + 1];
        visitContacts(map, (entry, _, _) -> numbers[entry + 1]++);
        Arrays.parallelPrefix(numbers, Long::sum);
        long contacts = numbers[numbers.length - 1];
        if (contacts > Shape.MAX_ELEMENTS) {
            throw new ShapeException(
                    "an adjacency graph", "at most " + Shape.MAX_ELEMENTS + " contacts", contacts);
        }
        int[] ends = new int[numbers.length - 1];
        Arrays.setAll(ends, entry -> (int) numbers[entry]);
        int[] others = new int[(int) contacts];
        int[] pieces = new int[(int) contacts];
        visitContacts(
                map,
                (entry, other, length) -> {
                    others[ends[entry]] = other;
                    pieces[ends[entry]++] = length;
                });
        return joined(map.segments(), ends, others, pieces);
    }

    /// Takes one stretch of a border as one of its two sides sees it.
    private interface Side {
        /// @param entry the segment `b·K + k` on this side
        /// @param other the segment on the other side
        /// @param length pixel edges
        void touch(int entry, int other, int length);
    }

    private static void visitContacts(SegmentMap map, Side side) {
        int[] labels = map.runLabels();
        int[] rows = map.rowRuns();
        for (int row = 0; row + 1 < rows.length; row++) {
            int base = row / map.height() * map.segments();
            for (int run = rows[row] + 1; run < rows[row + 1]; run++) {
                touchBoth(side, base, labels[run - 1], labels[run], 1);
            }
        }
        new RowContacts(map)
                .forEach((image, upper, lower, length) ->
                        touchBoth(
                                side,
                                image * map.segments(),
                                labels[upper],
                                labels[lower],
                                length));
    }

    private static void touchBoth(Side side, int base, int one, int other, int length) {
        if (one != other && one >= 0 && other >= 0) {
            side.touch(base + one, other, length);
            side.touch(base + other, one, length);
        }
    }

    /// Joins the contacts of each segment with the same neighbour.
    ///
    /// @param ends where the contacts of each segment end
    /// @param others the neighbour of each contact; overwritten
    private static Adjacency joined(int segments, int[] ends, int[] others, int[] pieces) {
        int[] starts = new int[ends.length + 1];
        long[] lengths = new long[others.length];
        long[] along = new long[segments];
        int found = 0;
        int contact = 0;
        for (int entry = 0; entry < ends.length; entry++) {
            int first = found;
            for (; contact < ends[entry]; contact++) {
                int other = others[contact];
                if (along[other] == 0) {
                    others[found++] = other;
                }
                along[other] += pieces[contact];
            }
            Arrays.sort(others, first, found);
            for (int at = first; at < found; at++) {
                lengths[at] = along[others[at]];
                along[others[at]] = 0;
            }
            starts[entry + 1] = found;
        }
        return new Adjacency(starts, Arrays.copyOf(others, found), Arrays.copyOf(lengths, found));
    }

    /// Where the neighbours of each segment `b·K + k` begin, and their number as last entry: `B·K + 1` entries.
    public int[] starts() {
        return starts;
    }

    /// The neighbours of each segment, as ids of the same image, ascending.
    public int[] neighbours() {
        return neighbours;
    }

    /// The pixel edges shared with each neighbour, at least 1.
    public long[] lengths() {
        return lengths;
    }
}
