package smalti.cuda.ffm;

import static smalti.cuda.ffm.DriverFunction.GRAPH_DESTROY;
import static smalti.cuda.ffm.DriverFunction.GRAPH_EXEC_DESTROY;
import static smalti.cuda.ffm.DriverFunction.GRAPH_INSTANTIATE;
import static smalti.cuda.ffm.DriverFunction.GRAPH_LAUNCH;
import static smalti.cuda.ffm.DriverFunction.STREAM_BEGIN_CAPTURE;
import static smalti.cuda.ffm.DriverFunction.STREAM_END_CAPTURE;
import static smalti.cuda.ffm.DriverFunction.STREAM_IS_CAPTURING;

import java.lang.invoke.MethodHandle;

/// Graphs: work that is kept to be done many times.
final class GraphFunctions {
    /// Source: `CU_STREAM_CAPTURE_MODE_THREAD_LOCAL`; what other threads do does not spoil the capture.
    private static final int THREAD_LOCAL = 1;

    private static final long NO_FLAGS = 0;

    private final DriverCalls calls;
    private final MethodHandle beginCapture;
    private final MethodHandle isCapturing;
    private final MethodHandle endCapture;
    private final MethodHandle instantiate;
    private final MethodHandle launch;
    private final MethodHandle destroyExecutable;
    private final MethodHandle destroy;

    GraphFunctions(DriverCalls calls) {
        this.calls = calls;
        beginCapture = calls.bind(STREAM_BEGIN_CAPTURE);
        isCapturing = calls.bind(STREAM_IS_CAPTURING);
        endCapture = calls.bind(STREAM_END_CAPTURE);
        instantiate = calls.bind(GRAPH_INSTANTIATE);
        launch = calls.bind(GRAPH_LAUNCH);
        destroyExecutable = calls.bind(GRAPH_EXEC_DESTROY);
        destroy = calls.bind(GRAPH_DESTROY);
    }

    void beginCapture(long stream) {
        calls.run(STREAM_BEGIN_CAPTURE, () -> (int) beginCapture.invokeExact(stream, THREAD_LOCAL));
    }

    boolean isCapturing(long stream) {
        return calls.smallNumber(
                        STREAM_IS_CAPTURING,
                        output -> (int) isCapturing.invokeExact(stream, output))
                != 0;
    }

    /// The work since [#beginCapture], ready to be launched.
    long endCapture(long stream) {
        long graph =
                calls.number(
                        STREAM_END_CAPTURE, output -> (int) endCapture.invokeExact(stream, output));
        try {
            return calls.number(
                    GRAPH_INSTANTIATE,
                    output -> (int) instantiate.invokeExact(output, graph, NO_FLAGS));
        } finally {
            calls.release(GRAPH_DESTROY, () -> (int) destroy.invokeExact(graph));
        }
    }

    void launch(long executable, long stream) {
        calls.run(GRAPH_LAUNCH, () -> (int) launch.invokeExact(executable, stream));
    }

    void destroy(long executable) {
        calls.release(GRAPH_EXEC_DESTROY, () -> (int) destroyExecutable.invokeExact(executable));
    }
}
