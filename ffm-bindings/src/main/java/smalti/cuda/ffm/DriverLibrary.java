package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static smalti.cuda.ffm.DriverFunction.DRIVER_GET_VERSION;
import static smalti.cuda.ffm.DriverFunction.GET_ERROR_NAME;
import static smalti.cuda.ffm.DriverFunction.GET_ERROR_STRING;
import static smalti.cuda.ffm.DriverFunction.INIT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import smalti.cuda.driver.DriverException;

/// The CUDA driver's library after its start: binds its functions, and has its words for what goes wrong.
final class DriverLibrary {
    private final Library library;
    private final MethodHandle getErrorName;
    private final MethodHandle getErrorString;
    private final int version;

    /// Starts the driver.
    ///
    /// @throws MissingFunctionException if it is no CUDA driver
    /// @throws DriverException if it does not start
    DriverLibrary(Library library) {
        this.library = library;
        MethodHandle init = library.bind(INIT);
        MethodHandle getVersion = library.bind(DRIVER_GET_VERSION);
        getErrorName = library.bind(GET_ERROR_NAME);
        getErrorString = library.bind(GET_ERROR_STRING);
        check(INIT, NativeCall.code(INIT, () -> (int) init.invokeExact(0)));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment output = arena.allocate(JAVA_INT);
            check(
                    DRIVER_GET_VERSION,
                    NativeCall.code(
                            DRIVER_GET_VERSION, () -> (int) getVersion.invokeExact(output)));
            version = output.get(JAVA_INT, 0);
        }
    }

    /// The library's path, or the name that the loader resolved.
    String name() {
        return library.name();
    }

    /// The newest CUDA version that the driver supports, 1000 for a major and 10 for a minor one: 12040 is CUDA 12.4.
    int version() {
        return version;
    }

    /// The same for people.
    String versionText() {
        return "CUDA " + version / 1000 + "." + version % 1000 / 10;
    }

    /// Binds a function.
    ///
    /// @throws MissingFunctionException with the function's name and the driver's version, if the driver lacks it
    MethodHandle bind(DriverFunction function) {
        try {
            return library.bind(function);
        } catch (MissingFunctionException e) {
            throw new MissingFunctionException(
                    "the driver %s (%s)".formatted(name(), versionText()), e);
        }
    }

    /// Throws if a code is not that of success.
    private void check(DriverFunction function, int code) {
        if (code != 0) {
            throw exception(function, code);
        }
    }

    /// What a code says, in the driver's own words.
    DriverException exception(DriverFunction function, int code) {
        return new DriverException(
                function.symbol(),
                code,
                text(GET_ERROR_NAME, getErrorName, code),
                text(GET_ERROR_STRING, getErrorString, code));
    }

    private static String text(DriverFunction function, MethodHandle lookup, int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(ADDRESS);
            int found = NativeCall.code(function, () -> (int) lookup.invokeExact(code, text));
            Optional<String> words = found == 0 ? Texts.at(text.get(ADDRESS, 0)) : Optional.empty();
            return words.orElse("unknown to the driver");
        }
    }
}
