package smalti.cpu.kernel;

import smalti.segment.SegmentMap;

/// The part of an image that a kernel call works on: some of its row runs, and of them those of some segments.
///
/// @param image the image in the batch
/// @param fromRun the first run, one of the image's
/// @param toRun the run behind the last
/// @param low the first segment
/// @param high the segment behind the last
public record Share(SegmentMap map, int image, int fromRun, int toRun, int low, int high) {
    /// Whole rows, with all segments.
    ///
    /// @param fromRow the first row, in the image
    /// @param toRow the row behind the last
    public static Share ofRows(SegmentMap map, int image, int fromRow, int toRow) {
        int[] rowRuns = map.rowRuns();
        int first = image * map.height();
        return new Share(
                map, image, rowRuns[first + fromRow], rowRuns[first + toRow], 0, map.segments());
    }

    /// The number of the image's first pixel in the batch: what to take from the start of a run.
    public int firstPixel() {
        return image * map.height() * map.width();
    }

    /// Whether a run is of a segment of this share.
    public boolean holds(int run) {
        int label = map.runLabels()[run];
        return label >= low && label < high;
    }
}
