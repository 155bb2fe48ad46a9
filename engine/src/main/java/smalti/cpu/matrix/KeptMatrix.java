package smalti.cpu.matrix;

import java.util.Optional;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;

/// A right matrix that is known beforehand, for many products: its panels are packed once, by the first product with
/// lasting kernels, and kept beside it. Its elements must not change.
///
/// Safe for use by several threads at once.
public final class KeptMatrix {
    private final Matrix matrix;
    private final int depth;
    private final int columns;
    private volatile Optional<Packed> packed = Optional.empty();

    /// @param values all panels: those of a block of the depth together, block after block
    private record Packed(GemmKernels kernels, float[] values) {}

    /// @param matrix of `depth` rows
    public KeptMatrix(Matrix matrix, int depth, int columns) {
        this.matrix = matrix;
        this.depth = depth;
        this.columns = columns;
    }

    Matrix matrix() {
        return matrix;
    }

    int depth() {
        return depth;
    }

    int columns() {
        return columns;
    }

    /// Panels of a block of the depth, whose blocks are those of [BlockProduct].
    ///
    /// @param from where the block begins, as its first panel does at `column`
    Panels panels(GemmKernels kernels, int from, int column) {
        int deep = Math.min(BlockProduct.deepest(depth), depth - from);
        int panelStep = deep * kernels.columns();
        return new Panels(
                values(kernels),
                from * wide(kernels) + column / kernels.columns() * panelStep,
                panelStep,
                kernels.columns());
    }

    /// Two threads may pack at the same time: both get the same.
    private float[] values(GemmKernels kernels) {
        Optional<Packed> held = packed.filter(each -> each.kernels() == kernels);
        if (held.isPresent()) {
            return held.get().values();
        }
        float[] values = new float[wide(kernels) * depth];
        int deepest = BlockProduct.deepest(depth);
        for (int from = 0; from < depth; from += deepest) {
            int deep = Math.min(deepest, depth - from);
            int to = from * wide(kernels);
            int panelStep = deep * kernels.columns();
            kernels.packRight(matrix.from(from, 0), deep, columns, values, to, panelStep);
        }
        packed = Optional.of(new Packed(kernels, values));
        return values;
    }

    private int wide(GemmKernels kernels) {
        return Math.ceilDiv(columns, kernels.columns()) * kernels.columns();
    }
}
