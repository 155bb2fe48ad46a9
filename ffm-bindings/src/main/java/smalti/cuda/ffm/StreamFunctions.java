package smalti.cuda.ffm;

import static smalti.cuda.ffm.DriverFunction.STREAM_CREATE;
import static smalti.cuda.ffm.DriverFunction.STREAM_DESTROY;
import static smalti.cuda.ffm.DriverFunction.STREAM_SYNCHRONIZE;
import static smalti.cuda.ffm.DriverFunction.STREAM_WAIT_EVENT;

import java.lang.invoke.MethodHandle;

/// Streams: queues of work.
final class StreamFunctions {
    /// Source: `CU_STREAM_NON_BLOCKING`; such a stream does not wait for the one that has no name, which others may use.
    private static final int NON_BLOCKING = 1;

    private static final int ORDINARY_PRIORITY = 0;
    private static final int NO_FLAGS = 0;

    private final DriverCalls calls;
    private final MethodHandle create;
    private final MethodHandle destroy;
    private final MethodHandle synchronize;
    private final MethodHandle waitEvent;

    StreamFunctions(DriverCalls calls) {
        this.calls = calls;
        create = calls.bind(STREAM_CREATE);
        destroy = calls.bind(STREAM_DESTROY);
        synchronize = calls.bind(STREAM_SYNCHRONIZE);
        waitEvent = calls.bind(STREAM_WAIT_EVENT);
    }

    long create() {
        return calls.number(
                STREAM_CREATE,
                output -> (int) create.invokeExact(output, NON_BLOCKING, ORDINARY_PRIORITY));
    }

    void destroy(long stream) {
        calls.release(STREAM_DESTROY, () -> (int) destroy.invokeExact(stream));
    }

    void synchronize(long stream) {
        calls.run(STREAM_SYNCHRONIZE, () -> (int) synchronize.invokeExact(stream));
    }

    void await(long stream, long event) {
        calls.run(STREAM_WAIT_EVENT, () -> (int) waitEvent.invokeExact(stream, event, NO_FLAGS));
    }
}
