package smalti.cuda.launch;

import smalti.error.ShapeException;
import smalti.op.Op;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A tensor on the GPU as kernels see it: where its first element lies, and what follows.
///
/// @param address in the GPU's memory; anything if there are no elements
public record DeviceTensor(long address, DType dtype, Shape shape) {
    /// A tensor whose elements a [DeviceBuffer] holds.
    ///
    /// @throws smalti.error.DeviceException if its workspace was closed
    public static DeviceTensor of(Tensor tensor) {
        long first = ((DeviceBuffer) tensor.storage()).address();
        long address = first + (long) tensor.offset() * tensor.dtype().bytes();
        return new DeviceTensor(address, tensor.dtype(), tensor.shape());
    }

    public long elements() {
        return shape.elements();
    }

    public long bytes() {
        return shape.elements() * dtype.bytes();
    }

    public TensorType type() {
        return new TensorType(dtype, shape);
    }

    /// The elements as a row-major matrix: all dimensions before the last are its rows.
    public long rows() {
        return shape.rank() == 0 ? 1 : columns() == 0 ? 0 : elements() / columns();
    }

    /// The size of the last dimension, 1 for a scalar.
    public int columns() {
        return shape.rank() == 0 ? 1 : shape.size(-1);
    }

    /// Whether the first element lies at a multiple of so many bytes.
    public boolean isAligned(int bytes) {
        return address % bytes == 0;
    }

    /// Checks that kernels can number the elements by 31 bits.
    ///
    /// @param op named in the error
    /// @throws ShapeException if there are more of them
    public void expectNumbered(Op op) {
        if (elements() > Integer.MAX_VALUE) {
            throw new ShapeException(
                    op.name(), "at most " + Integer.MAX_VALUE + " elements on the GPU", shape);
        }
    }

    /// The same elements under another shape.
    public DeviceTensor reshape(int... sizes) {
        Shape other = Shape.of(sizes);
        if (other.elements() != elements()) {
            throw new ShapeException("reshape", elements() + " elements", other);
        }
        return new DeviceTensor(address, dtype, other);
    }
}
