package smalti.bench.libtorch;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import smalti.bench.workload.PoolingInput;
import smalti.bench.workload.Supplies;
import smalti.segment.SegmentMap;

/// The data of one input as tensors, with every table that depends on the labels alone.
///
/// @param segments K, the rows of an image's table
/// @param features `[B·H·W·C]`, in whatever layout
/// @param upstream `[B·K,C]`, the gradient that arrives at a table
/// @param flat `[B·H·W]`, the row `b·K + label` of every pixel
/// @param local `[B,H·W]`, the label of every pixel
/// @param order `[B·H·W]`, the pixels sorted by segment
/// @param lengths `[B·K]`, the pixels of each segment
/// @param starts `[B·K]`, where each segment begins in the order
/// @param reciprocals `[B·K,1]`, one over the pixels of each segment
record Batch(
        PoolingInput input,
        int segments,
        Tensor features,
        Tensor upstream,
        Tensor flat,
        Tensor local,
        Tensor order,
        Tensor lengths,
        Tensor starts,
        Tensor reciprocals) {
    static Batch of(Supplies.Batch supplied) {
        PoolingInput input = supplied.input();
        SegmentMap map = supplied.map();
        int pixels = input.pixels();
        long[] local = Arrays.stream(supplied.labels()).asLongStream().toArray();
        long[] flat = new long[local.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (long) (i / pixels) * map.segments() + local[i];
        }
        int rows = map.batch() * map.segments();
        long[] lengths = new long[rows];
        long[] starts = new long[rows];
        float[] reciprocals = new float[rows];
        for (int row = 0; row < rows; row++) {
            lengths[row] = map.counts()[row];
            starts[row] = row == 0 ? 0 : starts[row - 1] + lengths[row - 1];
            reciprocals[row] = 1f / Math.max(1, lengths[row]);
        }
        long[] order = new long[flat.length];
        long[] next = starts.clone();
        for (int i = 0; i < flat.length; i++) {
            order[(int) next[(int) flat[i]]++] = i;
        }
        return new Batch(
                input,
                map.segments(),
                torch.tensor(supplied.features()),
                torch.tensor(supplied.upstream()).view(rows, input.channels()),
                torch.tensor(flat),
                torch.tensor(local).view(input.batch(), pixels),
                torch.tensor(order),
                torch.tensor(lengths),
                torch.tensor(starts),
                torch.tensor(reciprocals).view(rows, 1));
    }

    long images() {
        return input.batch();
    }

    long pixels() {
        return input.pixels();
    }

    long channels() {
        return input.channels();
    }

    /// Rows of the tables of all images together.
    long rows() {
        return images() * segments;
    }

    /// A table `[B,C,K]` as `[B,K,C]`.
    Tensor segmentsFirst(Tensor table) {
        return table.view(images(), channels(), segments).permute(0, 2, 1).contiguous();
    }

    static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.numel())];
        FloatPointer data = tensor.data_ptr_float();
        data.get(values);
        return values;
    }

    void release() {
        for (Tensor tensor :
                new Tensor[] {
                    features, upstream, flat, local, order, lengths, starts, reciprocals
                }) {
            tensor.close();
        }
    }
}
