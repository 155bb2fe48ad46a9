package smalti.cuda.axis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;

/// How a reduction of `[outer,length,inner]` over the middle dimension is shared out among blocks: see `reduce.cuh`. It
/// follows from these sizes alone, and so do the bits.
///
/// @param outer at least 1
/// @param length at least 1
/// @param inner at least 1
public record Columns(long outer, long length, int inner) {
    /// Rows that a thread adds at least before its sum is joined with others.
    private static final int ROWS_A_THREAD = 16;

    /// Enough to keep the largest GPUs busy.
    private static final int MOST_BLOCKS = 1024;

    /// Parts are read by short rows, so that many threads share the joining.
    private static final int COLUMNS_OF_PARTS = 8;

    /// Reduces by the two kernels of a fold.
    ///
    /// @param kernels of the family
    /// @param name of the fold
    /// @param bytes of what it carries
    /// @param arguments what makes the fold
    public void run(Kernels kernels, String name, int bytes, Queue queue, Object... arguments) {
        int chunks = Math.ceilDiv(inner, Queue.THREADS);
        int width = Math.ceilDiv(inner, chunks);
        int atOnce = Queue.THREADS / width;
        long most = Math.max(1, MOST_BLOCKS / Math.max(1, outer * chunks));
        int pieces = (int) Math.clamp(length / ((long) atOnce * ROWS_A_THREAD), 1, most);
        if (pieces == 1) {
            launch(kernels, name + "_columns", queue, arguments, 0, width, 1);
            return;
        }
        try (Scratch parts = queue.allocate(outer * pieces * inner * bytes)) {
            launch(kernels, name + "_columns", queue, arguments, parts.address(), width, pieces);
            new Columns(outer, pieces, inner)
                    .launch(
                            kernels,
                            name + "_parts",
                            queue,
                            arguments,
                            parts.address(),
                            Math.min(inner, COLUMNS_OF_PARTS),
                            1);
        }
    }

    private void launch(
            Kernels kernels,
            String kernel,
            Queue queue,
            Object[] fold,
            long parts,
            int width,
            int pieces) {
        int chunks = Math.ceilDiv(inner, width);
        List<Object> arguments = new ArrayList<>(Arrays.asList(fold));
        arguments.addAll(
                List.of(
                        parts,
                        length,
                        inner,
                        width,
                        Queue.THREADS / width,
                        chunks,
                        pieces,
                        Math.ceilDiv(length, (long) pieces)));
        int blocks = Math.toIntExact(outer * chunks * pieces);
        queue.launch(kernels.get(kernel), Geometry.of(blocks, Queue.THREADS), arguments.toArray());
    }
}
