package smalti.cuda.move;

import java.util.ArrayList;
import java.util.List;
import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;

/// Copies boxes of elements of any type, with steps of their own on both sides: whatever moves elements is a few of these.
/// What lies together is moved by units as wide as it allows, and matrices are transposed by tiles.
public final class BoxCopy {
    private static final int WIDEST_UNIT = 16;
    private static final int WIDEST_TRANSPOSED = 8;

    /// Rows and columns of a tile in `move.cu`.
    private static final int TILE = 32;

    /// Matrices with fewer rows or columns leave most of a tile idle.
    private static final int LEAST_TRANSPOSED = 8;

    private final Kernels kernels;

    public BoxCopy(GpuDriver driver) {
        this(new Kernels(driver, "move"));
    }

    BoxCopy(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Copies a box.
    ///
    /// @param box of at least one element; the left tensor is read, the right one written
    /// @param from the address of the first element that is read
    /// @param to the address of the first element that is written
    /// @param bytes of an element
    public void run(Box box, long from, long to, int bytes, Queue queue) {
        if (box.isOneRun()) {
            queue.copy(to, from, box.places() * bytes);
            return;
        }
        box.inParts((part, left, right) ->
                copy(part, from + left * bytes, to + right * bytes, bytes, queue));
    }

    private void copy(Box box, long from, long to, int bytes, Queue queue) {
        int last = box.rank() - 1;
        if (box.left(last) == 1 && box.right(last) == 1) {
            int unit = unit(box, from, to, bytes);
            Box units = box.inUnits(unit / bytes);
            List<Object> arguments = new ArrayList<>(List.of(from, to, (int) units.places()));
            arguments.addAll(units.arguments());
            queue.launch(
                    kernels.get("copy_" + unit), queue.over(units.places()), arguments.toArray());
            return;
        }
        int rows = transposedRows(box, bytes);
        if (rows >= 0) {
            transpose(box, rows, from, to, bytes, queue);
            return;
        }
        List<Object> arguments = new ArrayList<>(List.of(from, to, (int) box.places()));
        arguments.addAll(box.arguments());
        queue.launch(kernels.get("copy_" + bytes), queue.over(box.places()), arguments.toArray());
    }

    /// The widest unit, in bytes, that both sides consist of.
    private static int unit(Box box, long from, long to, int bytes) {
        long all = from | to | (long) box.size(-1) * bytes;
        for (int i = 0; i < box.rank() - 1; i++) {
            all |= box.left(i) * bytes | box.right(i) * bytes;
        }
        return (int) Math.min(WIDEST_UNIT, Long.lowestOneBit(all | WIDEST_UNIT));
    }

    /// The dimension whose elements lie together where they are written from, if the box is one of matrices that are
    /// transposed: theirs are the innermost dimension and this one. Otherwise -1.
    private static int transposedRows(Box box, int bytes) {
        int last = box.rank() - 1;
        boolean fits =
                bytes <= WIDEST_TRANSPOSED
                        && (last == 1 || last == 2)
                        && box.right(last) == 1
                        && box.size(last) >= LEAST_TRANSPOSED;
        for (int i = 0; i < last && fits; i++) {
            if (box.left(i) == 1 && box.size(i) >= LEAST_TRANSPOSED) {
                return i;
            }
        }
        return -1;
    }

    private void transpose(Box box, int along, long from, long to, int bytes, Queue queue) {
        int last = box.rank() - 1;
        boolean single = last == 1;
        int other = 1 - along;
        int columns = box.size(along);
        int rows = box.size(last);
        int tilesDown = Math.ceilDiv(rows, TILE);
        int tilesAcross = Math.ceilDiv(columns, TILE);
        int matrices = single ? 1 : box.size(other);
        queue.launch(
                kernels.get("transpose_" + bytes),
                Geometry.of(
                        Math.multiplyExact(matrices, Math.multiplyExact(tilesDown, tilesAcross)),
                        Queue.THREADS),
                from,
                to,
                rows,
                columns,
                box.left(last),
                single ? 0L : box.left(other),
                box.right(along),
                single ? 0L : box.right(other),
                tilesDown,
                tilesAcross);
    }
}
