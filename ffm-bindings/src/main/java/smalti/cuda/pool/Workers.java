package smalti.cuda.pool;

import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.Queue;

/// Threads that share a row of channels: 2^lanesLog of them are a worker.
///
/// @param lanesLog at most 5: a worker does not reach beyond a warp
/// @param columns workers that a row of channels takes
record Workers(int lanesLog, int columns) {
    /// Workers for rows of so many units, each of which a thread takes.
    static Workers of(int units) {
        int lanesLog = Math.min(5, Integer.SIZE - Integer.numberOfLeadingZeros(units - 1));
        return new Workers(lanesLog, Math.ceilDiv(units, 1 << lanesLog));
    }

    /// Workers a block.
    int perBlock() {
        return Queue.THREADS >> lanesLog;
    }

    /// So many blocks of them for each column.
    Geometry geometry(long blocks) {
        return Geometry.of((int) blocks, columns, Queue.THREADS);
    }
}
