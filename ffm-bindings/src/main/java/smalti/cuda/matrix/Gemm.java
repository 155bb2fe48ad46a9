package smalti.cuda.matrix;

import smalti.cuda.launch.Queue;

/// What multiplies matrices on a GPU. The same product gives the same bits each time. NaN and infinities propagate. Safe for
/// use by several threads at once.
@FunctionalInterface
public interface Gemm {
    /// Starts a product.
    ///
    /// @throws smalti.error.DeviceException if it cannot be started
    void multiply(Product product, Queue queue);
}
