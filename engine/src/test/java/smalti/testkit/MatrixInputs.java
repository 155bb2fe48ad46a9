package smalti.testkit;

import java.util.List;
import smalti.op.MatrixOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The inputs that operators over matrices take, drawn for a scene.
final class MatrixInputs {
    private final Scene scene;
    private final DType dtype;

    MatrixInputs(Scene scene, DType dtype) {
        this.scene = scene;
        this.dtype = dtype;
    }

    List<Tensor> of(MatrixOp op) {
        return switch (op) {
            case MatrixOp.MatMul product -> factors(product);
            case MatrixOp.SquaredDistances _ ->
                    List.of(rows(scene.height(), 7), rows(scene.width(), 8));
        };
    }

    /// A batch of products `[H,W]` by `[W,C]`.
    private List<Tensor> factors(MatrixOp.MatMul op) {
        return List.of(
                factor(scene.height(), scene.width(), op.transposed().ofLeft(), 7),
                factor(scene.width(), scene.channels(), op.transposed().ofRight(), 8));
    }

    private Tensor factor(int rows, int columns, boolean transposed, int which) {
        Shape shape =
                transposed
                        ? Shape.of(scene.batch(), columns, rows)
                        : Shape.of(scene.batch(), rows, columns);
        return Tensors.random(scene.values(), dtype, shape, scene.offset(), scene.seed() + which);
    }

    private Tensor rows(int count, int which) {
        return Tensors.random(
                scene.values(),
                dtype,
                Shape.of(count, scene.channels()),
                scene.offset(),
                scene.seed() + which);
    }
}
