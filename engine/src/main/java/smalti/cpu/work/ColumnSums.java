package smalti.cpu.work;

/// Sums over the rows of matrices that are stored by rows, in double. The matrix is cut into blocks of rows in a way that
/// follows from its size alone, each block has sums of its own, and those are joined in order: the bits do not depend
/// on the number of threads.
public final class ColumnSums {
    /// Narrow matrices are summed as if several of their rows were one: a loop that the compiler made vectors of is slow
    /// until it has some length, at 64 columns by five times.
    private static final int LEAST_WIDTH = 512;

    private static final int LEAST_BLOCK = 1 << 16;
    private static final int MOST_BLOCKS = 64;

    private ColumnSums() {}

    /// Adds terms to sums. A plain loop over the columns of doubles and floats is made vectors of by the compiler.
    @FunctionalInterface
    public interface Terms {
        /// Adds the term of each element from `from` to below `end` to the sum of its column, of which there are `width`;
        /// `from` stands in the first. Where there are several tables, they lie behind each other.
        void add(int from, int end, int width, double[][] tables);
    }

    /// The sums of all columns.
    ///
    /// @param elements of the matrix, a multiple of `columns`
    public static double[] of(Workers workers, int elements, int columns, Terms terms) {
        return of(workers, elements, columns, 1, terms)[0];
    }

    /// How many columns terms are added to: a multiple of `columns`.
    public static int width(int columns) {
        return columns * Math.ceilDiv(LEAST_WIDTH, columns);
    }

    /// Several tables of sums of all columns.
    ///
    /// @param elements of the matrix, a multiple of `columns`
    public static double[][] of(
            Workers workers, int elements, int columns, int tables, Terms terms) {
        double[][] sums = new double[tables][columns];
        if (elements == 0) {
            return sums;
        }
        int width = width(columns);
        int least = Math.max(LEAST_BLOCK, elements / MOST_BLOCKS);
        int block = (int) Math.min(elements, (long) Math.ceilDiv(least, width) * width);
        double[][][] parts = new double[Math.ceilDiv(elements, block)][][];
        workers.run(
                parts.length,
                part -> {
                    double[][] own = new double[tables][width];
                    int from = part * block;
                    terms.add(from, (int) Math.min(elements, (long) from + block), width, own);
                    parts[part] = own;
                });
        for (double[][] part : parts) {
            for (int table = 0; table < tables; table++) {
                for (int at = 0; at < width; at++) {
                    sums[table][at % columns] += part[table][at];
                }
            }
        }
        return sums;
    }
}
