package smalti.cuda.axis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;

/// Rows that teams of threads take in turn: see `reduce.cuh`. How many threads make a team follows from a row's length
/// alone, and so do the bits.
///
/// @param length of a row, may be 0
/// @param lanes a team is of 2^lanes threads
public record Teams(long rows, int length, int lanes) {
    /// Elements that a thread takes before another one is called in.
    private static final int ELEMENTS_A_THREAD = 4;

    private static final int MOST_LANES = Integer.numberOfTrailingZeros(Queue.THREADS);

    public static Teams of(long rows, int length) {
        int threads = Math.max(1, Math.ceilDiv(length, ELEMENTS_A_THREAD));
        int lanes = Integer.SIZE - Integer.numberOfLeadingZeros(threads - 1);
        return new Teams(rows, length, Math.min(MOST_LANES, lanes));
    }

    /// Starts a kernel that takes rows, their length and the lanes behind arguments of its own, if there is a row.
    public void run(Kernels kernels, String kernel, Queue queue, Object... arguments) {
        if (rows == 0) {
            return;
        }
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of(rows, length, lanes));
        Geometry geometry = queue.over(rows << lanes);
        queue.launch(kernels.get(kernel), geometry, all.toArray());
    }
}
