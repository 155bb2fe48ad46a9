package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static smalti.cuda.ffm.DriverFunction.MEM_ALLOC;
import static smalti.cuda.ffm.DriverFunction.MEM_FREE;
import static smalti.cuda.ffm.DriverFunction.MEM_GET_INFO;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.LongConsumer;
import smalti.cuda.driver.MemoryFigures;

/// Memory of GPUs that have no pools: each piece is asked of the driver and given back to it, and both wait for the GPU.
final class PlainMemory implements DeviceMemory {
    private final DriverCalls calls;
    private final MethodHandle getInfo;
    private final MethodHandle allocate;
    private final MethodHandle free;
    private final LongConsumer wait;

    /// @param wait waits for a stream: it may still use what is freed
    PlainMemory(DriverCalls calls, LongConsumer wait) {
        this.calls = calls;
        this.wait = wait;
        getInfo = calls.bind(MEM_GET_INFO);
        allocate = calls.bind(MEM_ALLOC);
        free = calls.bind(MEM_FREE);
    }

    @Override
    public long allocate(long bytes, long stream) {
        return calls.number(MEM_ALLOC, output -> (int) allocate.invokeExact(output, bytes));
    }

    @Override
    public void free(long address, long stream) {
        wait.accept(stream);
        calls.release(MEM_FREE, () -> (int) free.invokeExact(address));
    }

    @Override
    public MemoryFigures figures() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(JAVA_LONG);
            MemorySegment total = arena.allocate(JAVA_LONG);
            calls.run(MEM_GET_INFO, () -> (int) getInfo.invokeExact(free, total));
            return new MemoryFigures(free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0), 0, 0);
        }
    }

    @Override
    public void trim() {
        // Nothing is kept.
    }
}
