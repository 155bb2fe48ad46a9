package smalti.store;

import java.util.Arrays;
import smalti.error.ParameterException;
import smalti.file.ElementType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// An array that is in memory already.
final class HeldSource implements ArraySource {
    private final String name;
    private final Tensor array;
    private final ElementType type;

    HeldSource(String name, Tensor array, ElementType type) {
        this.name = name;
        this.array = array;
        this.type = type;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return array.shape();
    }

    @Override
    public ElementType type() {
        return type;
    }

    @Override
    public Tensor read(int first, int count, DType wanted) {
        Shape whole = array.shape();
        if (whole.rank() == 0 || first < 0 || count < 0 || count > whole.size(0) - first) {
            throw new ParameterException(
                    "a part of " + name,
                    "within " + whole,
                    "from " + first + ", " + count + " long");
        }
        int[] sizes = Arrays.copyOf(whole.sizes(), whole.rank());
        sizes[0] = count;
        int offset = array.offset() + (int) (first * whole.inner().elements());
        Tensor part = Tensor.of(Shape.of(sizes), array.storage(), offset);
        return wanted == array.dtype() ? part : part.to(wanted);
    }

    @Override
    public void close() {}
}
