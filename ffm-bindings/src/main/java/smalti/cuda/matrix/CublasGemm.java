package smalti.cuda.matrix;

import smalti.cuda.driver.GuardedDriver;
import smalti.cuda.ffm.BlasProduct;
import smalti.cuda.ffm.ComputeType;
import smalti.cuda.ffm.Cublas;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.tensor.DType;

/// Multiplies by NVIDIA's library, with the units for matrices that a GPU has where the precision allows them. Results are
/// the same each time on one kind of GPU with one version of the library, but not on another.
public final class CublasGemm implements Gemm {
    private final Cublas cublas;
    private final ComputeType compute;
    private final GuardedDriver guard;

    /// @param guard of the GPU, which is told if it fails here
    public CublasGemm(Cublas cublas, Precision precision, GuardedDriver guard) {
        this.cublas = cublas;
        this.guard = guard;
        this.compute =
                switch (precision) {
                    case FP32 -> ComputeType.FP32;
                    case TF32 -> ComputeType.TF32;
                    case BF16 -> ComputeType.BF16;
                };
    }

    @Override
    public void multiply(Product product, Queue queue) {
        var theirs =
                new BlasProduct(
                        product.rows(),
                        product.columns(),
                        product.depth(),
                        matrix(product.left()),
                        matrix(product.right()),
                        matrix(product.out()),
                        product.batch(),
                        product.alpha(),
                        product.beta());
        guard.run(() -> {
            prepare(queue);
            cublas.multiply(queue.stream(), theirs, compute);
        });
    }

    /// The workspace is the queue's for good: it is there again for the next user of its stream.
    private void prepare(Queue queue) {
        // Two threads must not both make it ready.
        synchronized (queue) {
            if (!cublas.isReady(queue.stream())) {
                Scratch workspace = queue.allocate(cublas.workspaceBytes());
                cublas.prepare(queue.stream(), workspace.address());
            }
        }
    }

    private static BlasProduct.Matrix matrix(Matrices matrices) {
        return new BlasProduct.Matrix(
                matrices.address(),
                DType.F32,
                matrices.transposed(),
                matrices.step(),
                matrices.apart());
    }
}
