package smalti.cuda.ffm;

import static smalti.cuda.ffm.DriverFunction.DEVICE_GET;
import static smalti.cuda.ffm.DriverFunction.DEVICE_GET_ATTRIBUTE;
import static smalti.cuda.ffm.DriverFunction.DEVICE_GET_COUNT;
import static smalti.cuda.ffm.DriverFunction.DEVICE_GET_NAME;
import static smalti.cuda.ffm.DriverFunction.DEVICE_TOTAL_MEM;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import smalti.cuda.driver.GpuFacts;

/// Which GPUs there are, and of what kind. Nothing here needs a context, so that asking costs a GPU nothing.
final class DeviceFunctions {
    private static final int NAME_BYTES = 256;

    private final DriverCalls calls;
    private final MethodHandle getCount;
    private final MethodHandle get;
    private final MethodHandle getName;
    private final MethodHandle totalMemory;
    private final MethodHandle getAttribute;

    /// What the driver tells of a GPU by number; source: `CUdevice_attribute`.
    private enum Attribute {
        PROCESSORS(16),
        MEMORY_CLOCK_KILOHERTZ(36),
        MEMORY_BUS_BITS(37),
        CACHE(38),
        CAPABILITY_MAJOR(75),
        CAPABILITY_MINOR(76),
        SHARED_MEMORY(97),
        MEMORY_POOLS(115);

        private final int number;

        Attribute(int number) {
            this.number = number;
        }
    }

    DeviceFunctions(DriverCalls calls) {
        this.calls = calls;
        getCount = calls.bind(DEVICE_GET_COUNT);
        get = calls.bind(DEVICE_GET);
        getName = calls.bind(DEVICE_GET_NAME);
        totalMemory = calls.bind(DEVICE_TOTAL_MEM);
        getAttribute = calls.bind(DEVICE_GET_ATTRIBUTE);
    }

    /// The number of GPUs that this process may use.
    int count() {
        return calls.smallNumber(DEVICE_GET_COUNT, output -> (int) getCount.invokeExact(output));
    }

    /// The driver's number for a GPU.
    ///
    /// @param ordinal from 0 to below [#count()]
    int device(int ordinal) {
        return calls.smallNumber(DEVICE_GET, output -> (int) get.invokeExact(output, ordinal));
    }

    /// What kind of GPU it is.
    GpuFacts facts(int device) {
        // Twice the clock: memory of GPUs moves bits at both edges of it.
        long bandwidth =
                2_000L
                        * attribute(Attribute.MEMORY_CLOCK_KILOHERTZ, device)
                        * (attribute(Attribute.MEMORY_BUS_BITS, device) / 8);
        return new GpuFacts(
                name(device),
                calls.library().versionText(),
                10 * attribute(Attribute.CAPABILITY_MAJOR, device)
                        + attribute(Attribute.CAPABILITY_MINOR, device),
                attribute(Attribute.PROCESSORS, device),
                memory(device),
                attribute(Attribute.CACHE, device),
                attribute(Attribute.SHARED_MEMORY, device),
                Math.max(0, bandwidth));
    }

    /// Whether memory can be had from a pool, in the order of a stream.
    boolean hasPools(int device) {
        return attribute(Attribute.MEMORY_POOLS, device) != 0;
    }

    private long memory(int device) {
        return calls.number(
                DEVICE_TOTAL_MEM, output -> (int) totalMemory.invokeExact(output, device));
    }

    private String name(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_BYTES);
            calls.run(DEVICE_GET_NAME, () -> (int) getName.invokeExact(name, NAME_BYTES, device));
            return name.getString(0);
        }
    }

    private int attribute(Attribute attribute, int device) {
        int number = attribute.number;
        return calls.smallNumber(
                DEVICE_GET_ATTRIBUTE,
                output -> (int) getAttribute.invokeExact(output, number, device));
    }
}
