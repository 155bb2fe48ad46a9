package smalti.op;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// The shape rule of [ResizeOp].
final class ResizeRule {
    private ResizeRule() {}

    static List<TensorType> outputs(ResizeOp op, List<TensorType> inputs) {
        Expect.count(op, inputs, 1);
        TensorType map = inputs.getFirst();
        Expect.map(op, "a map", map);
        return switch (op) {
            case ResizeOp.Resize resize -> {
                expectSome(op, map, new Size(map.shape().size(1), map.shape().size(2)));
                yield resized(map, resize.size());
            }
            case ResizeOp.ResizeGradient gradient -> {
                expectSome(op, map, gradient.size());
                yield resized(map, gradient.size());
            }
        };
    }

    private static void expectSome(Op op, TensorType map, Size source) {
        if (source.height() == 0 || source.width() == 0) {
            throw new ShapeException(op.name(), "a map of at least one pixel", map);
        }
    }

    private static List<TensorType> resized(TensorType map, Size size) {
        Shape shape = map.shape();
        return List.of(
                new TensorType(
                        map.dtype(),
                        Shape.of(shape.size(0), size.height(), size.width(), shape.size(3))));
    }
}
