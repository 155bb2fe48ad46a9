package smalti.cpu.pool;

import java.util.Arrays;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Writes the results of one part into tables `[B,K,C]`.
final class TableWriter {
    /// The results of one segment in the channels of the part.
    interface Row {
        /// @param entry the segment's first entry in the part's own table
        /// @param segment `b·K + k`
        /// @param pixels how many pixels the segment has, at least 1
        /// @param results takes the results from `at` on
        void write(int entry, int segment, int pixels, float[] results, int at);
    }

    private final SegmentMap map;
    private final Part part;
    private final int channels;
    private final float empty;

    TableWriter(SegmentMap map, Part part, int channels, double empty) {
        this.map = map;
        this.part = part;
        this.channels = channels;
        this.empty = (float) empty;
    }

    void write(Tensor output, Row row) {
        float[] results = output.floats();
        for (int k = part.low(); k < part.high(); k++) {
            int segment = part.image() * map.segments() + k;
            int pixels = map.counts()[segment];
            int at = output.offset() + segment * channels + part.fromChannel();
            if (pixels == 0) {
                Arrays.fill(results, at, at + part.channels(), empty);
            } else {
                row.write((k - part.low()) * part.channels(), segment, pixels, results, at);
            }
        }
    }

    /// Writes positions, of which -1 in a segment with pixels means that no value exceeded negative infinity: then the
    /// first pixel has the largest value too.
    void writePositions(Tensor output, int[] positions) {
        int[] array = output.ints();
        for (int k = part.low(); k < part.high(); k++) {
            int segment = part.image() * map.segments() + k;
            boolean none = map.counts()[segment] == 0;
            int first = none ? -1 : map.firstPixel(segment);
            int entry = (k - part.low()) * part.channels();
            int at = output.offset() + segment * channels + part.fromChannel();
            for (int c = 0; c < part.channels(); c++) {
                int position = none ? -1 : positions[entry + c];
                array[at + c] = position < 0 ? first : position;
            }
        }
    }
}
