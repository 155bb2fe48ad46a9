package smalti.cuda.ffm;

import static smalti.cuda.ffm.DriverFunction.MEM_FREE_HOST;
import static smalti.cuda.ffm.DriverFunction.MEM_HOST_ALLOC;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ConcurrentHashMap;
import smalti.error.DeviceException;

/// Memory of the host that the GPU reads and writes by itself. Whoever touches what was freed gets an exception, not a
/// crash.
final class HostMemory {
    /// Source: `CU_MEMHOSTALLOC_PORTABLE`; for all GPUs of the process.
    private static final int PORTABLE = 1;

    private final DriverCalls calls;
    private final MethodHandle allocate;
    private final MethodHandle free;
    private final ConcurrentHashMap<Long, Arena> arenas = new ConcurrentHashMap<>();

    HostMemory(DriverCalls calls) {
        this.calls = calls;
        allocate = calls.bind(MEM_HOST_ALLOC);
        free = calls.bind(MEM_FREE_HOST);
    }

    @SuppressWarnings("restricted")
    MemorySegment allocate(long bytes) {
        long address =
                calls.number(
                        MEM_HOST_ALLOC,
                        output -> (int) allocate.invokeExact(output, bytes, PORTABLE));
        Arena arena = Arena.ofShared();
        arenas.put(address, arena);
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, this::release);
    }

    /// @throws DeviceException if the memory is not of here, or was freed before
    void free(MemorySegment memory) {
        Arena arena = arenas.remove(memory.address());
        if (arena == null) {
            throw new DeviceException("this memory of the host was not allocated by this GPU");
        }
        arena.close();
    }

    private void release(MemorySegment memory) {
        calls.release(MEM_FREE_HOST, () -> (int) free.invokeExact(memory));
    }
}
