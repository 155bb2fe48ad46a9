package smalti.cuda.ffm;

import static smalti.cuda.ffm.DriverFunction.MEMCPY_TO_DEVICE;
import static smalti.cuda.ffm.DriverFunction.MEMCPY_TO_HOST;
import static smalti.cuda.ffm.DriverFunction.MEMCPY_WITHIN_DEVICE;
import static smalti.cuda.ffm.DriverFunction.MEMSET;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Copies in the order of a stream.
final class CopyFunctions {
    private final DriverCalls calls;
    private final MethodHandle toDevice;
    private final MethodHandle toHost;
    private final MethodHandle withinDevice;
    private final MethodHandle fill;

    CopyFunctions(DriverCalls calls) {
        this.calls = calls;
        toDevice = calls.bind(MEMCPY_TO_DEVICE);
        toHost = calls.bind(MEMCPY_TO_HOST);
        withinDevice = calls.bind(MEMCPY_WITHIN_DEVICE);
        fill = calls.bind(MEMSET);
    }

    void toDevice(long to, MemorySegment from, long stream) {
        long bytes = from.byteSize();
        calls.run(MEMCPY_TO_DEVICE, () -> (int) toDevice.invokeExact(to, from, bytes, stream));
    }

    void toHost(MemorySegment to, long from, long stream) {
        long bytes = to.byteSize();
        calls.run(MEMCPY_TO_HOST, () -> (int) toHost.invokeExact(to, from, bytes, stream));
    }

    void withinDevice(long to, long from, long bytes, long stream) {
        calls.run(
                MEMCPY_WITHIN_DEVICE,
                () -> (int) withinDevice.invokeExact(to, from, bytes, stream));
    }

    void fill(long address, byte value, long bytes, long stream) {
        calls.run(MEMSET, () -> (int) fill.invokeExact(address, value, bytes, stream));
    }
}
