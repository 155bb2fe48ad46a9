package smalti.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import smalti.cuda.driver.DriverException;

/// The functions of the CUDA driver library that tell what there is. Source: the CUDA Driver API reference; its
/// functions return a `CUresult`, 0 for success. Binding them is restricted: a wrong signature would crash the process.
@SuppressWarnings("restricted")
final class Driver {
    private static final int NAME_BYTES = 256;

    /// The driver's own texts are short; this bounds what is read where their end is missing.
    private static final int TEXT_BYTES = 1024;

    private final MethodHandle init;
    private final MethodHandle driverGetVersion;
    private final MethodHandle deviceGetCount;
    private final MethodHandle deviceGet;
    private final MethodHandle deviceGetName;
    private final MethodHandle getErrorName;
    private final MethodHandle getErrorString;

    /// Binds the functions.
    ///
    /// @throws NoSuchElementException naming the first function that the library lacks
    Driver(SymbolLookup symbols) {
        init = bind(symbols, "cuInit", JAVA_INT);
        driverGetVersion = bind(symbols, "cuDriverGetVersion", ADDRESS);
        deviceGetCount = bind(symbols, "cuDeviceGetCount", ADDRESS);
        deviceGet = bind(symbols, "cuDeviceGet", ADDRESS, JAVA_INT);
        deviceGetName = bind(symbols, "cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT);
        getErrorName = bind(symbols, "cuGetErrorName", JAVA_INT, ADDRESS);
        getErrorString = bind(symbols, "cuGetErrorString", JAVA_INT, ADDRESS);
    }

    private static MethodHandle bind(
            SymbolLookup symbols, String name, MemoryLayout... parameters) {
        MemorySegment symbol =
                symbols.find(name)
                        .orElseThrow(
                                () -> new NoSuchElementException("it has no function " + name));
        return Linker.nativeLinker()
                .downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    /// Starts the driver.
    ///
    /// @throws DriverException if it does not start
    void init() {
        check("cuInit", () -> (int) init.invokeExact(0));
    }

    /// The newest CUDA version that the driver supports, 1000 for a major and 10 for a minor one: 12040 is CUDA 12.4.
    int version() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment version = arena.allocate(JAVA_INT);
            check("cuDriverGetVersion", () -> (int) driverGetVersion.invokeExact(version));
            return version.get(JAVA_INT, 0);
        }
    }

    /// The number of devices that this process may use.
    int deviceCount() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            check("cuDeviceGetCount", () -> (int) deviceGetCount.invokeExact(count));
            return count.get(JAVA_INT, 0);
        }
    }

    /// The product name of a device.
    ///
    /// @param ordinal from 0 to below [#deviceCount()]
    String deviceName(int ordinal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment device = arena.allocate(JAVA_INT);
            check("cuDeviceGet", () -> (int) deviceGet.invokeExact(device, ordinal));
            MemorySegment name = arena.allocate(NAME_BYTES);
            int handle = device.get(JAVA_INT, 0);
            check(
                    "cuDeviceGetName",
                    () -> (int) deviceGetName.invokeExact(name, NAME_BYTES, handle));
            return name.getString(0);
        }
    }

    private void check(String function, Call call) {
        int code = call(function, call);
        if (code != 0) {
            throw new DriverException(
                    function,
                    code,
                    text("cuGetErrorName", getErrorName, code),
                    text("cuGetErrorString", getErrorString, code));
        }
    }

    /// The driver's own word for a result code.
    private static String text(String function, MethodHandle lookup, int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(ADDRESS);
            int found = call(function, () -> (int) lookup.invokeExact(code, text));
            MemorySegment start = text.get(ADDRESS, 0);
            if (found != 0 || start.equals(MemorySegment.NULL)) {
                return "unknown to the driver";
            }
            return start.reinterpret(TEXT_BYTES).getString(0);
        }
    }

    private static int call(String function, Call call) {
        try {
            return call.run();
        } catch (Throwable e) {
            // A downcall throws nothing that its signature does not tell; what comes here is a
            // fault of this class.
            throw new IllegalStateException(function + " could not be called", e);
        }
    }

    @FunctionalInterface
    private interface Call {
        int run() throws Throwable;
    }
}
