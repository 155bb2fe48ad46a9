package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static smalti.cuda.ffm.CublasFunction.GET_PROPERTY;
import static smalti.cuda.ffm.CublasFunction.GET_STATUS_NAME;
import static smalti.cuda.ffm.CublasFunction.GET_STATUS_STRING;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The library cuBLAS: binds its functions, and has its words for what goes wrong. Nothing here needs a GPU.
final class CublasLibrary {
    // Source: libraryPropertyType.
    private static final int MAJOR = 0;
    private static final int MINOR = 1;
    private static final int PATCH = 2;

    private final Library library;
    private final MethodHandle getStatusName;
    private final MethodHandle getStatusString;
    private final String version;

    /// @throws MissingFunctionException if it is not cuBLAS
    /// @throws CublasException if it does not tell its version
    CublasLibrary(Library library) {
        this.library = library;
        getStatusName = library.bind(GET_STATUS_NAME);
        getStatusString = library.bind(GET_STATUS_STRING);
        MethodHandle getProperty = library.bind(GET_PROPERTY);
        version =
                property(getProperty, MAJOR)
                        + "."
                        + property(getProperty, MINOR)
                        + "."
                        + property(getProperty, PATCH);
    }

    /// The library's path, or the name that the loader resolved.
    String name() {
        return library.name();
    }

    /// E.g. `13.1.0`.
    String version() {
        return version;
    }

    /// Binds a function.
    ///
    /// @throws MissingFunctionException with the function's name and the library's version, if it lacks it
    MethodHandle bind(CublasFunction function) {
        try {
            return library.bind(function);
        } catch (MissingFunctionException e) {
            throw new MissingFunctionException("cuBLAS " + name() + " " + version, e);
        }
    }

    /// Makes a call.
    ///
    /// @throws CublasException if it does not succeed
    void run(CublasFunction function, NativeCall call) {
        int code = NativeCall.code(function, call);
        if (code != 0) {
            throw new CublasException(
                    function.symbol(),
                    code,
                    text(GET_STATUS_NAME, getStatusName, code),
                    text(GET_STATUS_STRING, getStatusString, code));
        }
    }

    private int property(MethodHandle getProperty, int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            run(GET_PROPERTY, () -> (int) getProperty.invokeExact(number, value));
            return value.get(JAVA_INT, 0);
        }
    }

    private static String text(CublasFunction function, MethodHandle lookup, int code) {
        MemorySegment address;
        try {
            address = (MemorySegment) lookup.invokeExact(code);
        } catch (Throwable e) {
            throw NativeCall.fault(function, e);
        }
        return Texts.at(address).orElse("unknown to cuBLAS");
    }
}
