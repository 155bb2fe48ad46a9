package smalti.cuda.move;

import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Fault;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.sort.Order;
import smalti.cuda.sort.Sorter;
import smalti.error.ParameterException;
import smalti.error.UnsupportedOpException;
import smalti.tensor.DType;

/// Moves rows of tables by their numbers.
final class Rows {
    private static final int WIDEST_UNIT = 16;

    /// Rows that one team adds, so that many share the work where few rows of a table take many.
    private static final int PIECE_ROWS = 128;

    private static final int WARP_LANES = 5;

    private final Kernels kernels;
    private final Kernels scatter;
    private final Kernels plans;
    private final Sorter sorter;

    /// @param kernels those of `move.cu`
    Rows(GpuDriver driver, Kernels kernels) {
        this.kernels = kernels;
        this.scatter = new Kernels(driver, "scatter");
        this.plans = new Kernels(driver, "segment_plan");
        this.sorter = new Sorter(driver);
    }

    /// Looks rows of any type up.
    void gather(DeviceTensor table, DeviceTensor numbers, DeviceTensor output, Queue queue) {
        if (numbers.elements() == 0) {
            return;
        }
        int rows = table.shape().size(0);
        long bytes = table.shape().inner().elements() * table.dtype().bytes();
        int unit =
                (int) Long.lowestOneBit(bytes | table.address() | output.address() | WIDEST_UNIT);
        int units = Math.toIntExact(bytes / unit);
        int lanes = lanes(units);
        queue.launch(
                kernels.get("gather_" + unit),
                overTeams(numbers.elements(), lanes, queue),
                table,
                numbers,
                output,
                numbers.elements(),
                rows,
                units,
                lanes,
                queue.faultSlot(fault(rows)));
    }

    private static Fault fault(int rows) {
        return (position, value) ->
                new ParameterException("row number " + position, "from 0 to below " + rows, value);
    }

    /// How many threads take a row together, as a power of two: enough for it, at most a warp.
    private static int lanes(int units) {
        return Math.min(
                WARP_LANES, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, units) - 1));
    }

    private static Geometry overTeams(long teams, int lanes, Queue queue) {
        return queue.over(teams << lanes);
    }

    /// Adds rows to a table of zeros, those of each row of the table in order.
    void scatter(DeviceTensor rows, DeviceTensor numbers, DeviceTensor table, Queue queue) {
        if (rows.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    "scatter rows", "the GPU for " + rows.dtype(), "convert the inputs to F32");
        }
        int count = Math.toIntExact(numbers.elements());
        int tableRows = table.shape().size(0);
        if (count > 0) {
            queue.launch(
                    scatter.get("scatter_check"),
                    queue.over(count),
                    numbers,
                    numbers.elements(),
                    tableRows,
                    queue.faultSlot(fault(tableRows)));
        }
        if (table.elements() == 0) {
            return;
        }
        if (count == 0) {
            queue.fill(table.address(), (byte) 0, table.bytes());
            return;
        }
        int columns = Math.toIntExact(table.elements() / tableRows);
        int lanes = lanes(columns);
        long pieceCount = count / PIECE_ROWS + (long) tableRows;
        try (var memory = new Allotment(queue)) {
            Order order = sorter.sort(numbers.address(), count, tableRows, memory, queue);
            long pieces = memory.take(pieceCount * Integer.BYTES);
            long parts = memory.take(pieceCount * columns * Float.BYTES);
            queue.launch(
                    plans.get("segment_pieces"),
                    queue.over((long) tableRows << WARP_LANES),
                    order.starts(),
                    tableRows,
                    PIECE_ROWS,
                    pieceCount,
                    pieces);
            queue.launch(
                    scatter.get("scatter_pieces"),
                    overTeams(pieceCount, lanes, queue),
                    rows,
                    order.positions(),
                    order.starts(),
                    pieces,
                    pieceCount,
                    PIECE_ROWS,
                    columns,
                    lanes,
                    table,
                    parts);
            queue.launch(
                    scatter.get("scatter_join"),
                    overTeams(tableRows, lanes, queue),
                    order.starts(),
                    parts,
                    (long) tableRows,
                    PIECE_ROWS,
                    columns,
                    lanes,
                    table);
        }
    }
}
