package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static smalti.cuda.ffm.DriverFunction.EVENT_CREATE;
import static smalti.cuda.ffm.DriverFunction.EVENT_DESTROY;
import static smalti.cuda.ffm.DriverFunction.EVENT_ELAPSED_TIME;
import static smalti.cuda.ffm.DriverFunction.EVENT_QUERY;
import static smalti.cuda.ffm.DriverFunction.EVENT_RECORD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Events: marks in streams.
final class EventFunctions {
    private static final int NO_FLAGS = 0;
    private static final int NOT_READY = 600;

    private final DriverCalls calls;
    private final MethodHandle create;
    private final MethodHandle destroy;
    private final MethodHandle record;
    private final MethodHandle query;
    private final MethodHandle elapsedTime;

    EventFunctions(DriverCalls calls) {
        this.calls = calls;
        create = calls.bind(EVENT_CREATE);
        destroy = calls.bind(EVENT_DESTROY);
        record = calls.bind(EVENT_RECORD);
        query = calls.bind(EVENT_QUERY);
        elapsedTime = calls.bind(EVENT_ELAPSED_TIME);
    }

    long create() {
        return calls.number(EVENT_CREATE, output -> (int) create.invokeExact(output, NO_FLAGS));
    }

    void destroy(long event) {
        calls.release(EVENT_DESTROY, () -> (int) destroy.invokeExact(event));
    }

    void record(long event, long stream) {
        calls.run(EVENT_RECORD, () -> (int) record.invokeExact(event, stream));
    }

    boolean hasHappened(long event) {
        int code = NativeCall.code(EVENT_QUERY, () -> (int) query.invokeExact(event));
        if (code != 0 && code != NOT_READY) {
            throw calls.exception(EVENT_QUERY, code);
        }
        return code == 0;
    }

    float milliseconds(long from, long to) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment output = arena.allocate(JAVA_FLOAT);
            calls.run(EVENT_ELAPSED_TIME, () -> (int) elapsedTime.invokeExact(output, from, to));
            return output.get(JAVA_FLOAT, 0);
        }
    }
}
