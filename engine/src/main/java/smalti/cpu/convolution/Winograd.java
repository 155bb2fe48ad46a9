package smalti.cpu.convolution;

import java.util.Arrays;
import java.util.function.Supplier;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;
import smalti.cpu.kernel.WinogradKernels;
import smalti.cpu.matrix.MatrixMultiplier;
import smalti.cpu.work.Workers;
import smalti.op.Size;

/// Convolves by minimal filtering: 36 products of matrices, of blocks by channels and channels by filters, take a quarter
/// of the multiplications. Each thread transforms what it needs: a range of blocks, and the filters panel by panel, so
/// that transformed filters never leave the caches.
final class Winograd {
    private static final int PLACES = 36;
    private static final int SIDE = 6;
    private static final int OUTPUTS = 4;

    /// Transformed values of a range of blocks: what third caches have for a thread.
    private static final int VALUES = 1 << 20;

    /// Channels whose filters, transformed, stay in the second cache. Sums are taken to this depth and then added up, so it
    /// shows in the bits.
    private static final int DEPTH = 128;

    /// With so many blocks a thread takes some of them with all filters, with fewer all with some of the filters.
    private static final int MANY_BLOCKS = 48;

    /// Ranges of blocks are a multiple of every kernel's rows.
    private static final int MULTIPLE = 12;

    private final MatrixMultiplier multiplier;
    private final Supplier<WinogradKernels> kernels;
    private final Workers workers;
    private final WorkspacePool workspaces;

    /// @param kernels gives those to transform with now
    Winograd(
            MatrixMultiplier multiplier,
            Supplier<WinogradKernels> kernels,
            Workers workers,
            WorkspacePool workspaces) {
        this.multiplier = multiplier;
        this.kernels = kernels;
        this.workers = workers;
        this.workspaces = workspaces;
    }

    /// @param filters for each tap a matrix of as many rows as there are channels, a column a filter
    /// @param target takes the outputs together
    void multiply(Seen seen, WinogradShape shape, Matrix[] filters, Target target) {
        int blocks = seen.batch() * shape.down() * shape.across();
        GemmKernels gemm =
                multiplier.kernelsFor((long) PLACES * blocks * seen.channels() * target.columns());
        WinogradKernels transforms = kernels.get();
        int panels = Math.ceilDiv(target.columns(), gemm.columns());
        int threads = workers.threads();
        int most = Math.max(1, VALUES / (PLACES * seen.channels()) / MULTIPLE) * MULTIPLE;
        boolean byBlocks = blocks >= threads * MANY_BLOCKS || panels < threads;
        int ranges = Math.ceilDiv(blocks, most);
        if (byBlocks) {
            ranges = Math.ceilDiv(ranges, threads) * threads;
        }
        int size = Math.ceilDiv(Math.ceilDiv(blocks, ranges), MULTIPLE) * MULTIPLE;
        int down = Math.ceilDiv(blocks, size);
        int wide = byBlocks ? panels : Math.ceilDiv(panels, threads);
        int across = Math.ceilDiv(panels, wide);
        workers.run(
                down * across,
                part -> {
                    int block = part / across * size;
                    int panel = part % across * wide;
                    Workspace workspace = workspaces.take();
                    try {
                        new Part(gemm, transforms, seen, shape, filters, target, workspace)
                                .multiply(
                                        block,
                                        Math.min(size, blocks - block),
                                        panel,
                                        Math.min(wide, panels - panel));
                    } finally {
                        workspaces.give(workspace);
                    }
                });
    }

