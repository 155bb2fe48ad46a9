package smalti.loading;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Batches, of what pictures have come to one by one.
public final class Stack {
    private Stack() {}

    /// Tensors of one shape and type one behind the other, `[count, ...]`.
    ///
    /// @throws ShapeException if they are not alike
    public static Tensor of(List<Tensor> tensors) {
        Tensor first = tensors.getFirst();
        Shape shape = first.shape();
        int[] sizes = new int[shape.rank() + 1];
        sizes[0] = tensors.size();
        System.arraycopy(shape.sizes(), 0, sizes, 1, shape.rank());
        Tensor all = Tensor.zeros(first.dtype(), Shape.of(sizes));
        for (int i = 0; i < sizes[0]; i++) {
            Tensor each = tensors.get(i);
            if (!each.shape().equals(shape) || each.dtype() != first.dtype()) {
                throw new ShapeException("a batch", "tensors like " + first, each);
            }
            each.copyInto(all.at(i));
        }
        return all;
    }
}
