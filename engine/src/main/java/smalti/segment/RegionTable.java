package smalti.segment;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What each segment looks like: area, centroid, bounding box, perimeter. Tables are flat `[B,K]`, in pixels; column `x`
/// of a picture covers `[x, x+1)` and has its centre at `x`. An empty segment has area and perimeter 0, an empty box and
/// its centroid at NaN. Computed from the row runs: O(runs), however large the segments.
///
/// Arrays are the table's own and must not be written to.
public final class RegionTable {
    /// The names of the columns of [#rows()].
    public static final List<String> COLUMNS =
            List.of(
                    "image",
                    "segment",
                    "area",
                    "centroid_x",
                    "centroid_y",
                    "left",
                    "top",
                    "right",
                    "bottom",
                    "perimeter");

    private final SegmentMap map;
    private final double[] centroidX;
    private final double[] centroidY;
    private final int[] left;
    private final int[] top;
    private final int[] right;
    private final int[] bottom;
    private final long[] perimeters;

    private RegionTable(SegmentMap map) {
        this.map = map;
        int entries = map.counts().length;
        this.centroidX = new double[entries];
        this.centroidY = new double[entries];
        this.left = new int[entries];
        this.top = new int[entries];
        this.right = new int[entries];
        this.bottom = new int[entries];
        this.perimeters = new long[entries];
    }

    /// Describes every segment of a batch.
    public static RegionTable of(SegmentMap map) {
        RegionTable table = new RegionTable(map);
        for (int entry = 0; entry < map.counts().length; entry++) {
            table.describe(entry);
        }
        table.dropInnerEdges();
        return table;
    }

    /// Everything but the pixel edges that a segment shares with itself one row further.
    private void describe(int entry) {
        int from = map.segmentStarts()[entry];
        int to = map.segmentStarts()[entry + 1];
        long sumX2 = 0;
        long sumY = 0;
        int west = Integer.MAX_VALUE;
        int east = 0;
        for (int at = from; at < to; at++) {
            int run = map.segmentRuns()[at];
            int start = map.runStarts()[run];
            int length = map.runStarts()[run + 1] - start;
            int x = start % map.width();
            int y = start / map.width() % map.height();
            sumX2 += (long) length * (2L * x + length - 1);
            sumY += (long) length * y;
            west = Math.min(west, x);
            east = Math.max(east, x + length);
            bottom[entry] = y + 1;
        }
        int area = map.counts()[entry];
        centroidX[entry] = sumX2 / 2.0 / area;
        centroidY[entry] = (double) sumY / area;
        if (area > 0) {
            left[entry] = west;
            right[entry] = east;
            top[entry] = map.runStarts()[map.segmentRuns()[from]] / map.width() % map.height();
        }
        // A run has two ends, and each pixel an upper and a lower edge until the inner ones are
        // dropped.
        perimeters[entry] = 2L * (to - from) + 2L * area;
    }

    private void dropInnerEdges() {
        new RowContacts(map)
                .forEach((image, upper, lower, length) -> {
                    int segment = map.runLabels()[upper];
                    if (segment >= 0 && segment == map.runLabels()[lower]) {
                        perimeters[image * map.segments() + segment] -= 2L * length;
                    }
                });
    }

    /// The map that is described.
    public SegmentMap map() {
        return map;
    }

    /// Pixels a segment.
    public int[] areas() {
        return map.counts();
    }

    /// The mean column of each segment's pixels.
    public double[] centroidX() {
        return centroidX;
    }

    /// The mean row of each segment's pixels.
    public double[] centroidY() {
        return centroidY;
    }

    /// The first column of each segment.
    public int[] left() {
        return left;
    }

    /// The first row of each segment.
    public int[] top() {
        return top;
    }

    /// The column behind the last one of each segment.
    public int[] right() {
        return right;
    }

    /// The row behind the last one of each segment.
    public int[] bottom() {
        return bottom;
    }

    /// Crack perimeters: pixel edges between each segment and anything else, ignored pixels and the outside of the
    /// picture included.
    public long[] perimeters() {
        return perimeters;
    }

    /// A line of cells for each segment that has pixels, in the order of [#COLUMNS], images one after the other.
    public Stream<List<String>> rows() {
        return IntStream.range(0, map.counts().length)
                .filter(entry -> map.counts()[entry] > 0)
                .mapToObj(this::row);
    }

    private List<String> row(int entry) {
        return Stream.of(
                        entry / map.segments(),
                        entry % map.segments(),
                        map.counts()[entry],
                        centroidX[entry],
                        centroidY[entry],
                        left[entry],
                        top[entry],
                        right[entry],
                        bottom[entry],
                        perimeters[entry])
                .map(Object::toString)
                .toList();
    }
}
