package smalti.segment;

/// Where runs of one row lie on runs of the next: the pixel edges between rows, a stretch at a time.
public final class RowContacts {
    private final SegmentMap map;

    public RowContacts(SegmentMap map) {
        this.map = map;
    }

    /// Takes one stretch of an edge.
    public interface Visitor {
        /// @param image the image of both runs
        /// @param upper a run
        /// @param lower a run of the row below it
        /// @param length the pixel edges between them, at least 1
        void touch(int image, int upper, int lower, int length);
    }

    /// Visits every pair of runs that lie on each other, in raster order of the lower one's start.
    public void forEach(Visitor visitor) {
        int[] starts = map.runStarts();
        int width = map.width();
        for (int row = 1; row < map.batch() * map.height(); row++) {
            if (row % map.height() == 0) {
                continue;
            }
            int upper = map.rowRuns()[row - 1];
            int lower = map.rowRuns()[row];
            int lowerEnd = map.rowRuns()[row + 1];
            int image = row / map.height();
            while (lower < lowerEnd) {
                int from = Math.max(starts[upper] + width, starts[lower]);
                int upperStop = starts[upper + 1] + width;
                int lowerStop = starts[lower + 1];
                visitor.touch(image, upper, lower, Math.min(upperStop, lowerStop) - from);
                if (upperStop <= lowerStop) {
                    upper++;
                }
                if (lowerStop <= upperStop) {
                    lower++;
                }
            }
        }
    }
}
