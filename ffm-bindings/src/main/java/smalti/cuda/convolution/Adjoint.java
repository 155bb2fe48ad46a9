package smalti.cuda.convolution;

import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.Matrices;
import smalti.cuda.matrix.Product;

/// Transposed convolutions: outputs times the filters give what each output has for the pixels that it sees, and every pixel
/// gathers that in a fixed order.
final class Adjoint {
    private final Kernels kernels;
    private final Gemm gemm;
    private final long mostBytes;

    /// @param mostBytes of what is laid out at a time
    Adjoint(Kernels kernels, Gemm gemm, long mostBytes) {
        this.kernels = kernels;
        this.gemm = gemm;
        this.mostBytes = mostBytes;
    }

    /// @param outputs those of the window, which are the operator's input
    void run(
            Sight sight,
            int groups,
            DeviceTensor outputs,
            DeviceTensor filter,
            Finish bias,
            DeviceTensor map,
            Queue queue) {
        int channels = filter.shape().size(2);
        if (sight.isPointwise() && bias.isNone()) {
            Matrices out = Matrices.of(map.address(), map.columns()).apart(channels);
            int rows = Math.toIntExact(map.rows());
            multiply(outputs, 0, rows, groups, filter, channels, out, queue);
            return;
        }
        var patches = new Patches(kernels, sight, groups, channels, mostBytes);
        for (Band band : Band.of(sight, map.shape().size(0), patches.rows())) {
            // Rows of one image follow each other; bands of several images have all their rows.
            long first =
                    (band.firstImage() * (long) sight.outputs().height() + band.firstOutput())
                            * sight.outputs().width();
            int rows =
                    Math.toIntExact(
                            (long) band.images() * band.outputRows() * sight.outputs().width());
            try (Scratch memory = patches.allocate(rows, queue)) {
                Matrices out = patches.matrices(memory, rows);
                multiply(outputs, first, rows, groups, filter, patches.depth(), out, queue);
                patches.gather(band, memory, bias, map, queue);
            }
        }
    }

    private void multiply(
            DeviceTensor outputs,
            long first,
            int rows,
            int groups,
            DeviceTensor filter,
            int columns,
            Matrices out,
            Queue queue) {
        int filters = outputs.columns();
        int deep = filters / groups;
        long from = outputs.address() + first * filters * Float.BYTES;
        gemm.multiply(
                Product.of(
                                rows,
                                columns,
                                deep,
                                Matrices.of(from, filters).apart(deep),
                                Matrices.of(filter.address(), filters).apart(deep).transpose(),
                                out)
                        .batch(groups),
                queue);
    }
}
