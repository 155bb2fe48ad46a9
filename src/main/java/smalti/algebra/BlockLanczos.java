package smalti.algebra;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.error.SmaltiException;

/// The largest eigenvalues of a symmetric matrix that is known by its products alone, and their eigenvectors.
///
/// A basis grows by a block of vectors a step: the last block's products, without what lies in the basis already. What the
/// matrix does within the basis is a small matrix, whose eigenvectors tell those of the large one. When the basis is full, it is
/// replaced by the best of what it holds and the block that would come next, which loses nothing of what was learnt.
///
/// Golub and Underwood, "The Block Lanczos Method for Computing Eigenvalues", 1977; Wu and Simon, "Thick-Restart Lanczos Method
/// for Large Symmetric Eigenvalue Problems", 2000.
///
/// Deviations: the basis is made orthogonal against all of itself, twice a step, and the small matrix is held whole.
public final class BlockLanczos {
    /// Vectors that grow together: several are solved for in little more time than one.
    private static final int BLOCK = 8;

    private static final int MOST_RESTARTS = 60;

    /// Of a vector's length, what is left of one that lies in the basis.
    private static final double NOTHING = 1e-12;

    private final SymmetricOperator operator;
    private final Basis basis;
    private final int count;
    private final double tolerance;
    private final SplittableRandom random;
    private final double[][] vectors;
    private final double[][] small;
    private int held;

    private BlockLanczos(
            Device device, SymmetricOperator operator, int count, double tolerance, long seed) {
        this.operator = operator;
        this.basis = new Basis(device, operator.size());
        this.count = count;
        this.tolerance = tolerance;
        this.random = new SplittableRandom(seed);
        int room = Math.min(operator.size(), 2 * count + 7 * BLOCK);
        this.vectors = new double[room][];
        this.small = new double[room][room];
    }

    /// Is told how far a search has come.
    public interface Listener {
        /// @param converged eigenvectors that are found
        void converged(int converged);
    }

    /// Finds the largest eigenvalues, the largest first.
    ///
    /// @param device whose threads compute
    /// @param count how many, up to the matrix' size
    /// @param tolerance how long `A·v - value·v` may be, as a part of the value's magnitude
    /// @param seed of the first vectors
    /// @throws SmaltiException if they are not found
    public static SymmetricEigen largest(
            Device device,
            SymmetricOperator operator,
            int count,
            double tolerance,
            long seed,
            Listener listener) {
        if (count < 1 || count > operator.size()) {
            throw new ParameterException("eigenvectors", "from 1 to " + operator.size(), count);
        }
        return new BlockLanczos(device, operator, count, tolerance, seed).search(listener);
    }

    private SymmetricEigen search(Listener listener) {
        int size = operator.size();
        double[][] block = new double[Math.min(BLOCK, size)][];
        Arrays.setAll(block, i -> drawn());
        orthonormalize(block, new double[block.length], block.length);
        for (int restart = 0; restart < MOST_RESTARTS; restart++) {
            double[][] coupling = new double[0][];
            int last = 0;
            while (last == 0 || (held < size && held + block.length <= vectors.length)) {
                last = block.length;
                double[][] next = new double[last][];
                for (int i = 0; i < last; i++) {
                    vectors[held + i] = block[i];
                    next[i] = block[i].clone();
                }
                held += last;
                operator.apply(next);
                double[] lengths = Arrays.stream(next).mapToDouble(this::length).toArray();
                project(next, held - last);
                int wanted = Math.min(last, size - held);
                coupling = orthonormalize(next, lengths, wanted);
                block = Arrays.copyOf(next, wanted);
            }
            SymmetricEigen ritz = sorted(rayleigh());
            int converged = converged(ritz, coupling, last);
            listener.converged(converged);
            if (converged == count) {
                return new SymmetricEigen(
                        Arrays.copyOf(ritz.values(), count), combined(ritz.vectors(), count));
            }
            restart(ritz);
        }
        throw new SmaltiException(
                "%d eigenvectors were not found in %d restarts".formatted(count, MOST_RESTARTS));
    }

    private double length(double[] vector) {
        double[][] one = {vector};
        return Math.sqrt(basis.products(one, one)[0][0]);
    }

