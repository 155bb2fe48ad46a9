package smalti.cuda.ffm;

import static smalti.cuda.ffm.DriverFunction.CTX_SET_CURRENT;
import static smalti.cuda.ffm.DriverFunction.PRIMARY_CTX_RELEASE;
import static smalti.cuda.ffm.DriverFunction.PRIMARY_CTX_RETAIN;

import java.lang.invoke.MethodHandle;

/// A GPU's primary context: the one that all libraries of a process share, cuBLAS among them.
final class ContextFunctions {
    private final DriverCalls calls;
    private final MethodHandle retain;
    private final MethodHandle release;
    private final MethodHandle setCurrent;

    ContextFunctions(DriverCalls calls) {
        this.calls = calls;
        retain = calls.bind(PRIMARY_CTX_RETAIN);
        release = calls.bind(PRIMARY_CTX_RELEASE);
        setCurrent = calls.bind(CTX_SET_CURRENT);
    }

    /// The context, made if nobody has it yet.
    long retain(int device) {
        return calls.number(PRIMARY_CTX_RETAIN, output -> (int) retain.invokeExact(output, device));
    }

    /// Gives the context back; the last to do so destroys it.
    void release(int device) {
        calls.release(PRIMARY_CTX_RELEASE, () -> (int) release.invokeExact(device));
    }

    /// Makes it the context of the thread that calls. The driver keeps that by the system's thread, and a virtual thread may
    /// have another one at each call: hence this before every call.
    void setCurrent(long context) {
        calls.run(CTX_SET_CURRENT, () -> (int) setCurrent.invokeExact(context));
    }
}
