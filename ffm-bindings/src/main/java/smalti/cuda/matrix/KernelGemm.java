package smalti.cuda.matrix;

import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Kernel;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;

/// Multiplies by kernels of our own, which need nothing but the driver, in single precision on every GPU.
///
/// The terms of an element are added in ascending order, from 0 on, each by one fused multiply-add: the bits are those of the
/// plain loop with [Math#fma], whatever the GPU. Only where a factor is a vector, thirty-two or eight sums take turns with
/// the terms and are added in a fixed order. Either way errors are at most `K·2^-24` times the sum of the magnitudes.
public final class KernelGemm implements Gemm {
    private static final int LARGE_TILE = 128;
    private static final int SMALL_TILE = 64;
    private static final int LINES_OF_DOT = Queue.THREADS / 32;
    private static final int LINES_OF_COMBINE = 32;

    /// Elements that are read and written at once.
    private static final int QUAD = 4;

    private final Kernels kernels;

    public KernelGemm(GpuDriver driver) {
        this.kernels = new Kernels(driver, "matrix");
    }

    @Override
    public void multiply(Product product, Queue queue) {
        if (product.isEmpty()) {
            return;
        }
        for (int first = 0; first < product.batch(); first += Geometry.MOST_BLOCKS_Y) {
            int count = Math.min(Geometry.MOST_BLOCKS_Y, product.batch() - first);
            if (product.columns() == 1) {
                multiplyByColumn(product, first, count, queue);
            } else if (product.rows() == 1) {
                multiplyRow(product, first, count, queue);
            } else {
                multiplyTiles(product, first, count, queue);
            }
        }
    }

    private void multiplyTiles(Product product, int first, int count, Queue queue) {
        boolean quads = isOfQuads(product);
        long largeTiles = tiles(product, LARGE_TILE) * count;
        boolean large =
                quads
                        && Math.min(product.rows(), product.columns()) > SMALL_TILE
                        && largeTiles >= queue.facts().processors();
        Kernel kernel =
                kernels.get(
                        large
                                ? "multiply_large_quads_f32"
                                : quads ? "multiply_small_quads_f32" : "multiply_small_f32");
        Matrices left = product.left();
        Matrices right = product.right();
        Matrices out = product.out();
        int tiles = Math.toIntExact(tiles(product, large ? LARGE_TILE : SMALL_TILE));
        queue.launch(
                kernel,
                Geometry.of(tiles, count, Queue.THREADS),
                product.rows(),
                product.columns(),
                product.depth(),
                at(left, first),
                left.step(),
                left.apart(),
                left.transposed() ? 0 : 1,
                at(right, first),
                right.step(),
                right.apart(),
                right.transposed() ? 1 : 0,
                at(out, first),
                out.step(),
                out.apart(),
                product.alpha(),
                product.beta());
    }

    private static long tiles(Product product, int side) {
        return Math.ceilDiv(product.rows(), side) * (long) Math.ceilDiv(product.columns(), side);
    }

    private void multiplyByColumn(Product product, int first, int count, Queue queue) {
        Matrices left = product.left();
        Matrices right = product.right();
        long step = right.transposed() ? 1 : right.step();
        multiplyLines(
                product,
                product.rows(),
                left,
                !left.transposed(),
                right,
                step,
                product.out().step(),
                first,
                count,
                queue);
    }

    private void multiplyRow(Product product, int first, int count, Queue queue) {
        Matrices left = product.left();
        Matrices right = product.right();
        long step = left.transposed() ? left.step() : 1;
        multiplyLines(
                product,
                product.columns(),
                right,
                right.transposed(),
                left,
                step,
                1,
                first,
                count,
                queue);
    }

    /// @param along whether the lines that are multiplied by the vector are contiguous
    private void multiplyLines(
            Product product,
            int lines,
            Matrices matrix,
            boolean along,
            Matrices vector,
            long vectorStep,
            long outStep,
            int first,
            int count,
            Queue queue) {
        boolean quads =
                isOfQuads(matrix, product.depth())
                        && isOfQuads(vector.address(), vector.apart(), product.depth())
                        && vectorStep == 1;
        String name = along ? quads ? "dot_quads_f32" : "dot_f32" : "combine_f32";
        int blocks = Math.ceilDiv(lines, along ? LINES_OF_DOT : LINES_OF_COMBINE);
        queue.launch(
                kernels.get(name),
                Geometry.of(blocks, count, Queue.THREADS),
                lines,
                product.depth(),
                count,
                at(matrix, first),
                matrix.step(),
                matrix.apart(),
                at(vector, first),
                vectorStep,
                vector.apart(),
                at(product.out(), first),
                outStep,
                product.out().apart(),
                product.alpha(),
                product.beta());
    }

    private static long at(Matrices matrices, int which) {
        return matrices.address() + which * matrices.apart() * Float.BYTES;
    }

    private static boolean isOfQuads(Product product) {
        Matrices left = product.left();
        Matrices right = product.right();
        return isOfQuads(left, left.transposed() ? product.rows() : product.depth())
                && isOfQuads(right, right.transposed() ? product.depth() : product.columns())
                && isOfQuads(product.out(), product.columns());
    }

    /// Whether each row, as it is stored, can be read in aligned quads.
    ///
    /// @param length elements of a row
    private static boolean isOfQuads(Matrices matrices, int length) {
        return matrices.step() % QUAD == 0
                && isOfQuads(matrices.address(), matrices.apart(), length);
    }

    private static boolean isOfQuads(long address, long apart, int length) {
        return address % (QUAD * Float.BYTES) == 0 && apart % QUAD == 0 && length % QUAD == 0;
    }
}
