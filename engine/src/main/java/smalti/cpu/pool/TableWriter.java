package smalti.cpu.pool;

import java.util.Arrays;
import smalti.segment.SegmentMap;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Writes the results of one part into tables `[B,K,C]`.
final class TableWriter {
    /// The results of one segment in the channels of the part.
    interface Row {
        /// @param entry the segment's first entry in the part's own table
        /// @param segment `b·K + k`
        /// @param pixels how many pixels the segment has, at least 1
        /// @param row takes the results
        void fill(int entry, int segment, int pixels, double[] row);
    }

    private final SegmentMap map;
    private final Part part;
    private final int channels;
    private final double empty;
    private final double[] row;

    TableWriter(SegmentMap map, Part part, int channels, double empty, Scratch scratch) {
        this.map = map;
        this.part = part;
        this.channels = channels;
        this.empty = empty;
        this.row = scratch.doubles(part.channels(), 0);
    }

    void write(Tensor output, Row results) {
        for (int k = part.low(); k < part.high(); k++) {
            int segment = part.image() * map.segments() + k;
            int pixels = map.counts()[segment];
            if (pixels == 0) {
                Arrays.fill(row, 0, part.channels(), empty);
            } else {
                results.fill((k - part.low()) * part.channels(), segment, pixels, row);
            }
            store(output, output.offset() + segment * channels + part.fromChannel());
        }
    }

    private void store(Tensor output, int at) {
        int count = part.channels();
        switch (output.storage()) {
            case Storage.Floats(float[] array) -> {
                for (int c = 0; c < count; c++) {
                    array[at + c] = (float) row[c];
                }
            }
            case Storage.Doubles(double[] array) -> System.arraycopy(row, 0, array, at, count);
            case Storage.Ints(int[] array) -> {
                for (int c = 0; c < count; c++) {
                    array[at + c] = (int) row[c];
                }
            }
            case Storage.Shorts _, Storage.OnDevice _ ->
                    throw new IllegalStateException("tables are written wide: " + output);
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
