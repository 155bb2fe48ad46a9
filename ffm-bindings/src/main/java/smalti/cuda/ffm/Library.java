package smalti.cuda.ffm;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// A library that could be opened, for the life of the process.
///
/// @param name its path, or the name that the loader resolved
record Library(String name, SymbolLookup symbols) {
    /// Binds a function.
    ///
    /// @throws MissingFunctionException if the library lacks it
    @SuppressWarnings("restricted")
    MethodHandle bind(NativeFunction function) {
        MemorySegment symbol =
                symbols.find(function.symbol())
                        .orElseThrow(() -> new MissingFunctionException(function.symbol()));
        return Linker.nativeLinker().downcallHandle(symbol, function.descriptor());
    }
}
