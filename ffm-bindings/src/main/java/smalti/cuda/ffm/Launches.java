package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static smalti.cuda.ffm.DriverFunction.LAUNCH_KERNEL;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import smalti.cuda.driver.DriverException;
import smalti.cuda.driver.Geometry;

/// Starts kernels and remembers which were started last: what fails in one shows at some later call.
final class Launches {
    private static final int REMEMBERED = 8;

    // Source: CU_LAUNCH_PARAM_*; keys of the list that tells where arguments are, each followed by
    // its value.
    private static final long END = 0;
    private static final long BUFFER = 1;
    private static final long BUFFER_BYTES = 2;

    private static final long LIST_BYTES = 5 * Long.BYTES;

    private final DriverCalls calls;
    private final MethodHandle launch;
    private final ConcurrentHashMap<Long, String> names = new ConcurrentHashMap<>();
    private final AtomicLongArray last = new AtomicLongArray(REMEMBERED);
    private final AtomicInteger started = new AtomicInteger();

    Launches(DriverCalls calls) {
        this.calls = calls;
        launch = calls.bind(LAUNCH_KERNEL);
    }

    /// Notes the name of a kernel for messages.
    void name(long function, String name) {
        names.put(function, name);
    }

    /// Starts a kernel.
    ///
    /// @throws DriverException with the kernel's name and geometry, if it does not start
    void launch(long function, Geometry geometry, MemorySegment arguments, long stream) {
        int code;
        boolean here = arguments.isNative();
        long bytes = arguments.byteSize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(LIST_BYTES + Long.BYTES + (here ? 0 : bytes));
            MemorySegment size = list.asSlice(LIST_BYTES, Long.BYTES);
            MemorySegment packed = arguments;
            if (!here) {
                packed = list.asSlice(LIST_BYTES + Long.BYTES).copyFrom(arguments);
            }
            size.set(JAVA_LONG, 0, bytes);
            list.setAtIndex(JAVA_LONG, 0, BUFFER);
            list.setAtIndex(JAVA_LONG, 1, packed.address());
            list.setAtIndex(JAVA_LONG, 2, BUFFER_BYTES);
            list.setAtIndex(JAVA_LONG, 3, size.address());
            list.setAtIndex(JAVA_LONG, 4, END);
            last.set(Math.floorMod(started.getAndIncrement(), REMEMBERED), function);
            code =
                    (int)
                            launch.invokeExact(
                                    function,
                                    geometry.blocksX(),
                                    geometry.blocksY(),
                                    geometry.blocksZ(),
                                    geometry.threadsX(),
                                    geometry.threadsY(),
                                    1,
                                    geometry.sharedBytes(),
                                    stream,
                                    MemorySegment.NULL,
                                    list);
        } catch (Throwable e) {
            throw NativeCall.fault(LAUNCH_KERNEL, e);
        } finally {
            // Only its address is in the list.
            Reference.reachabilityFence(arguments);
        }
        if (code != 0) {
            throw calls.exception(LAUNCH_KERNEL, code)
                    .with("this was " + name(function) + " with " + geometry);
        }
    }

    /// A kernel's name.
    String name(long function) {
        return names.getOrDefault(function, "a kernel without a name");
    }

    /// Adds to an error that poisons the GPU which kernels may have caused it.
    DriverException blame(DriverException failure) {
        int count = Math.min(started.get(), REMEMBERED);
        if (!failure.isSticky() || count == 0) {
            return failure;
        }
        List<String> kernels = new ArrayList<>();
        for (int i = started.get() - count; i < started.get(); i++) {
            kernels.add(name(last.get(Math.floorMod(i, REMEMBERED))));
        }
        return failure.with(
                "it comes from a kernel that was started before; the last ones were %s; start Java with -D%s=true to learn which"
                        .formatted(String.join(", ", kernels), CudaDriver.SYNC_PROPERTY));
    }
}
