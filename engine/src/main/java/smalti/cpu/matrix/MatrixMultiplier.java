package smalti.cpu.matrix;

import java.util.concurrent.atomic.AtomicLong;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.work.Workers;

/// Multiplies matrices of [smalti.tensor.DType#F32] on all threads. Each part of the product has one thread that computes
/// it whole, so the bits do not depend on their number. Threads that share the rows of a product pack its right matrix
/// together; those that share its columns pack what they need, and none waits for another.
public final class MatrixMultiplier {
    /// Multiply-adds that are worth a thread.
    private static final long LEAST_WORK = 1 << 19;

    /// Compiling vector kernels takes longer than so many multiply-adds with plain ones.
    private static final long WORK_OF_YOUTH = 1 << 28;

    private final GemmKernels first;
    private final GemmKernels lasting;
    private final Workers workers;
    private final WorkspacePool workspaces = new WorkspacePool();
    private final AtomicLong done = new AtomicLong();

    /// @param first kernels that are quick at once, for the first products
    /// @param lasting kernels that are quicker once they are compiled; they give the same bits
    public MatrixMultiplier(GemmKernels first, GemmKernels lasting, Workers workers) {
        this.first = first;
        this.lasting = lasting;
        this.workers = workers;
    }

    /// Multiplies one pair of matrices.
    ///
    /// @param out stored by rows; gets the product, or that added if `add`
    public void multiply(
            Matrix left, Matrix right, Matrix out, int rows, int columns, int depth, boolean add) {
        multiply(left, right, out, rows, columns, depth, add, Finisher.NONE);
    }

    /// Multiplies one pair of matrices and finishes the product.
    ///
    /// @param out stored by rows; gets the product, or that added if `add`
    public void multiply(
            Matrix left,
            Matrix right,
            Matrix out,
            int rows,
            int columns,
            int depth,
            boolean add,
            Finisher finisher) {
        long work = (long) rows * columns * depth;
        GemmKernels kernels = kernelsFor(work);
        int threads = (int) Math.min(workers.threads(), Math.max(1, work / LEAST_WORK));
        var grid = Grid.of(rows, columns, threads, kernels);
        if (grid.across() == 1) {
            product(kernels, grid.parts(), finisher)
                    .multiply(left, right, out, rows, columns, depth, add);
            return;
        }
        workers.run(
                grid.parts(),
                part -> {
                    int row = grid.row(part);
                    int column = grid.column(part);
                    product(kernels, 1, finisher.from(column))
                            .multiply(
                                    left.from(row, 0),
                                    right.from(0, column),
                                    out.from(row, column),
                                    Math.min(grid.high(), rows - row),
                                    Math.min(grid.wide(), columns - column),
                                    depth,
                                    add);
                });
    }

    /// Multiplies with a matrix that is kept, to the same bits as with one that is not, and finishes the product.
    ///
    /// @param left stored by rows
    /// @param out stored by rows; gets the product
    public void multiply(Matrix left, KeptMatrix right, Matrix out, int rows, Finisher finisher) {
        int columns = right.columns();
        int depth = right.depth();
        long work = (long) rows * columns * depth;
        GemmKernels kernels = kernelsFor(work);
        if (kernels != lasting || depth == 0) {
            multiply(left, right.matrix(), out, rows, columns, depth, false, finisher);
            return;
        }
        var grid = KeptGrid.of(rows, columns, depth, workers.threads(), kernels);
        workers.run(
                grid.parts(),
                part -> {
                    int row = grid.row(part);
                    int column = grid.column(part);
                    product(kernels, 1, finisher.from(column))
                            .multiply(
                                    left.from(row, 0),
                                    right,
                                    column,
                                    grid.isCold(part, workers.threads()),
                                    out.from(row, column),
                                    Math.min(grid.high(), rows - row),
                                    Math.min(grid.wide(), columns - column));
                });
    }

    private BlockProduct product(GemmKernels kernels, int threads, Finisher finisher) {
        return new BlockProduct(kernels, workspaces, workers, threads, finisher);
    }

    /// Whether enough has been multiplied for vector kernels to be worth compiling.
    public boolean isWarm() {
        return done.get() >= WORK_OF_YOUTH;
    }

    /// The kernels for so many multiply-adds more, which are counted: one count for all that multiply by these kernels.
    public GemmKernels kernelsFor(long work) {
        if (isWarm()) {
            return lasting;
        }
        done.addAndGet(work);
        return first;
    }
}
