package smalti.cpu.kernel;

import smalti.segment.SegmentMap;

/// The part of an image that a kernel call works on: some rows, and in them some segments.
///
/// @param image the image in the batch
/// @param fromRow the first row, in the image
/// @param toRow the row behind the last
/// @param low the first segment
/// @param high the segment behind the last
public record Share(SegmentMap map, int image, int fromRow, int toRow, int low, int high) {
    /// The first run of the rows.
    public int fromRun() {
        return map.rowRuns()[image * map.height() + fromRow];
    }

    /// The run behind the last of the rows.
    public int toRun() {
        return map.rowRuns()[image * map.height() + toRow];
    }

    /// The number of the image's first pixel in the batch: what to take from the start of a run.
    public int firstPixel() {
        return image * map.height() * map.width();
    }

    public int segments() {
        return high - low;
    }
}
