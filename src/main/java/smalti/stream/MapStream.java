package smalti.stream;

import java.io.IOException;
import smalti.error.ShapeException;
import smalti.store.ArraySource;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The images of an array whose first dimension may be left out: of rank `rank`, or one less for a single image.
final class MapStream {
    private final ArraySource source;
    private final Shape shape;

    /// @throws ShapeException if the array has another rank
    MapStream(ArraySource source, int rank, String expected) {
        Shape given = source.shape();
        if (given.rank() != rank && given.rank() != rank - 1) {
            throw new ShapeException(source.name(), expected, given);
        }
        this.source = source;
        this.shape = given.rank() == rank ? given : batched(given);
    }

    private static Shape batched(Shape single) {
        int[] sizes = new int[single.rank() + 1];
        sizes[0] = 1;
        System.arraycopy(single.sizes(), 0, sizes, 1, single.rank());
        return Shape.of(sizes);
    }

    ArraySource source() {
        return source;
    }

    /// With the first dimension.
    Shape shape() {
        return shape;
    }

    /// @throws ShapeException if the shape is another
    void expect(String what, Shape expected) {
        if (!shape.equals(expected)) {
            throw new ShapeException(source.name(), what + " " + expected, shape);
        }
    }

    /// One image, with its first dimension of 1.
    Tensor read(int image, DType type) throws IOException {
        if (source.shape().rank() == shape.rank()) {
            return source.read(image, 1, type);
        }
        return source.read(0, source.shape().size(0), type).reshape(shape.sizes());
    }
}
