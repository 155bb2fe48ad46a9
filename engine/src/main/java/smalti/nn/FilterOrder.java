package smalti.nn;

import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Turns filters `[R,S,C,F]` into those of other libraries, `[F,C,R,S]`, and back.
final class FilterOrder {
    private FilterOrder() {}

    /// The shape that a filter of `shape` has elsewhere.
    static Shape others(Shape shape) {
        return Shape.of(shape.size(3), shape.size(2), shape.size(0), shape.size(1));
    }

    static Tensor fromOthers(Tensor filter) {
        Shape shape = filter.shape();
        int taps = shape.size(2) * shape.size(3);
        return transposed(
                filter,
                shape.size(0),
                shape.size(1),
                taps,
                Shape.of(shape.size(2), shape.size(3), shape.size(1), shape.size(0)));
    }

    static Tensor toOthers(Tensor filter) {
        Shape shape = filter.shape();
        int taps = shape.size(0) * shape.size(1);
        return transposed(filter, taps, shape.size(2), shape.size(3), others(shape));
    }

    /// Reverses the order of three dimensions.
    private static Tensor transposed(
            Tensor tensor, int first, int second, int third, Shape turned) {
        Tensor result = Tensor.zeros(DType.F32, turned);
        Tensor own = tensor.onHeap();
        float[] from = own.floats();
        float[] to = result.floats();
        int at = own.offset();
        for (int i = 0; i < first; i++) {
            for (int j = 0; j < second; j++) {
                for (int k = 0; k < third; k++) {
                    to[(k * second + j) * first + i] = from[at++];
                }
            }
        }
        return result;
    }
}
