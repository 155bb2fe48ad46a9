package smalti.tensor;

import java.util.Arrays;
import smalti.error.ShapeException;

/// The sizes of a tensor's dimensions, outermost first. Any of them may be 0.
public final class Shape {
    /// The most elements that a heap array can hold on every JVM.
    public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private final int[] sizes;
    private final long elements;

    private Shape(int[] sizes) {
        this.sizes = sizes;
        long product = 1;
        boolean overflow = false;
        boolean empty = false;
        for (int size : sizes) {
            if (size < 0) {
                throw new ShapeException("a shape", "sizes of at least 0", Arrays.toString(sizes));
            }
            empty |= size == 0;
            overflow |= Math.multiplyHigh(product, (long) size) != 0 || product * size < 0;
            product *= size;
        }
        if (overflow && !empty) {
            throw new ShapeException("a shape", "at most 2^63-1 elements", Arrays.toString(sizes));
        }
        this.elements = empty ? 0 : product;
    }

    public static Shape of(int... sizes) {
        return new Shape(sizes.clone());
    }

    public int rank() {
        return sizes.length;
    }

    /// The size of one dimension; negative indices count from the last.
    public int size(int dimension) {
        return sizes[dimension < 0 ? sizes.length + dimension : dimension];
    }

    public int[] sizes() {
        return sizes.clone();
    }

    /// The product of all sizes; 1 for a scalar.
    public long elements() {
        return elements;
    }

    /// The product of all sizes as an array length.
    ///
    /// @param operation named in the error
    /// @throws ShapeException if a heap array cannot hold so many
    public int arrayLength(String operation) {
        if (elements > MAX_ELEMENTS) {
            throw new ShapeException(
                    operation, "at most " + MAX_ELEMENTS + " elements", this + " = " + elements);
        }
        return (int) elements;
    }

    /// This shape without its first dimension.
    ///
    /// @throws ShapeException if it has none
    public Shape inner() {
        if (sizes.length == 0) {
            throw new ShapeException("an inner shape", "at least one dimension", this);
        }
        return new Shape(Arrays.copyOfRange(sizes, 1, sizes.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return Arrays.toString(sizes).replace(" ", "");
    }
}
