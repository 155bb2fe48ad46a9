package smalti.cuda.ffm;

import java.lang.foreign.MemorySegment;

/// A call of a C function that returns a code.
@FunctionalInterface
interface NativeCall {
    int run() throws Throwable;

    /// A call that writes a number to where it is told.
    @FunctionalInterface
    interface WithOutput {
        int run(MemorySegment output) throws Throwable;
    }

    /// Makes the call.
    ///
    /// @return the code
    static int code(NativeFunction function, NativeCall call) {
        try {
            return call.run();
        } catch (Throwable e) {
            throw fault(function, e);
        }
    }

    /// A downcall throws nothing that its signature does not tell: what comes is a fault of this room.
    static IllegalStateException fault(NativeFunction function, Throwable cause) {
        return new IllegalStateException(function.symbol() + " could not be called", cause);
    }
}
