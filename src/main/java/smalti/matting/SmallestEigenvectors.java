package smalti.matting;

import java.util.Arrays;
import java.util.function.IntConsumer;
import smalti.algebra.BlockLanczos;
import smalti.algebra.SymmetricEigen;
import smalti.device.Device;

/// The eigenvectors of a [SoftLaplacian] that cost least, as the largest of its inverse.
final class SmallestEigenvectors {
    private static final int COUNT = 100;

    /// Of what an eigenvector of the inverse is off by, as a share of its eigenvalue.
    private static final double TOLERANCE = 1e-4;

    /// What is added to the Laplacian's eigenvalues before it is inverted, and by how much more than the least of them.
    private static final double SHIFT = 1e-6;

    private static final int PERCENT = 100;

    /// The percentage that is done when the matrix is factorised.
    private static final int FACTORISED = 30;

    private SmallestEigenvectors() {}

    /// A hundred of them, or as many as there are.
    ///
    /// @param seed of what the search begins with
    /// @param listener is told what percentage is done
    static SymmetricEigen of(
            Device device, SoftLaplacian laplacian, long seed, IntConsumer listener) {
        listener.accept(0);
        double shift = SHIFT + laplacian.deepest(device);
        var inverse = new ShiftedInverse(device, laplacian, shift);
        listener.accept(FACTORISED);
        int count = Math.min(COUNT, laplacian.size());
        SymmetricEigen found =
                BlockLanczos.largest(
                        device,
                        inverse,
                        count,
                        TOLERANCE,
                        seed,
                        converged ->
                                listener.accept(
                                        FACTORISED + (PERCENT - FACTORISED) * converged / count));
        return new SymmetricEigen(
                Arrays.stream(found.values()).map(value -> 1 / value - shift).toArray(),
                found.vectors());
    }
}
