package smalti.store;

import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// An array of which parts are still to come: how much there is, and whether the next part fits.
final class Pending {
    private final String name;
    private final DType type;
    private final Shape shape;
    private int done;

    Pending(String name, DType type, Shape shape) {
        this.name = name;
        this.type = type;
        this.shape = shape;
    }

    DType type() {
        return type;
    }

    Shape shape() {
        return shape;
    }

    /// Takes note of a part.
    ///
    /// @return the entry at which it starts
    /// @throws ShapeException if it does not fit
    int accept(Tensor part) {
        boolean fits =
                part.dtype() == type
                        && part.shape().rank() == shape.rank()
                        && shape.rank() > 0
                        && part.shape().inner().equals(shape.inner())
                        && part.shape().size(0) <= shape.size(0) - done;
        if (!fits) {
            throw new ShapeException(
                    "the array " + name,
                    "%s %s, of which %d are written".formatted(type, shape, done),
                    part);
        }
        int start = done;
        done += part.shape().size(0);
        return start;
    }

    /// @throws ShapeException if parts are missing
    void expectWhole() {
        if (done < shape.size(0)) {
            throw new ShapeException("the array " + name, shape.size(0) + " entries", done);
        }
    }
}
