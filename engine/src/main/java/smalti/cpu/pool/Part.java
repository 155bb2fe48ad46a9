package smalti.cpu.pool;

import java.util.ArrayList;
import java.util.List;
import smalti.cpu.kernel.Share;
import smalti.segment.SegmentMap;

/// The part of a reduction that one thread computes: some segments of one image, in some channels. Each segment's channel
/// lies in exactly one part and is computed there in raster order, so results do not depend on how parts are cut.
///
/// @param fromRun the first run of the segments; between the first and the last there may be runs of others
/// @param toRun the run behind the last
record Part(int image, int low, int high, int fromRun, int toRun, int fromChannel, int toChannel) {

    int channels() {
        return toChannel - fromChannel;
    }

    int entries() {
        return (high - low) * channels();
    }

    Share share(SegmentMap map) {
        return new Share(map, image, fromRun, toRun, low, high);
    }

    /// Cuts a map into parts.
    ///
    /// @param width the most channels of a part
    /// @param atLeast parts to make, as far as there are segments and channels
    /// @param mostEntries the most entries that the table of a part should have
    static List<Part> cut(SegmentMap map, int channels, int width, int atLeast, int mostEntries) {
        List<Part> parts = new ArrayList<>();
        if (channels == 0 || map.segments() == 0) {
            return parts;
        }
        int groups = (channels + width - 1) / width;
        long ranges = Math.max(1, Math.ceilDiv((long) atLeast, (long) map.batch() * groups));
        int mostSegments = Math.max(1, mostEntries / Math.min(width, channels));
        for (int image = 0; image < map.batch(); image++) {
            long pixels = Math.max(1, Math.ceilDiv(map.height() * map.width(), ranges));
            for (int low = 0; low < map.segments(); ) {
                int high = rangeEnd(map, image, low, pixels, mostSegments);
                Part runs = withRuns(map, image, low, high);
                for (int from = 0; from < channels; from += width) {
                    int to = Math.min(channels, from + width);
                    parts.add(new Part(image, low, high, runs.fromRun, runs.toRun, from, to));
                }
                low = high;
            }
        }
        return parts;
    }

    private static int rangeEnd(SegmentMap map, int image, int low, long pixels, int mostSegments) {
        int[] counts = map.counts();
        int table = image * map.segments();
        long taken = 0;
        int high = low;
        while (high < map.segments() && high - low < mostSegments && taken < pixels) {
            taken += counts[table + high++];
        }
        return high;
    }

    private static Part withRuns(SegmentMap map, int image, int low, int high) {
        int table = image * map.segments();
        int[] starts = map.segmentStarts();
        int[] runs = map.segmentRuns();
        int first = map.runs();
        int behind = 0;
        for (int segment = table + low; segment < table + high; segment++) {
            if (starts[segment] < starts[segment + 1]) {
                first = Math.min(first, runs[starts[segment]]);
                behind = Math.max(behind, runs[starts[segment + 1] - 1] + 1);
            }
        }
        return new Part(image, low, high, Math.min(first, behind), behind, 0, 0);
    }
}
