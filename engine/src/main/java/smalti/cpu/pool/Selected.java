package smalti.cpu.pool;

import java.util.Arrays;
import smalti.cpu.work.Workers;
import smalti.error.ParameterException;
import smalti.op.Layout;
import smalti.segment.SegmentMap;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Moves elements between maps and tables by the positions that a maximum or minimum chose: its gradient, and the
/// gradient's own adjoint.
final class Selected {
    private final SegmentMap map;
    private final Layout layout;
    private final Workers workers;
    private final int channels;
    private final int pixels;
    private final int[] positions;
    private final int positionsFrom;

    Selected(SegmentMap map, Layout layout, Tensor positions, Workers workers) {
        this.map = map;
        this.layout = layout;
        this.workers = workers;
        this.channels = positions.shape().size(2);
        this.pixels = map.height() * map.width();
        this.positions = positions.ints();
        this.positionsFrom = positions.offset();
        for (int at = 0; at < positions.elements(); at++) {
            int position = this.positions[positionsFrom + at];
            if (position < -1 || position >= pixels) {
                throw new ParameterException(
                        "position " + at, "from -1 to below " + pixels + " pixels", position);
            }
        }
    }

    /// Writes the elements of a table to their positions in a map that is 0 elsewhere.
    void spread(Tensor table, Tensor output) {
        Object from = HeapArrays.of(table);
        Object into = HeapArrays.of(output);
        workers.run(
                map.batch(),
                image -> {
                    int size = pixels * channels;
                    clear(output, output.offset() + image * size, size);
                    int end = (image + 1) * map.segments() * channels;
                    for (int at = image * map.segments() * channels; at < end; at++) {
                        int position = positions[positionsFrom + at];
                        if (position >= 0) {
                            int to = output.offset() + inMap(image, position, at % channels);
                            System.arraycopy(from, table.offset() + at, into, to, 1);
                        }
                    }
                });
    }

    /// Reads the elements of a map at the positions of a table.
    void pick(Tensor input, Tensor table) {
        Object from = HeapArrays.of(input);
        Object into = HeapArrays.of(table);
        workers.run(
                map.batch(),
                image -> {
                    int size = map.segments() * channels;
                    clear(table, table.offset() + image * size, size);
                    for (int at = image * size; at < (image + 1) * size; at++) {
                        int position = positions[positionsFrom + at];
                        if (position >= 0) {
                            int at0 = input.offset() + inMap(image, position, at % channels);
                            System.arraycopy(from, at0, into, table.offset() + at, 1);
                        }
                    }
                });
    }

    private int inMap(int image, int pixel, int channel) {
        return layout == Layout.NHWC
                ? (image * pixels + pixel) * channels + channel
                : (image * channels + channel) * pixels + pixel;
    }

    private static void clear(Tensor tensor, int from, int size) {
        switch (tensor.storage()) {
            case Storage.Floats(float[] array) -> Arrays.fill(array, from, from + size, 0);
            case Storage.Doubles(double[] array) -> Arrays.fill(array, from, from + size, 0);
            case Storage.Shorts(_, short[] array) ->
                    Arrays.fill(array, from, from + size, (short) 0);
            case Storage.Ints(int[] array) -> Arrays.fill(array, from, from + size, 0);
            case Storage.OnDevice _ -> HeapArrays.of(tensor);
        }
    }
}
