package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static smalti.cuda.ffm.DriverFunction.DEVICE_GET_DEFAULT_MEM_POOL;
import static smalti.cuda.ffm.DriverFunction.MEM_ALLOC_ASYNC;
import static smalti.cuda.ffm.DriverFunction.MEM_FREE_ASYNC;
import static smalti.cuda.ffm.DriverFunction.MEM_POOL_GET_ATTRIBUTE;
import static smalti.cuda.ffm.DriverFunction.MEM_POOL_SET_ATTRIBUTE;
import static smalti.cuda.ffm.DriverFunction.MEM_POOL_TRIM_TO;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import smalti.cuda.driver.MemoryFigures;

/// Memory from the GPU's default pool: had and given back in the order of a stream, without waiting for it.
final class PooledMemory implements DeviceMemory {
    // Source: CUmemPool_attribute.
    private static final int RELEASE_THRESHOLD = 4;
    private static final int RESERVED = 5;
    private static final int USED = 7;

    private final DriverCalls calls;
    private final PlainMemory plain;
    private final MethodHandle getAttribute;
    private final MethodHandle trimTo;
    private final MethodHandle allocate;
    private final MethodHandle free;
    private final long pool;

    /// @param plain tells what the whole GPU has
    PooledMemory(DriverCalls calls, int device, PlainMemory plain) {
        this.calls = calls;
        this.plain = plain;
        getAttribute = calls.bind(MEM_POOL_GET_ATTRIBUTE);
        trimTo = calls.bind(MEM_POOL_TRIM_TO);
        allocate = calls.bind(MEM_ALLOC_ASYNC);
        free = calls.bind(MEM_FREE_ASYNC);
        MethodHandle defaultPool = calls.bind(DEVICE_GET_DEFAULT_MEM_POOL);
        MethodHandle setAttribute = calls.bind(MEM_POOL_SET_ATTRIBUTE);
        pool =
                calls.number(
                        DEVICE_GET_DEFAULT_MEM_POOL,
                        output -> (int) defaultPool.invokeExact(output, device));
        long handle = pool;
        try (Arena arena = Arena.ofConfined()) {
            // Unsigned: as much as there is. By default the pool gives all back whenever somebody
            // waits for a stream.
            MemorySegment everything = arena.allocateFrom(JAVA_LONG, -1L);
            calls.run(
                    MEM_POOL_SET_ATTRIBUTE,
                    () -> (int) setAttribute.invokeExact(handle, RELEASE_THRESHOLD, everything));
        }
    }

    @Override
    public long allocate(long bytes, long stream) {
        return calls.number(
                MEM_ALLOC_ASYNC, output -> (int) allocate.invokeExact(output, bytes, stream));
    }

    @Override
    public void free(long address, long stream) {
        calls.release(MEM_FREE_ASYNC, () -> (int) free.invokeExact(address, stream));
    }

    @Override
    public MemoryFigures figures() {
        MemoryFigures whole = plain.figures();
        return new MemoryFigures(whole.free(), whole.total(), attribute(USED), attribute(RESERVED));
    }

    @Override
    public void trim() {
        calls.run(MEM_POOL_TRIM_TO, () -> (int) trimTo.invokeExact(pool, 0L));
    }

    private long attribute(int number) {
        return calls.number(
                MEM_POOL_GET_ATTRIBUTE,
                output -> (int) getAttribute.invokeExact(pool, number, output));
    }
}
