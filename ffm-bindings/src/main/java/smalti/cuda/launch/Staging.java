package smalti.cuda.launch;

import java.lang.foreign.MemorySegment;
import smalti.cuda.driver.GpuDriver;

/// Copies between arrays and the GPU by way of memory that the GPU reaches by itself: while one half is on its way, the
/// other is filled or emptied. Not safe for use by several threads at once.
final class Staging implements AutoCloseable {
    private static final long HALF_BYTES = 4 << 20;

    private final GpuDriver driver;
    private final long stream;
    private final Half[] halves;

    private record Half(MemorySegment memory, long event) {}

    Staging(GpuDriver driver, long stream) {
        this.driver = driver;
        this.stream = stream;
        this.halves = new Half[] {half(), half()};
    }

    private Half half() {
        return new Half(driver.allocateHost(HALF_BYTES), driver.createEvent());
    }

    /// Copies an array to the GPU; it may be changed when the call returns.
    void upload(MemorySegment from, long to) {
        int turn = 0;
        for (long done = 0; done < from.byteSize(); done += HALF_BYTES, turn ^= 1) {
            Half half = halves[turn];
            MemorySegment part = half.memory.asSlice(0, partBytes(from, done));
            wait(half);
            part.copyFrom(from.asSlice(done, part.byteSize()));
            driver.copyToDevice(to + done, part, stream);
            driver.record(half.event, stream);
        }
    }

    /// Copies from the GPU to an array, which holds the elements when the call returns.
    void download(long from, MemorySegment to) {
        int turn = 0;
        for (long done = 0; done < to.byteSize() + HALF_BYTES; done += HALF_BYTES, turn ^= 1) {
            if (done < to.byteSize()) {
                Half half = halves[turn];
                wait(half);
                MemorySegment part = half.memory.asSlice(0, partBytes(to, done));
                driver.copyToHost(part, from + done, stream);
                driver.record(half.event, stream);
            }
            if (done > 0) {
                Half before = halves[turn ^ 1];
                long at = done - HALF_BYTES;
                wait(before);
                long bytes = partBytes(to, at);
                to.asSlice(at, bytes).copyFrom(before.memory.asSlice(0, bytes));
            }
        }
    }

    private static long partBytes(MemorySegment whole, long done) {
        return Math.min(HALF_BYTES, whole.byteSize() - done);
    }

    private void wait(Half half) {
        // An event that was never recorded counts as having happened.
        while (!driver.hasHappened(half.event)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        for (Half half : halves) {
            driver.freeHost(half.memory);
            driver.destroyEvent(half.event);
        }
    }
}
