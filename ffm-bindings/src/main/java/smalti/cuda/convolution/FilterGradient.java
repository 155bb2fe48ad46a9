package smalti.cuda.convolution;

import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.Matrices;
import smalti.cuda.matrix.Product;

/// Gradients of convolutions in their filters: what outputs see, transposed, times their gradients. The sum over outputs is
/// long and the result is small: it is computed in parts, which are added in order.
final class FilterGradient {
    /// Elements a side of what one block of a GPU multiplies, about.
    private static final int TILE = 64;

    /// Tiles that there are enough of for any GPU.
    private static final int ENOUGH_TILES = 512;

    /// Outputs that a part should have at least.
    private static final int FEWEST_OUTPUTS = 256;

    private final Kernels kernels;
    private final Gemm gemm;
    private final long mostBytes;

    /// @param mostBytes of what is laid out at a time
    FilterGradient(Kernels kernels, Gemm gemm, long mostBytes) {
        this.kernels = kernels;
        this.gemm = gemm;
        this.mostBytes = mostBytes;
    }

    void run(
            Sight sight,
            int groups,
            DeviceTensor upstream,
            DeviceTensor map,
            DeviceTensor gradient,
            Queue queue) {
        long rows = upstream.rows();
        if (rows == 0) {
            queue.fill(gradient.address(), (byte) 0, gradient.bytes());
            return;
        }
        int channels = gradient.shape().size(2);
        var patches = new Patches(kernels, sight, groups, channels, mostBytes);
        int most = (int) (sight.isPointwise() ? rows : Math.min(rows, patches.rows()));
        int parts = parts(gradient, groups, most);
        try (Scratch sums = queue.allocate(parts * gradient.bytes())) {
            var into = new Sums(gradient, groups, sums.address(), parts);
            if (sight.isPointwise()) {
                Matrices seen = Matrices.of(map.address(), map.columns()).apart(channels);
                into.add(seen, upstream, 0, most, queue);
            } else {
                layOut(patches, most, map, upstream, into, queue);
            }
            ColumnParts.add(kernels, sums, parts, gradient, queue);
        }
    }

    /// @param most outputs at a time
    private static void layOut(
            Patches patches,
            int most,
            DeviceTensor map,
            DeviceTensor upstream,
            Sums into,
            Queue queue) {
        long rows = upstream.rows();
        try (Scratch memory = patches.allocate(most, queue)) {
            for (long first = 0; first < rows; first += most) {
                int count = (int) Math.min(most, rows - first);
                patches.layOut(map, first, count, memory, queue);
                into.add(patches.matrices(memory, count), upstream, first, count, queue);
            }
        }
    }

    /// In how many parts so many outputs are summed: by their number alone, so that the bits are those of any GPU.
    private static int parts(DeviceTensor gradient, int groups, int rows) {
        if (groups > 1) {
            return 1;
        }
        long high = Math.ceilDiv(gradient.rows(), (long) TILE);
        long wide = Math.ceilDiv(gradient.columns(), TILE);
        return (int)
                Math.clamp(ENOUGH_TILES / (high * wide), 1, Math.max(1, rows / FEWEST_OUTPUTS));
    }

    /// The sums of parts, which outputs are added to.
    private final class Sums {
        private final DeviceTensor gradient;
        private final int groups;
        private final long address;
        private final int parts;
        private boolean begun;

        Sums(DeviceTensor gradient, int groups, long address, int parts) {
            this.gradient = gradient;
            this.groups = groups;
            this.address = address;
            this.parts = parts;
        }

        /// Adds so many outputs, from one on.
        void add(Matrices seen, DeviceTensor upstream, long first, int rows, Queue queue) {
            int filters = gradient.columns();
            long at = upstream.address() + first * filters * Float.BYTES;
            int perPart = rows / parts;
            int wide = filters / groups;
            Product product =
                    groups > 1
                            ? product(
                                            seen,
                                            Matrices.of(at, filters).apart(wide),
                                            Matrices.of(address, filters).apart(wide),
                                            rows)
                                    .batch(groups)
                            : product(
                                            seen.apart(perPart * seen.step()),
                                            Matrices.of(at, filters)
                                                    .apart((long) perPart * filters),
                                            Matrices.of(address, filters)
                                                    .apart(gradient.elements()),
                                            perPart)
                                    .batch(parts);
            gemm.multiply(begun ? product.added() : product, queue);
            begun = true;
            int done = perPart * parts;
            if (done < rows) {
                // The few that are left go to the first part.
                gemm.multiply(
                        product(
                                        Matrices.of(
                                                seen.address() + done * seen.step() * Float.BYTES,
                                                seen.step()),
                                        Matrices.of(
                                                at + (long) done * filters * Float.BYTES, filters),
                                        Matrices.of(address, filters),
                                        rows - done)
                                .added(),
                        queue);
            }
        }

        private Product product(Matrices seen, Matrices upstream, Matrices out, int rows) {
            return Product.of(
                    Math.toIntExact(gradient.rows()),
                    gradient.columns() / groups,
                    rows,
                    seen.transpose(),
                    upstream,
                    out);
        }
    }
}
