package smalti.cuda.move;

import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Fault;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.error.ParameterException;
import smalti.error.UnsupportedOpException;
import smalti.tensor.DType;

/// Moves rows of tables by their numbers.
final class Rows {
    private static final int WIDEST_UNIT = 16;

    private final Kernels kernels;

    Rows(Kernels kernels) {
        this.kernels = kernels;
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
        int most = Integer.numberOfTrailingZeros(Integer.SIZE);
        return Math.min(most, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, units) - 1));
    }

    private static Geometry overTeams(long teams, int lanes, Queue queue) {
        return queue.over(teams << lanes);
    }

    /// Adds rows to a table of zeros.
    void scatter(DeviceTensor rows, DeviceTensor numbers, DeviceTensor table, Queue queue) {
        if (rows.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    "scatter rows", "the GPU for " + rows.dtype(), "convert the inputs to F32");
        }
        throw new UnsupportedOpException(
                "scatter rows", "this version on the GPU", "use --device cpu");
    }
}
