package smalti.cuda.launch;

import java.util.concurrent.atomic.AtomicLong;
import smalti.cuda.driver.DriverException;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.driver.MemoryFigures;
import smalti.error.OutOfDeviceMemoryException;

/// The memory of one GPU. What is not there is looked for once more before the caller is told: the pool may hold memory
/// that no tensor has, and streams may be about to free some.
public final class Memory {
    private final GpuDriver driver;
    private final AtomicLong used = new AtomicLong();

    public Memory(GpuDriver driver) {
        this.driver = driver;
    }

    /// Memory in the order of a stream; its content is undefined.
    ///
    /// @param bytes may be 0, which gives an address that must not be read
    /// @throws OutOfDeviceMemoryException if there is not as much
    long allocate(long bytes, long stream) {
        long wanted = Math.max(1, bytes);
        long address;
        try {
            address = driver.allocate(wanted, stream);
        } catch (DriverException first) {
            address = allocateAgain(wanted, stream, first);
        }
        used.addAndGet(wanted);
        return address;
    }

    private long allocateAgain(long bytes, long stream, DriverException first) {
        if (!first.isOutOfMemory()) {
            throw first;
        }
        driver.synchronize(stream);
        driver.trim();
        try {
            return driver.allocate(bytes, stream);
        } catch (DriverException second) {
            if (!second.isOutOfMemory()) {
                throw second;
            }
            MemoryFigures figures = driver.memory();
            throw new OutOfDeviceMemoryException(
                    bytes, figures.free(), figures.total(), figures.poolUsed());
        }
    }

    void free(long address, long bytes, long stream) {
        used.addAndGet(-Math.max(1, bytes));
        driver.free(address, stream);
    }

    /// Bytes that are allocated now.
    public long used() {
        return used.get();
    }
}
