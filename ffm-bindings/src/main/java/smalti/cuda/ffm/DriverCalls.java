package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.UnaryOperator;
import smalti.cuda.driver.DriverException;

/// Calls functions of the driver, and throws what it answers instead of success.
///
/// @param note adds to an exception what only the caller knows
record DriverCalls(DriverLibrary library, UnaryOperator<DriverException> note) {
    /// What the driver answers when the process ends and it is already gone.
    private static final int DEINITIALIZED = 4;

    /// Calls to which there is nothing to add.
    DriverCalls(DriverLibrary library) {
        this(library, UnaryOperator.identity());
    }

    /// Binds a function.
    ///
    /// @throws MissingFunctionException if the driver lacks it
    MethodHandle bind(DriverFunction function) {
        return library.bind(function);
    }

    /// Makes a call.
    ///
    /// @throws DriverException if it does not succeed
    void run(DriverFunction function, NativeCall call) {
        int code = NativeCall.code(function, call);
        if (code != 0) {
            throw exception(function, code);
        }
    }

    /// Makes a call that gives something back. That the driver is gone already is no fault then.
    ///
    /// @throws DriverException if it does not succeed
    void release(DriverFunction function, NativeCall call) {
        int code = NativeCall.code(function, call);
        if (code != 0 && code != DEINITIALIZED) {
            throw exception(function, code);
        }
    }

    /// Makes a call that writes a number of 64 bits, a handle or an address.
    ///
    /// @return that number
    /// @throws DriverException if it does not succeed
    long number(DriverFunction function, NativeCall.WithOutput call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment output = arena.allocate(JAVA_LONG);
            run(function, () -> call.run(output));
            return output.get(JAVA_LONG, 0);
        }
    }

    /// Makes a call that writes a number of 32 bits.
    ///
    /// @return that number
    /// @throws DriverException if it does not succeed
    int smallNumber(DriverFunction function, NativeCall.WithOutput call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment output = arena.allocate(JAVA_INT);
            run(function, () -> call.run(output));
            return output.get(JAVA_INT, 0);
        }
    }

    /// What a code says, and what the caller knows of it.
    DriverException exception(DriverFunction function, int code) {
        return note.apply(library.exception(function, code));
    }
}