    /// Makes vectors, which have nothing in common with the basis, orthonormal. What has nothing new is replaced by a vector that
    /// was drawn.
    ///
    /// @param lengths that the vectors had before the basis was taken from them
    /// @param wanted how many of them become the next block
    /// @return what the vectors were, in terms of those they became
    private double[][] orthonormalize(double[][] block, double[] lengths, int wanted) {
        double[][] coupling = new double[wanted][block.length];
        for (int j = 0; j < block.length; j++) {
            double[][] one = {block[j]};
            double[][] before = Arrays.copyOf(block, Math.min(j, wanted));
            for (int pass = 0; pass < 2; pass++) {
                double[][] shares = basis.products(before, one);
                for (int i = 0; i < before.length; i++) {
                    coupling[i][j] += shares[i][0];
                    shares[i][0] = -shares[i][0];
                }
                basis.add(before, shares, one);
            }
            if (j < wanted) {
                double length = length(block[j]);
                if (length > NOTHING * lengths[j]) {
                    coupling[j][j] = length;
                } else {
                    block[j] = fresh(before);
                    length = length(block[j]);
                }
                scale(block[j], 1 / length);
            }
        }
        return coupling;
    }

    /// A drawn vector without what lies in the basis and in some more vectors.
    private double[] fresh(double[][] more) {
        double[] vector = drawn();
        double[][] one = {vector};
        for (double[][] others :
                List.of(Arrays.copyOf(vectors, held), more, Arrays.copyOf(vectors, held), more)) {
            double[][] shares = basis.products(others, one);
            for (double[] share : shares) {
                share[0] = -share[0];
            }
            basis.add(others, shares, one);
        }
        return vector;
    }

    private static void scale(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    /// Takes from products what lies in the basis, and notes it in the small matrix.
    private void project(double[][] next, int first) {
        double[][] own = Arrays.copyOf(vectors, held);
        for (int pass = 0; pass < 2; pass++) {
            double[][] shares = basis.products(own, next);
            for (int i = 0; i < held; i++) {
                for (int j = 0; j < next.length; j++) {
                    small[i][first + j] += shares[i][j];
                    shares[i][j] = -shares[i][j];
                }
            }
            basis.add(own, shares, next);
        }
    }

    /// The small matrix' eigenvalues and -vectors. Of two entries that should be the same, the later is the one that was computed.
    private SymmetricEigen rayleigh() {
        double[] matrix = new double[held * held];
        for (int i = 0; i < held; i++) {
            for (int j = i; j < held; j++) {
                matrix[i * held + j] = small[i][j];
                matrix[j * held + i] = small[i][j];
            }
        }
        return SymmetricEigen.of(matrix, held);
    }

    private static SymmetricEigen sorted(SymmetricEigen eigen) {
        int[] order =
                IntStream.range(0, eigen.values().length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -eigen.values()[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        return new SymmetricEigen(
                Arrays.stream(order).mapToDouble(i -> eigen.values()[i]).toArray(),
                Arrays.stream(order).mapToObj(i -> eigen.vectors()[i]).toArray(double[][]::new));
    }

    /// How many of the largest are found, counted up to the first that is not.
    ///
    /// @param coupling what the next block has to do with the last one
    /// @param last vectors of the last block
    private int converged(SymmetricEigen ritz, double[][] coupling, int last) {
        int converged = 0;
        while (converged < Math.min(count, held)
                && residual(ritz.vectors()[converged], coupling, last)
                        <= tolerance * Math.abs(ritz.values()[converged])) {
            converged++;
        }
        return converged;
    }

    private double residual(double[] vector, double[][] coupling, int last) {
        double squares = 0;
        for (double[] row : coupling) {
            double sum = 0;
            for (int j = 0; j < last; j++) {
                sum += row[j] * vector[held - last + j];
            }
            squares += sum * sum;
        }
        return Math.sqrt(squares);
    }

    private double[][] combined(double[][] small, int wanted) {
        double[][] factors = new double[held][wanted];
        for (int i = 0; i < held; i++) {
            for (int j = 0; j < wanted; j++) {
                factors[i][j] = small[j][i];
            }
        }
        double[][] combined = new double[wanted][operator.size()];
        basis.add(Arrays.copyOf(vectors, held), factors, combined);
        return combined;
    }

    /// Keeps the best of the basis. What the next block has to do with it is found when the block is multiplied.
    private void restart(SymmetricEigen ritz) {
        int kept = count + 2 * BLOCK;
        double[][] best = combined(ritz.vectors(), kept);
        for (double[] row : small) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(vectors, null);
        for (int i = 0; i < kept; i++) {
            vectors[i] = best[i];
            small[i][i] = ritz.values()[i];
        }
        held = kept;
    }

    private double[] drawn() {
        double[] vector = new double[operator.size()];
        Arrays.setAll(vector, i -> random.nextDouble(-1, 1));
        return vector;
    }
}
