package smalti.cuda.convolution;

import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Quads;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.op.Size;

/// Convolutions in single precision as products of matrices that are nowhere laid out: what outputs see is found in the map
/// while it is multiplied, and sums are finished before they are written. The terms of a sum are added in ascending order,
/// so that the bits are those of any GPU.
///
/// It is for channels and filters that come in fours. What it does not suit it does not start.
final class TiledConvolution {
    private static final int LARGE_TILE = 128;
    private static final int SMALL_TILE = 64;

    /// Tiles that there are enough of for any GPU.
    private static final int ENOUGH_TILES = 512;

    /// Outputs that a part of a sum should have at least.
    private static final int FEWEST_OUTPUTS = 256;

    private final Kernels kernels;
    private final Kernels adding;

    /// @param adding those that add up parts
    TiledConvolution(GpuDriver driver, Kernels adding) {
        this.kernels = new Kernels(driver, "correlation");
        this.adding = adding;
    }

    /// Convolves a map.
    ///
    /// @return whether it was started
    boolean convolve(
            Sight sight,
            int groups,
            DeviceTensor map,
            DeviceTensor filter,
            Finish finish,
            DeviceTensor output,
            Queue queue) {
        if (!suits(groups, map, filter, output) || !finish.isAligned()) {
            return false;
        }
        correlate("correlate_", sight.forwards(), groups, map, filter, finish, output, queue);
        return true;
    }

    /// The adjoint of [#convolve], for windows that take single steps: a convolution that looks backwards.
    ///
    /// @return whether it was started
    boolean spread(
            Sight sight,
            int groups,
            DeviceTensor outputs,
            DeviceTensor filter,
            Finish bias,
            DeviceTensor map,
            Queue queue) {
        if (!sight.window().stride().equals(Size.square(1))
                || !suits(groups, outputs, filter, map)
                || !bias.isAligned()) {
            return false;
        }
        correlate(
                "correlate_turned_", sight.backwards(), groups, outputs, filter, bias, map, queue);
        return true;
    }

    private void correlate(
            String kernel,
            Object[] window,
            int groups,
            DeviceTensor map,
            DeviceTensor filter,
            Finish finish,
            DeviceTensor output,
            Queue queue) {
        int rows = Math.toIntExact(output.rows());
        int columns = output.columns() / groups;
        boolean large =
                Math.min(rows, columns) > SMALL_TILE
                        && tiles(rows, columns, LARGE_TILE) * groups >= queue.facts().processors();
        int blocks = Math.toIntExact(tiles(rows, columns, large ? LARGE_TILE : SMALL_TILE));
        queue.launch(
                kernels.get(kernel + (large ? "large_f32" : "small_f32")),
                Geometry.of(blocks, groups, Queue.THREADS),
                Sight.join(
                        window,
                        map,
                        filter,
                        output,
                        rows,
                        map.columns(),
                        map.columns() / groups,
                        output.columns(),
                        columns,
                        finish.biasAddress(),
                        finish.biased(),
                        finish.kind(),
                        finish.slope(),
                        finish.slopesAddress()));
    }

    /// The gradient of [#convolve] in the filter.
    ///
    /// @return whether it was started
    boolean derive(
            Sight sight,
            int groups,
            DeviceTensor upstream,
            DeviceTensor map,
            DeviceTensor gradient,
            Queue queue) {
        if (!suits(groups, map, upstream, gradient)) {
            return false;
        }
        int outputs = Math.toIntExact(upstream.rows());
        int lines = Math.toIntExact(gradient.rows());
        int columns = gradient.columns() / groups;
        long tiles = tiles(lines, columns, SMALL_TILE) * groups;
        int most = Math.min(outputs / FEWEST_OUTPUTS, Geometry.MOST_BLOCKS_Y / groups);
        int wanted = Math.clamp(ENOUGH_TILES / tiles, 1, Math.max(1, most));
        int perPart = Math.ceilDiv(outputs, wanted);
        int parts = Math.ceilDiv(outputs, perPart);
        boolean large =
                Math.min(lines, columns) > SMALL_TILE
                        && tiles(lines, columns, LARGE_TILE) * groups * parts
                                >= queue.facts().processors();
        int blocks = Math.toIntExact(tiles(lines, columns, large ? LARGE_TILE : SMALL_TILE));
        try (Scratch sums = queue.allocate(parts * gradient.bytes())) {
            queue.launch(
                    kernels.get(large ? "derive_large_f32" : "derive_small_f32"),
                    Geometry.of(blocks, parts * groups, Queue.THREADS),
                    Sight.join(
                            sight.forwards(),
                            upstream,
                            map,
                            sums.address(),
                            outputs,
                            perPart,
                            groups,
                            map.columns() / groups,
                            columns));
            ColumnParts.add(adding, sums, parts, gradient, queue);
        }
        return true;
    }

    private static long tiles(int rows, int columns, int side) {
        return Math.ceilDiv(rows, side) * (long) Math.ceilDiv(columns, side);
    }

    /// @param map whose channels are a group's, as those of the last tensor
    private static boolean suits(
            int groups, DeviceTensor map, DeviceTensor other, DeviceTensor to) {
        int deep = map.columns() / groups;
        int wide = to.columns() / groups;
        return deep > 0
                && wide > 0
                && groups <= Geometry.MOST_BLOCKS_Y
                && Quads.suit(deep, map, other, to)
                && Quads.suit(wide)
                && map.elements() > 0
                && other.elements() > 0;
    }
}
