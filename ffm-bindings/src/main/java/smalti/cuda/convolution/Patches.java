package smalti.cuda.convolution;

import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Quads;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.matrix.Matrices;

/// What outputs see of a map, or give to it, laid out as a matrix a group: a row for each output, and in it the channels of
/// the group under each tap. There are as many rows at a time as fit into half of the GPU's second cache; the other half is for what is multiplied with it.
final class Patches {
    private static final int WARPS = Queue.THREADS / 32;

    private final Kernels kernels;
    private final Sight sight;
    private final int groups;
    private final int channels;
    private final long mostBytes;

    /// @param channels of a group
    /// @param mostBytes of a matrix, unless a row is longer
    Patches(Kernels kernels, Sight sight, int groups, int channels, long mostBytes) {
        this.kernels = kernels;
        this.sight = sight;
        this.groups = groups;
        this.channels = channels;
        this.mostBytes = mostBytes;
    }

    /// Values of a row.
    int depth() {
        return sight.taps() * channels;
    }

    /// Rows that there should be at a time, at least 1.
    int rows() {
        long row = Math.max(1, (long) groups * depth() * Float.BYTES);
        return (int) Math.max(1, Math.min(mostBytes / row, Integer.MAX_VALUE));
    }

    /// Memory for so many rows.
    Scratch allocate(long rows, Queue queue) {
        return queue.allocate(groups * rows * depth() * Float.BYTES);
    }

    /// The groups' matrices of so many rows.
    Matrices matrices(Scratch memory, long rows) {
        return Matrices.of(memory.address(), depth()).apart(rows * depth());
    }

    /// Lays out what so many outputs see, from one on.
    void layOut(DeviceTensor map, long first, int rows, Scratch into, Queue queue) {
        if (depth() == 0 || rows == 0) {
            return;
        }
        boolean quads = Quads.suit(channels, map);
        long warps = (long) groups * rows;
        queue.launch(
                kernels.get(quads ? "patches_quads_f32" : "patches_f32"),
                Geometry.of((int) Math.min(Math.ceilDiv(warps, WARPS), 1 << 20), Queue.THREADS),
                sight.after(
                        map,
                        into.address(),
                        (int) first,
                        rows,
                        groups,
                        quads ? channels / Quads.VALUES : channels));
    }

    /// Adds up, for each pixel of a band of the map, what the outputs that see it have for it, and the bias.
    ///
    /// @param from of the outputs in those rows that see the band
    void gather(Band band, Scratch from, Finish bias, DeviceTensor map, Queue queue) {
        boolean quads = Quads.suit(channels, map) && bias.isAligned();
        int units = quads ? channels / Quads.VALUES : channels;
        long pixels =
                (long) band.images() * (band.endRow() - band.firstRow()) * sight.map().width();
        queue.launch(
                kernels.get(quads ? "gather_quads_f32" : "gather_f32"),
                queue.over(pixels * groups * units),
                sight.after(
                        from.address(),
                        map,
                        bias.biasAddress(),
                        bias.biased(),
                        band.firstImage(),
                        band.images(),
                        band.firstRow(),
                        band.endRow(),
                        band.firstOutput(),
                        band.endOutput(),
                        groups,
                        units));
    }
}
