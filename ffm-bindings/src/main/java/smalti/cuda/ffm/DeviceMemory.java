package smalti.cuda.ffm;

import smalti.cuda.driver.MemoryFigures;

/// Where memory of a GPU comes from.
sealed interface DeviceMemory permits PlainMemory, PooledMemory {
    long allocate(long bytes, long stream);

    void free(long address, long stream);

    MemoryFigures figures();

    /// Gives back what is kept without need.
    void trim();
}
