package smalti.segment;

import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The sizes of a label map.
record LabelShape(int batch, int height, int width) {
    private static final String WHAT = "a segment map";

    /// Those of labels `[B,H,W]` or `[H,W]` of type [DType#I32].
    ///
    /// @throws ShapeException if the tensor has another rank or type, or there are more pixels than can be numbered
    static LabelShape of(Tensor labels) {
        int rank = labels.shape().rank();
        if (labels.dtype() != DType.I32 || (rank != 2 && rank != 3)) {
            throw new ShapeException(WHAT, "labels I32 [B,H,W] or [H,W]", labels);
        }
        labels.shape().arrayLength(WHAT);
        var shape =
                new LabelShape(
                        rank == 3 ? labels.shape().size(0) : 1,
                        labels.shape().size(-2),
                        labels.shape().size(-1));
        // Rows of no pixels are rows too, and there may be more of them than of pixels.
        Shape.of(shape.batch, shape.height).arrayLength(WHAT);
        return shape;
    }

    /// Pixels of the whole batch.
    int pixels() {
        return batch * height * width;
    }

    /// Rows of the whole batch.
    int rows() {
        return batch * height;
    }

    /// Checks that tables of so many segments an image can be numbered.
    ///
    /// @throws ShapeException if they cannot
    void expectTables(int segments) {
        Shape.of(batch, segments).arrayLength(WHAT);
    }
}
