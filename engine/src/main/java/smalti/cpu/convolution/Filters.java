package smalti.cpu.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.work.Workers;
import smalti.tensor.Tensor;

/// The filters of a group, as the matrices that they are multiplied as: for each tap one of as many rows as there are
/// channels, a column a filter. Those that are kept are packed for the first product and stay so; their elements must
/// not change.
final class Filters {
    private final Matrix[] taps;
    private final int channels;
    private final int columns;
    private final boolean kept;
    private volatile Optional<Packed> packed = Optional.empty();

    /// @param byColumns the order of taps
    private record Packed(GemmKernels kernels, boolean byColumns, float[] values) {}

    Filters(Matrix[] taps, int channels, int columns, boolean kept) {
        this.taps = taps;
        this.channels = channels;
        this.columns = columns;
        this.kept = kept;
    }

    /// Those of each group of a convolution.
    ///
    /// @param filter `[R,S,C/groups,F]`
    static List<Filters> of(Tensor filter, int groups, boolean kept) {
        int all = filter.shape().size(3);
        int deep = filter.shape().size(2);
        int wide = all / groups;
        List<Filters> filters = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            Matrix[] taps = new Matrix[filter.shape().size(0) * filter.shape().size(1)];
            for (int tap = 0; tap < taps.length; tap++) {
                int at = filter.offset() + tap * deep * all + group * wide;
                taps[tap] = new Matrix(filter.floats(), at, all, 1);
            }
            filters.add(new Filters(taps, deep, wide, kept));
        }
        return filters;
    }

    /// As they are.
    Matrix[] taps() {
        return taps;
    }

    /// Packs them, tap after tap, unless they are kept and have been: block after block of the depth, in each panel after
    /// panel.
    ///
    /// @param workspace has room for what is not kept
    float[] byRows(GemmKernels kernels, List<Block> blocks, Workers workers, Workspace workspace) {
        return packed(kernels, blocks, taps, false, workers, workspace);
    }

    /// The same with the taps of each column of the window together.
    ///
    /// @param wide the columns of the window
    float[] byColumns(
            GemmKernels kernels,
            List<Block> blocks,
            int wide,
            Workers workers,
            Workspace workspace) {
        int high = taps.length / wide;
        Matrix[] ordered = new Matrix[taps.length];
        Arrays.setAll(ordered, i -> taps[i % high * wide + i / high]);
        return packed(kernels, blocks, ordered, true, workers, workspace);
    }

    private float[] packed(
            GemmKernels kernels,
            List<Block> blocks,
            Matrix[] ordered,
            boolean byColumns,
            Workers workers,
            Workspace workspace) {
        Optional<Packed> held =
                packed.filter(each -> each.kernels() == kernels)
                        .filter(each -> each.byColumns() == byColumns);
        if (held.isPresent()) {
            return held.get().values();
        }
        int size = wide(kernels) * channels * taps.length;
        float[] values = kept ? new float[size] : workspace.right(size);
        workers.run(blocks.size(), block -> pack(kernels, blocks.get(block), ordered, values));
        if (kept) {
            packed = Optional.of(new Packed(kernels, byColumns, values));
        }
        return values;
    }

    private void pack(GemmKernels kernels, Block block, Matrix[] ordered, float[] values) {
        int panelStep = block.depth() * kernels.columns();
        for (int done = 0; done < block.depth(); ) {
            int tap = (block.from() + done) / channels;
            int channel = (block.from() + done) % channels;
            int deep = Math.min(channels - channel, block.depth() - done);
            int to = block.from() * wide(kernels) + done * kernels.columns();
            Matrix filter = channel == 0 ? ordered[tap] : ordered[tap].from(channel, 0);
            kernels.packRight(filter, deep, columns, values, to, panelStep);
            done += deep;
        }
    }

    /// The columns of all panels.
    private int wide(GemmKernels kernels) {
        return Math.ceilDiv(columns, kernels.columns()) * kernels.columns();
    }
}
