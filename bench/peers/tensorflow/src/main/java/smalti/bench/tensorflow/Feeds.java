package smalti.bench.tensorflow;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import smalti.bench.workload.PoolingInput;
import smalti.bench.workload.Supplies;
import smalti.segment.SegmentMap;

/// The data of one input as tensors, with every table that depends on the labels alone.
///
/// @param segments K, the rows of an image's table
/// @param features `[B·H·W·C]`, in whatever layout
/// @param upstream `[B·K,C]`
/// @param rows `[B·H·W]`, the row `b·K + label` of every pixel
/// @param order `[B·H·W]`, the pixels sorted by segment
/// @param sortedRows `[B·H·W]`, the rows in that order
/// @param reciprocals `[B·K,1]`, one over the pixels of each segment
record Feeds(
        PoolingInput input,
        int segments,
        TFloat32 features,
        TFloat32 upstream,
        TInt32 rows,
        TInt32 order,
        TInt32 sortedRows,
        TFloat32 reciprocals) {
    static Feeds of(Supplies.Batch supplied) {
        PoolingInput input = supplied.input();
        SegmentMap map = supplied.map();
        int[] labels = supplied.labels();
        int tableRows = map.batch() * map.segments();
        int[] rows = new int[labels.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i / input.pixels() * map.segments() + labels[i];
        }
        int[] next = new int[tableRows];
        float[] reciprocals = new float[tableRows];
        for (int row = 0; row < tableRows; row++) {
            next[row] = row == 0 ? 0 : next[row - 1] + map.counts()[row - 1];
            reciprocals[row] = 1f / Math.max(1, map.counts()[row]);
        }
        int[] order = new int[rows.length];
        int[] sortedRows = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int place = next[rows[i]]++;
            order[place] = i;
            sortedRows[place] = rows[i];
        }
        return new Feeds(
                input,
                map.segments(),
                floats(supplied.features(), Shape.of(supplied.features().length)),
                floats(supplied.upstream(), Shape.of(tableRows, input.channels())),
                integers(rows),
                integers(order),
                integers(sortedRows),
                floats(reciprocals, Shape.of(tableRows, 1)));
    }

    private static TFloat32 floats(float[] values, Shape shape) {
        return TFloat32.tensorOf(shape, DataBuffers.of(values));
    }

    private static TInt32 integers(int[] values) {
        return TInt32.tensorOf(Shape.of(values.length), DataBuffers.of(values));
    }

    void release() {
        features.close();
        upstream.close();
        rows.close();
        order.close();
        sortedRows.close();
        reciprocals.close();
    }
}