    /// A part of the product that one thread computes.
    private record Part(
            GemmKernels gemm,
            WinogradKernels transforms,
            Seen seen,
            WinogradShape shape,
            Matrix[] filters,
            Target target,
            Workspace workspace) {

        void multiply(int block, int blocks, int panel, int panels) {
            int channels = seen.channels();
            int placeStep = Block.apart(blocks * channels);
            float[] map = workspace.left(PLACES * placeStep);
            for (int i = 0; i < blocks; i++) {
                transformMap(block + i, map, i * channels, placeStep);
            }
            for (int i = 0; i < panels; i++) {
                int column = (panel + i) * gemm.columns();
                int columns = Math.min(gemm.columns(), target.columns() - column);
                int sumStep = Block.apart(blocks * gemm.columns());
                float[] sums = workspace.product(PLACES * sumStep);
                for (int channel = 0; channel < channels; channel += DEPTH) {
                    int depth = Math.min(DEPTH, channels - channel);
                    float[] panelOfFilters = transformFilters(channel, depth, column, columns);
                    multiplyPlaces(map, blocks, channel, depth, panelOfFilters, sums);
                }
                int width = gemm.columns();
                for (int j = 0; j < blocks; j++) {
                    transformSums(block + j, sums, j * width, sumStep, column, columns);
                }
            }
        }

        /// Adds the products at the 36 places, or sets the sums to the first.
        private void multiplyPlaces(
                float[] map, int blocks, int channel, int depth, float[] panel, float[] sums) {
            int width = gemm.columns();
            float[] tile = workspace.tile(gemm.rows() * width);
            for (int place = 0; place < PLACES; place++) {
                int at = place * Block.apart(blocks * seen.channels()) + channel;
                gemm.multiply(
                        new Matrix(map, at, seen.channels(), 1),
                        new Panels(panel, place * Block.apart(depth * width), 0, width),
                        blocks,
                        width,
                        depth,
                        new Matrix(sums, place * Block.apart(blocks * width), width, 1),
                        tile,
                        channel > 0);
            }
        }

        /// Some channels of a panel of the filters, as wide as the kernels take them, for each of the 36 places.
        private float[] transformFilters(int channel, int depth, int column, int columns) {
            int values = depth * gemm.columns();
            int tapStep = Block.apart(values);
            float[] taps = workspace.taps(shape.order().length * tapStep);
            for (int i = 0; i < shape.order().length; i++) {
                Matrix filter = filters[shape.order()[i]].from(channel, column);
                gemm.packRight(filter, depth, columns, taps, i * tapStep, values);
            }
            float[] out = workspace.right(PLACES * tapStep);
            transforms.transformFilter(
                    taps,
                    0,
                    3 * tapStep,
                    tapStep,
                    out,
                    0,
                    SIDE * tapStep,
                    tapStep,
                    values,
                    workspace.scratch(WinogradKernels.SCRATCH));
            return out;
        }

        private int image(int block) {
            return block / (shape.down() * shape.across());
        }

        private int row(int block) {
            return shape.row(block / shape.across() % shape.down());
        }

        private int column(int block) {
            return shape.column(block % shape.across());
        }

        private void transformMap(int block, float[] out, int to, int placeStep) {
            Size map = shape.map();
            int downStep = shape.spread().height();
            int acrossStep = shape.spread().width();
            int row = row(block) + shape.top();
            int column = column(block) + shape.left();
            int start =
                    seen.origin() + image(block) * map.height() * map.width() * seen.pixelStep();
            int rowStep = map.width() * seen.pixelStep();
            boolean inside =
                    row >= 0
                            && column >= 0
                            && row + (SIDE - 1) * downStep < map.height()
                            && column + (SIDE - 1) * acrossStep < map.width();
            float[] scratch = workspace.scratch(WinogradKernels.SCRATCH);
            int channels = seen.channels();
            if (inside) {
                transforms.transformMap(
                        seen.values(),
                        start + row * rowStep + column * seen.pixelStep(),
                        downStep * rowStep,
                        acrossStep * seen.pixelStep(),
                        out,
                        to,
                        SIDE * placeStep,
                        placeStep,
                        channels,
                        scratch);
                return;
            }
            float[] square = workspace.square(PLACES * channels);
            for (int place = 0; place < PLACES; place++) {
                int y = row + place / SIDE * downStep;
                int x = column + place % SIDE * acrossStep;
                int at = place * channels;
                if (y < 0 || y >= map.height() || x < 0 || x >= map.width()) {
                    Arrays.fill(square, at, at + channels, 0);
                } else {
                    int from = start + y * rowStep + x * seen.pixelStep();
                    System.arraycopy(seen.values(), from, square, at, channels);
                }
            }
            transforms.transformMap(
                    square,
                    0,
                    SIDE * channels,
                    channels,
                    out,
                    to,
                    SIDE * placeStep,
                    placeStep,
                    channels,
                    scratch);
        }

        private void transformSums(
                int block, float[] sums, int from, int placeStep, int column, int columns) {
            Size size = shape.outputs();
            int downStep = shape.spread().height();
            int acrossStep = shape.spread().width();
            int top = row(block);
            int left = column(block);
            int rowStep = size.width() * target.pixelStep();
            int start =
                    target.origin()
                            + image(block) * size.height() * rowStep
                            + top * rowStep
                            + left * target.pixelStep()
                            + column;
            int rows = Math.min(OUTPUTS, Math.ceilDiv(size.height() - top, downStep));
            int held = Math.min(OUTPUTS, Math.ceilDiv(size.width() - left, acrossStep));
            float[] scratch = workspace.scratch(WinogradKernels.SCRATCH);
            boolean whole = rows == OUTPUTS && held == OUTPUTS;
            float[] out = whole ? target.array() : workspace.square(OUTPUTS * OUTPUTS * columns);
            int to = whole ? start : 0;
            int outRowStep = whole ? downStep * rowStep : OUTPUTS * columns;
            int outColumnStep = whole ? acrossStep * target.pixelStep() : columns;
            transforms.transformSums(
                    sums,
                    from,
                    SIDE * placeStep,
                    placeStep,
                    out,
                    to,
                    outRowStep,
                    outColumnStep,
                    columns,
                    scratch);
            for (int i = 0; i < rows; i++) {
                int place = to + i * outRowStep;
                target.finisher().finish(out, place, outColumnStep, held, column, columns);
                for (int j = 0; j < held && !whole; j++) {
                    int at = start + i * downStep * rowStep + j * acrossStep * target.pixelStep();
                    System.arraycopy(out, place + j * outColumnStep, target.array(), at, columns);
                }
            }
        }
    }
}
