package smalti.cuda.ffm;

import java.lang.foreign.MemorySegment;
import smalti.cuda.driver.DriverException;
import smalti.cuda.driver.FunctionFacts;
import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.driver.GpuFacts;
import smalti.cuda.driver.MemoryFigures;

/// A real GPU, through the CUDA driver.
///
/// It works in the GPU's primary context, which it makes current at the beginning of each call. Where an error of a kernel
/// shows at a later call, the message names the kernels that were started last; with the system property `smalti.gpu.sync`
/// set to `true` every launch is waited for, so that the message names the one.
///
/// A function that the driver lacks is missed when it is first needed, with its name and the driver's version.
public final class CudaDriver implements GpuDriver, AutoCloseable {
    /// The system property that makes every launch wait for its kernel.
    public static final String SYNC_PROPERTY = "smalti.gpu.sync";

    private final int device;
    private final GpuFacts facts;
    private final boolean synchronous;
    private final DriverCalls calls;
    private final ContextFunctions contexts;
    private final long context;
    private final DeviceMemory memory;
    private final Launches launches;
    private final StreamFunctions streams;
    private final ModuleFunctions modules;
    private final CopyFunctions copies;
    private final Group<HostMemory> host;
    private final Group<EventFunctions> events;
    private final Group<GraphFunctions> graphs;

    /// @param ordinal of the GPU, from 0
    /// @param synchronous whether every launch waits for its kernel
    CudaDriver(DriverLibrary library, int ordinal, boolean synchronous) {
        this.synchronous = synchronous;
        DriverCalls plain = new DriverCalls(library);
        DeviceFunctions devices = new DeviceFunctions(plain);
        device = devices.device(ordinal);
        facts = devices.facts(device);
        contexts = new ContextFunctions(plain);
        context = contexts.retain(device);
        contexts.setCurrent(context);
        launches = new Launches(plain);
        calls = new DriverCalls(library, launches::blame);
        streams = new StreamFunctions(calls);
        PlainMemory whole = new PlainMemory(calls, streams::synchronize);
        memory = devices.hasPools(device) ? new PooledMemory(calls, device, whole) : whole;
        modules = new ModuleFunctions(calls);
        copies = new CopyFunctions(calls);
        host = new Group<>(() -> new HostMemory(calls));
        events = new Group<>(() -> new EventFunctions(calls));
        graphs = new Group<>(() -> new GraphFunctions(calls));
    }

    @Override
    public GpuFacts facts() {
        return facts;
    }

    /// The version of CUDA that the driver supports, 1000 for a major and 10 for a minor one.
    public int version() {
        return calls.library().version();
    }

    /// Makes the GPU's context that of the calling thread, as libraries that build on the driver expect it.
    void enter() {
        contexts.setCurrent(context);
    }

    @Override
    public long allocate(long bytes, long stream) {
        enter();
        return memory.allocate(bytes, stream);
    }

    @Override
    public void free(long address, long stream) {
        enter();
        memory.free(address, stream);
    }

    @Override
    public MemoryFigures memory() {
        enter();
        return memory.figures();
    }

    @Override
    public void trim() {
        enter();
        memory.trim();
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        enter();
        return host.get().allocate(bytes);
    }

    @Override
    public void freeHost(MemorySegment segment) {
        enter();
        host.get().free(segment);
    }

    @Override
    public void copyToDevice(long to, MemorySegment from, long stream) {
        enter();
        copies.toDevice(to, from, stream);
    }

    @Override
    public void copyToHost(MemorySegment to, long from, long stream) {
        enter();
        copies.toHost(to, from, stream);
    }

    @Override
    public void copy(long to, long from, long bytes, long stream) {
        enter();
        copies.withinDevice(to, from, bytes, stream);
    }

    @Override
    public void fill(long address, byte value, long bytes, long stream) {
        enter();
        copies.fill(address, value, bytes, stream);
    }

    @Override
    public long load(String ptx) {
        enter();
        return modules.load(ptx);
    }

    @Override
    public long function(long module, String name) {
        enter();
        long function = modules.function(module, name);
        launches.name(function, name);
        return function;
    }

    @Override
    public FunctionFacts factsOf(long function) {
        enter();
        return modules.facts(function);
    }

    @Override
    public void allowSharedMemory(long function, int bytes) {
        enter();
        modules.allowSharedMemory(function, bytes);
    }

    @Override
    public void launch(long function, Geometry geometry, MemorySegment arguments, long stream) {
        enter();
        launches.launch(function, geometry, arguments, stream);
        if (synchronous && !graphs.get().isCapturing(stream)) {
            try {
                streams.synchronize(stream);
            } catch (DriverException e) {
                throw e.with("this was " + launches.name(function) + " with " + geometry);
            }
        }
    }

    @Override
    public long createStream() {
        enter();
        return streams.create();
    }

    @Override
    public void destroyStream(long stream) {
        enter();
        streams.destroy(stream);
    }

    @Override
    public void synchronize(long stream) {
        enter();
        streams.synchronize(stream);
    }

    @Override
    public long createEvent() {
        enter();
        return events.get().create();
    }

    @Override
    public void destroyEvent(long event) {
        enter();
        events.get().destroy(event);
    }

    @Override
    public void record(long event, long stream) {
        enter();
        events.get().record(event, stream);
    }

    @Override
    public void await(long stream, long event) {
        enter();
        streams.await(stream, event);
    }

    @Override
    public boolean hasHappened(long event) {
        enter();
        return events.get().hasHappened(event);
    }

    @Override
    public float milliseconds(long from, long to) {
        enter();
        return events.get().milliseconds(from, to);
    }

    @Override
    public void beginCapture(long stream) {
        enter();
        graphs.get().beginCapture(stream);
    }

    @Override
    public long endCapture(long stream) {
        enter();
        return graphs.get().endCapture(stream);
    }

    @Override
    public void launchGraph(long graph, long stream) {
        enter();
        graphs.get().launch(graph, stream);
    }

    @Override
    public void destroyGraph(long graph) {
        enter();
        graphs.get().destroy(graph);
    }

    /// Gives the context back. What was allocated in it is gone when nobody else of this process has it.
    @Override
    public void close() {
        contexts.release(device);
    }
}
