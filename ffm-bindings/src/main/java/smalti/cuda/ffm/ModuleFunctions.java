package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static smalti.cuda.ffm.DriverFunction.FUNC_GET_ATTRIBUTE;
import static smalti.cuda.ffm.DriverFunction.FUNC_SET_ATTRIBUTE;
import static smalti.cuda.ffm.DriverFunction.MODULE_GET_FUNCTION;
import static smalti.cuda.ffm.DriverFunction.MODULE_LOAD_DATA;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import smalti.cuda.driver.DriverException;
import smalti.cuda.driver.FunctionFacts;

/// Modules: compiled PTX and the kernels in it.
final class ModuleFunctions {
    private static final int LOG_BYTES = 64 << 10;

    // Source: CUjit_option. Each buffer comes with its size.
    private static final int INFO_LOG = 3;
    private static final int INFO_LOG_BYTES = 4;
    private static final int ERROR_LOG = 5;
    private static final int ERROR_LOG_BYTES = 6;

    // Source: CUfunction_attribute.
    private static final int MOST_THREADS = 0;
    private static final int SHARED_BYTES = 1;
    private static final int LOCAL_BYTES = 3;
    private static final int REGISTERS = 4;
    private static final int MOST_DYNAMIC_SHARED_BYTES = 8;

    private final DriverCalls calls;
    private final MethodHandle load;
    private final MethodHandle getFunction;
    private final MethodHandle getAttribute;
    private final MethodHandle setAttribute;

    ModuleFunctions(DriverCalls calls) {
        this.calls = calls;
        load = calls.bind(MODULE_LOAD_DATA);
        getFunction = calls.bind(MODULE_GET_FUNCTION);
        getAttribute = calls.bind(FUNC_GET_ATTRIBUTE);
        setAttribute = calls.bind(FUNC_SET_ATTRIBUTE);
    }

    /// Compiles and loads PTX.
    ///
    /// @throws DriverException with the compiler's log, if it does not compile
    long load(String ptx) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment module = arena.allocate(JAVA_LONG);
            MemorySegment text = arena.allocateFrom(ptx);
            MemorySegment errors = arena.allocate(LOG_BYTES);
            MemorySegment remarks = arena.allocate(LOG_BYTES);
            MemorySegment options =
                    arena.allocateFrom(
                            JAVA_INT, INFO_LOG, INFO_LOG_BYTES, ERROR_LOG, ERROR_LOG_BYTES);
            MemorySegment values = arena.allocate(ADDRESS, 4);
            values.setAtIndex(ADDRESS, 0, remarks);
            // A size where C has a pointer.
            values.setAtIndex(ADDRESS, 1, MemorySegment.ofAddress(LOG_BYTES));
            values.setAtIndex(ADDRESS, 2, errors);
            values.setAtIndex(ADDRESS, 3, MemorySegment.ofAddress(LOG_BYTES));
            int code =
                    NativeCall.code(
                            MODULE_LOAD_DATA,
                            () -> (int) load.invokeExact(module, text, 4, options, values));
            if (code != 0) {
                throw withLog(calls.exception(MODULE_LOAD_DATA, code), errors, remarks);
            }
            return module.get(JAVA_LONG, 0);
        }
    }

    private static DriverException withLog(
            DriverException failure, MemorySegment errors, MemorySegment remarks) {
        String log = (errors.getString(0) + remarks.getString(0)).strip();
        DriverException told = log.isEmpty() ? failure : failure.with("its compiler says: " + log);
        return DriverErrors.mendLoad(failure.code()).map(told::with).orElse(told);
    }

    /// A kernel by its name.
    long function(long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return calls.number(
                    MODULE_GET_FUNCTION,
                    output -> (int) getFunction.invokeExact(output, module, text));
        }
    }

    FunctionFacts facts(long function) {
        return new FunctionFacts(
                attribute(REGISTERS, function),
                attribute(LOCAL_BYTES, function),
                attribute(SHARED_BYTES, function),
                attribute(MOST_THREADS, function));
    }

    void allowSharedMemory(long function, int bytes) {
        calls.run(
                FUNC_SET_ATTRIBUTE,
                () -> (int) setAttribute.invokeExact(function, MOST_DYNAMIC_SHARED_BYTES, bytes));
    }

    private int attribute(int number, long function) {
        return calls.smallNumber(
                FUNC_GET_ATTRIBUTE,
                output -> (int) getAttribute.invokeExact(output, number, function));
    }
}
