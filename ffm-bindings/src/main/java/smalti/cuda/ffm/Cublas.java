package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static smalti.cuda.ffm.CublasFunction.CREATE;
import static smalti.cuda.ffm.CublasFunction.DESTROY;
import static smalti.cuda.ffm.CublasFunction.SET_MATH_MODE;
import static smalti.cuda.ffm.CublasFunction.SET_POINTER_MODE;
import static smalti.cuda.ffm.CublasFunction.SET_STREAM;
import static smalti.cuda.ffm.CublasFunction.SET_WORKSPACE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ConcurrentHashMap;

/// Matrix products by cuBLAS on one GPU. Each stream has a handle and a workspace of its own: so results are the same, bit
/// for bit, each time on one GPU with one version of the library, whatever other streams do.
///
/// Safe for use by several threads at once.
public final class Cublas {
    // Source: cublasMath_t; sums of 16-bit products are kept in single precision throughout.
    private static final int DEFAULT_MATH = 0;
    private static final int DISALLOW_REDUCED_PRECISION_REDUCTION = 16;

    /// Source: `CUBLAS_POINTER_MODE_HOST`; scalars are read when the call is made.
    private static final int SCALARS_OF_HOST = 0;

    private static final int HOPPER = 90;
    private static final long LARGE_WORKSPACE = 32L << 20;
    private static final long SMALL_WORKSPACE = 4L << 20;

    private final CublasLibrary library;
    private final CudaDriver driver;
    private final MethodHandle create;
    private final MethodHandle destroy;
    private final MethodHandle setStream;
    private final MethodHandle setWorkspace;
    private final MethodHandle setMathMode;
    private final MethodHandle setPointerMode;
    private final GemmFunctions products;
    private final ConcurrentHashMap<Long, Handle> handles = new ConcurrentHashMap<>();

    /// What a stream multiplies with; used by one thread at a time.
    private record Handle(long address) {}

    /// @throws MissingFunctionException if the library lacks a function
    Cublas(CublasLibrary library, CudaDriver driver) {
        this.library = library;
        this.driver = driver;
        create = library.bind(CREATE);
        destroy = library.bind(DESTROY);
        setStream = library.bind(SET_STREAM);
        setWorkspace = library.bind(SET_WORKSPACE);
        setMathMode = library.bind(SET_MATH_MODE);
        setPointerMode = library.bind(SET_POINTER_MODE);
        products = new GemmFunctions(library);
    }

    /// The library and its version, for people.
    public String description() {
        return "cuBLAS " + library.version();
    }

    /// Bytes of the GPU's memory that each stream needs to compute in.
    public long workspaceBytes() {
        return driver.facts().capability() >= HOPPER ? LARGE_WORKSPACE : SMALL_WORKSPACE;
    }

    /// Whether a stream is ready to multiply.
    public boolean isReady(long stream) {
        return handles.containsKey(stream);
    }

    /// Makes a stream ready, which cannot be done while it is captured.
    ///
    /// @param workspace of [#workspaceBytes()], aligned to 256 bytes; it is the stream's until [#release]
    /// @throws CublasException if cuBLAS does not start
    /// @throws smalti.cuda.driver.DriverException if something failed before that the driver has not told yet
    public void prepare(long stream, long workspace) {
        driver.enter();
        call(stream, () -> handles.put(stream, createHandle(stream, workspace)));
    }

    /// Lets the driver tell what cuBLAS may only repeat.
    private void call(long stream, Runnable what) {
        try {
            what.run();
        } catch (CublasException e) {
            if (e.mayStemFromDriver()) {
                driver.synchronize(stream);
            }
            throw e;
        }
    }

    /// Multiplies in the order of a stream. Nothing is computed where the result has no elements; where `inner` is 0 the
    /// result is multiplied with [BlasProduct#keep].
    ///
    /// @param stream one that is ready
    /// @param compute how, on GPUs that can; the others compute in single precision
    /// @throws CublasException if cuBLAS refuses
    /// @throws smalti.cuda.driver.DriverException if something failed before that the driver has not told yet
    public void multiply(long stream, BlasProduct product, ComputeType compute) {
        if (product.isEmpty()) {
            return;
        }
        Handle handle = handles.get(stream);
        if (handle == null) {
            throw new IllegalStateException("a stream that was not made ready to multiply");
        }
        driver.enter();
        int number = compute.number(driver.facts().capability());
        call(
                stream,
                () -> {
                    // A handle is for one thread at a time.
                    synchronized (handle) {
                        products.multiply(handle.address(), product, number);
                    }
                });
    }

    /// Gives back what a stream had but its workspace; nothing, if it was not ready.
    public void release(long stream) {
        Handle handle = handles.remove(stream);
        if (handle != null) {
            driver.enter();
            long address = handle.address();
            library.run(DESTROY, () -> (int) destroy.invokeExact(address));
        }
    }

    private Handle createHandle(long stream, long workspace) {
        long handle;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment output = arena.allocate(JAVA_LONG);
            library.run(CREATE, () -> (int) create.invokeExact(output));
            handle = output.get(JAVA_LONG, 0);
        }
        long bytes = workspaceBytes();
        // In this order: setting the stream takes the workspace away.
        library.run(SET_STREAM, () -> (int) setStream.invokeExact(handle, stream));
        library.run(SET_WORKSPACE, () -> (int) setWorkspace.invokeExact(handle, workspace, bytes));
        library.run(
                SET_POINTER_MODE, () -> (int) setPointerMode.invokeExact(handle, SCALARS_OF_HOST));
        library.run(
                SET_MATH_MODE,
                () ->
                        (int)
                                setMathMode.invokeExact(
                                        handle,
                                        DEFAULT_MATH | DISALLOW_REDUCED_PRECISION_REDUCTION));
        return new Handle(handle);
    }
}
