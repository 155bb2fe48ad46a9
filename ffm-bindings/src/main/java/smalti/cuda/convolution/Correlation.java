package smalti.cuda.convolution;

import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Quads;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.Matrices;
import smalti.cuda.matrix.Product;

/// Convolves maps: what some outputs see, times the filters, until all outputs are done.
final class Correlation {
    private final Kernels kernels;
    private final Gemm gemm;
    private final long mostBytes;

    /// @param mostBytes of what is laid out at a time
    Correlation(Kernels kernels, Gemm gemm, long mostBytes) {
        this.kernels = kernels;
        this.gemm = gemm;
        this.mostBytes = mostBytes;
    }

    void run(
            Sight sight,
            int groups,
            DeviceTensor map,
            DeviceTensor filter,
            Finish finish,
            DeviceTensor output,
            Queue queue) {
        long rows = output.rows();
        int channels = filter.shape().size(2);
        if (sight.isPointwise()) {
            var seen = new Matrices(map.address(), map.columns(), channels, false);
            multiply(seen, 0, Math.toIntExact(rows), channels, groups, filter, output, queue);
            finish(finish, output, 0, rows, queue);
            return;
        }
        var patches = new Patches(kernels, sight, groups, channels, mostBytes);
        int most = (int) Math.min(rows, patches.rows());
        try (Scratch memory = patches.allocate(most, queue)) {
            for (long first = 0; first < rows; first += most) {
                int count = (int) Math.min(most, rows - first);
                patches.layOut(map, first, count, memory, queue);
                Matrices seen = patches.matrices(memory, count);
                multiply(seen, first, count, patches.depth(), groups, filter, output, queue);
                finish(finish, output, first, count, queue);
            }
        }
    }

    private void multiply(
            Matrices seen,
            long first,
            int rows,
            int depth,
            int groups,
            DeviceTensor filter,
            DeviceTensor output,
            Queue queue) {
        int filters = output.columns();
        int wide = filters / groups;
        gemm.multiply(
                Product.of(
                                rows,
                                wide,
                                depth,
                                seen,
                                Matrices.of(filter.address(), filters).apart(wide),
                                Matrices.of(at(output, first), filters).apart(wide))
                        .batch(groups),
                queue);
    }

    private static long at(DeviceTensor output, long row) {
        return output.address() + row * output.columns() * Float.BYTES;
    }

    /// Finishes so many rows of sums, from one on.
    private void finish(Finish finish, DeviceTensor output, long first, long rows, Queue queue) {
        if (finish.isNone()) {
            return;
        }
        int columns = output.columns();
        boolean quads = Quads.suit(columns, output) && finish.isAligned();
        int units = quads ? columns / Quads.VALUES : columns;
        queue.launch(
                kernels.get(quads ? "finish_quads_f32" : "finish_f32"),
                queue.over(rows * units),
                at(output, first),
                rows * units,
                units,
                finish.biasAddress(),
                finish.biased(),
                finish.kind(),
                finish.slope(),
                finish.slopesAddress());
    }
}
