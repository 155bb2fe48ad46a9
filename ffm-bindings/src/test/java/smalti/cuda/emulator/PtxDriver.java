package smalti.cuda.emulator;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.cuda.driver.FunctionFacts;
import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.driver.GpuFacts;
import smalti.cuda.driver.MemoryFigures;

/// A GPU that is none: kernels are run on the calling thread, and every stream does its work at once.
///
/// What a kernel does wrong is thrown at once as [KernelFault], or later as the code that CUDA has for it (see
/// [PtxOptions#deferring()]).
public final class PtxDriver implements GpuDriver, AutoCloseable {
    static final int PROCESSORS = 1;
    private static final int SHARED_BYTES = 48 << 10;
    private static final int ALLOWED_SHARED_BYTES = 64 << 10;
    private static final int CACHE_BYTES = 4 << 20;
    private static final int CAPABILITY = 75;
    private static final int REGISTERS = 32;
    private static final double NEWEST_VERSION = 8.0;
    private static final float NANOS_A_MILLI = 1e6f;

    /// A module's kernels and where its variables lie.
    private record Module(CompiledModule compiled, long[] symbols) {}

    /// A kernel and how much shared memory it may have.
    private record Function(Kernel kernel, long[] symbols, int sharedBytes) {}

    private final PtxOptions options;

    /// Modules with a mistake, by the texts of right ones.
    private final Map<String, CompiledModule> wrong;

    private final GlobalMemory memory = new GlobalMemory();
    private final HostMemory hostMemory = new HostMemory();
    private final MemoryAccount account;
    private final Order order;
    private final Handles<Module> modules = new Handles<>();
    private final Handles<Function> functions = new Handles<>();
    private final Handles<String> streams = new Handles<>();
    private final Handles<Optional<Long>> events = new Handles<>();
    private final Handles<List<Runnable>> graphs = new Handles<>();

    /// What streams have been given since they began to keep it.
    private final Map<Long, List<Runnable>> captures = new HashMap<>();

    private Optional<CudaCode> poison = Optional.empty();
    private int allocations;
    private int launches;

    public PtxDriver() {
        this(PtxOptions.DEFAULT);
    }

    public PtxDriver(PtxOptions options) {
        this(options, Map.of());
    }

    /// A GPU that has a mistake in one kernel.
    ///
    /// @throws PtxSyntaxException if the mistake is one of grammar
    public PtxDriver(PtxOptions options, PtxMutant mutant) {
        this(options, Map.of(mutant.original(), mutant.compile()));
    }

    private PtxDriver(PtxOptions options, Map<String, CompiledModule> wrong) {
        this.options = options;
        this.wrong = wrong;
        account = new MemoryAccount(options.memory());
        order = new Order(options.seed());
    }

    @Override
    public GpuFacts facts() {
        return new GpuFacts(
                "PTX interpreter",
                "Java " + Runtime.version().feature(),
                CAPABILITY,
                PROCESSORS,
                options.memory(),
                CACHE_BYTES,
                ALLOWED_SHARED_BYTES,
                0);
    }

    /// Fails with what an earlier kernel did.
    private void expectHealthy(String function) {
        if (poison.isPresent()) {
            throw poison.get().exception(function);
        }
    }

    private void expectStream(String function, long stream) {
        expectHealthy(function);
        streams.get(function, stream);
    }

    private void expectNoCapture(String function) {
        if (!captures.isEmpty()) {
            throw CudaCode.STREAM_CAPTURE_UNSUPPORTED.exception(function);
        }
    }

    private static void expectSome(String function, long bytes) {
        if (bytes <= 0) {
            throw CudaCode.INVALID_VALUE.exception(function, bytes + " bytes");
        }
    }

    @Override
    public synchronized long allocate(long bytes, long stream) {
        String function = "cuMemAllocAsync";
        expectStream(function, stream);
        expectNoCapture(function);
        expectSome(function, bytes);
        allocations++;
        if (bytes > Integer.MAX_VALUE - 8
                || options.failures().failsAllocation(allocations)
                || !account.take(bytes)) {
            throw CudaCode.OUT_OF_MEMORY.exception(function);
        }
        return memory.allocate((int) bytes);
    }

    @Override
    public synchronized void free(long address, long stream) {
        String function = "cuMemFreeAsync";
        expectStream(function, stream);
        expectNoCapture(function);
        try {
            account.giveBack(memory.free(address));
        } catch (LaneFault fault) {
            throw new KernelFault(function, fault);
        }
    }

    @Override
    public synchronized MemoryFigures memory() {
        return account.figures();
    }

    @Override
    public synchronized void trim() {
        expectHealthy("cuMemPoolTrimTo");
        account.trim();
    }

    @Override
    public synchronized MemorySegment allocateHost(long bytes) {
        expectHealthy("cuMemHostAlloc");
        expectSome("cuMemHostAlloc", bytes);
        return hostMemory.allocate(bytes);
    }

    @Override
    public synchronized void freeHost(MemorySegment segment) {
        hostMemory.free(segment);
    }

    @Override
    public synchronized void copyToDevice(long to, MemorySegment from, long stream) {
        String function = "cuMemcpyHtoDAsync";
        expectStream(function, stream);
        expectNoCapture(function);
        expectSome(function, from.byteSize());
        hostMemory.expectOwn(function, from);
        faultless(
                function,
                () -> {
                    int bytes = Math.toIntExact(from.byteSize());
                    Allocation target = memory.find(to);
                    int offset = target.checkRange(GlobalMemory.offset(to), bytes);
                    MemorySegment.copy(from, JAVA_BYTE, 0, target.bytes(), offset, bytes);
                    target.writeRange(offset, bytes);
                });
    }

    @Override
    public synchronized void copyToHost(MemorySegment to, long from, long stream) {
        String function = "cuMemcpyDtoHAsync";
        expectStream(function, stream);
        expectNoCapture(function);
        expectSome(function, to.byteSize());
        hostMemory.expectOwn(function, to);
        faultless(
                function,
                () -> {
                    int bytes = Math.toIntExact(to.byteSize());
                    Allocation source = memory.find(from);
                    int offset = source.checkRange(GlobalMemory.offset(from), bytes);
                    source.expectRangeWritten(offset, bytes);
                    MemorySegment.copy(source.bytes(), offset, to, JAVA_BYTE, 0, bytes);
                });
    }

    @Override
    public synchronized void copy(long to, long from, long bytes, long stream) {
        String function = "cuMemcpyDtoDAsync";
        expectStream(function, stream);
        expectSome(function, bytes);
        doOrKeep(
                stream,
                () ->
                        faultless(
                                function,
                                () -> {
                                    int length = Math.toIntExact(bytes);
                                    Allocation source = memory.find(from);
                                    Allocation target = memory.find(to);
                                    int offset =
                                            source.checkRange(GlobalMemory.offset(from), length);
                                    target.copyFrom(
                                            source,
                                            offset,
                                            target.checkRange(GlobalMemory.offset(to), length),
                                            length);
                                }));
    }

    @Override
    public synchronized void fill(long address, byte value, long bytes, long stream) {
        String function = "cuMemsetD8Async";
        expectStream(function, stream);
        expectSome(function, bytes);
        doOrKeep(
                stream,
                () ->
                        faultless(
                                function,
                                () -> {
                                    int length = Math.toIntExact(bytes);
                                    Allocation target = memory.find(address);
                                    target.fill(
                                            target.checkRange(GlobalMemory.offset(address), length),
                                            length,
                                            value);
                                }));
    }

    /// Does work, and takes what goes wrong with it as the driver's own fault.
    private void faultless(String function, Runnable work) {
        try {
            work.run();
        } catch (LaneFault fault) {
            fail(new KernelFault(function, fault));
        }
    }

    private void fail(KernelFault fault) {
        if (!options.deferred()) {
            throw fault;
        }
        poison = Optional.of(CudaCode.of(fault.kind()));
    }

    private void doOrKeep(long stream, Runnable work) {
        List<Runnable> kept = captures.get(stream);
        if (kept == null) {
            work.run();
        } else {
            kept.add(work);
        }
    }

    @Override
    public synchronized long load(String ptx) {
        String function = "cuModuleLoadDataEx";
        expectHealthy(function);
        CompiledModule compiled;
        try {
            CompiledModule mistaken = wrong.get(ptx);
            compiled = mistaken == null ? CompiledModule.of(ptx) : mistaken;
        } catch (PtxSyntaxException e) {
            throw CudaCode.INVALID_PTX.exception(function, String.valueOf(e.getMessage()));
        }
        if (Double.parseDouble(compiled.module().version()) > NEWEST_VERSION) {
            throw CudaCode.UNSUPPORTED_PTX_VERSION.exception(
                    function, "PTX " + compiled.module().version());
        }
        return modules.add(
                new Module(
                        compiled,
                        compiled.module().variables().stream()
                                .mapToLong(memory::allocate)
                                .toArray()));
    }

    @Override
    public synchronized long function(long module, String name) {
        String function = "cuModuleGetFunction";
        expectHealthy(function);
        Module loaded = modules.get(function, module);
        Kernel kernel =
                loaded.compiled()
                        .kernel(name)
                        .orElseThrow(() -> CudaCode.NOT_FOUND.exception(function, name));
        return functions.add(new Function(kernel, loaded.symbols(), SHARED_BYTES));
    }

    @Override
    public synchronized FunctionFacts factsOf(long function) {
        Kernel kernel = functions.get("cuFuncGetAttribute", function).kernel();
        return new FunctionFacts(
                REGISTERS,
                kernel.layout().localBytes(),
                kernel.layout().staticSharedBytes(),
                kernel.procedure().mostThreads());
    }

    @Override
    public synchronized void allowSharedMemory(long function, int bytes) {
        String name = "cuFuncSetAttribute";
        expectHealthy(name);
        Function allowed = functions.get(name, function);
        int staticBytes = allowed.kernel().layout().staticSharedBytes();
        if (bytes < 0 || bytes + staticBytes > ALLOWED_SHARED_BYTES) {
            throw CudaCode.INVALID_VALUE.exception(name, bytes + " bytes of shared memory");
        }
        functions.set(
                name,
                function,
                new Function(
                        allowed.kernel(),
                        allowed.symbols(),
                        Math.max(SHARED_BYTES, bytes + staticBytes)));
    }

    @Override
    public synchronized void launch(
            long function, Geometry geometry, MemorySegment arguments, long stream) {
        String name = "cuLaunchKernel";
        expectStream(name, stream);
        Function started = functions.get(name, function);
        Kernel kernel = started.kernel();
        if (arguments.byteSize() != kernel.layout().argumentBytes()) {
            throw CudaCode.INVALID_VALUE.exception(
                    name,
                    "%s takes %d bytes of arguments and gets %d"
                            .formatted(
                                    kernel.name(),
                                    kernel.layout().argumentBytes(),
                                    arguments.byteSize()));
        }
        if (geometry.threads() > kernel.procedure().mostThreads()) {
            throw CudaCode.INVALID_VALUE.exception(
                    name,
                    "%s takes %d threads a block and gets %d"
                            .formatted(
                                    kernel.name(),
                                    kernel.procedure().mostThreads(),
                                    geometry.threads()));
        }
        int shared = kernel.layout().sharedBytes(geometry.sharedBytes());
        if (shared > started.sharedBytes()) {
            throw CudaCode.INVALID_VALUE.exception(
                    name,
                    "%s may have %d bytes of shared memory and wants %d"
                            .formatted(kernel.name(), started.sharedBytes(), shared));
        }
        Allocation packed = new Allocation("the arguments", (int) arguments.byteSize(), true);
        MemorySegment.copy(arguments, JAVA_BYTE, 0, packed.bytes(), 0, packed.size());
        Launch launch =
                new Launch(
                        kernel,
                        geometry,
                        packed,
                        memory,
                        started.symbols(),
                        options.mostLoops(),
                        options.globalRaces());
        doOrKeep(stream, () -> run(launch));
    }

    private void run(Launch launch) {
        if (poison.isPresent()) {
            return;
        }
        launches++;
        if (launches == options.failures().launch()) {
            poison = Optional.of(CudaCode.ILLEGAL_ADDRESS);
            return;
        }
        try {
            launch.run(order);
        } catch (KernelFault fault) {
            fail(fault);
        }
    }

    @Override
    public synchronized long createStream() {
        expectHealthy("cuStreamCreate");
        return streams.add("stream");
    }

    @Override
    public synchronized void destroyStream(long stream) {
        streams.remove("cuStreamDestroy", stream);
    }

    @Override
    public synchronized void synchronize(long stream) {
        expectStream("cuStreamSynchronize", stream);
        expectNoCapture("cuStreamSynchronize");
    }

    @Override
    public synchronized long createEvent() {
        expectHealthy("cuEventCreate");
        return events.add(Optional.empty());
    }

    @Override
    public synchronized void destroyEvent(long event) {
        events.remove("cuEventDestroy", event);
    }

    @Override
    public synchronized void record(long event, long stream) {
        expectStream("cuEventRecord", stream);
        events.set("cuEventRecord", event, Optional.of(System.nanoTime()));
    }

    @Override
    public synchronized void await(long stream, long event) {
        expectStream("cuStreamWaitEvent", stream);
        events.get("cuStreamWaitEvent", event);
    }

    @Override
    public synchronized boolean hasHappened(long event) {
        expectHealthy("cuEventQuery");
        events.get("cuEventQuery", event);
        return true;
    }

    @Override
    public synchronized float milliseconds(long from, long to) {
        String function = "cuEventElapsedTime";
        expectHealthy(function);
        return (time(function, to) - time(function, from)) / NANOS_A_MILLI;
    }

    private long time(String function, long event) {
        return events.get(function, event)
                .orElseThrow(() -> CudaCode.INVALID_HANDLE.exception(function));
    }

    @Override
    public synchronized void beginCapture(long stream) {
        expectStream("cuStreamBeginCapture", stream);
        if (captures.putIfAbsent(stream, new ArrayList<>()) != null) {
            throw CudaCode.STREAM_CAPTURE_UNSUPPORTED.exception("cuStreamBeginCapture");
        }
    }

    @Override
    public synchronized long endCapture(long stream) {
        String function = "cuStreamEndCapture";
        expectStream(function, stream);
        List<Runnable> kept = captures.remove(stream);
        if (kept == null) {
            throw CudaCode.INVALID_VALUE.exception(function, "the stream keeps nothing");
        }
        return graphs.add(List.copyOf(kept));
    }

    @Override
    public synchronized void launchGraph(long graph, long stream) {
        expectStream("cuGraphLaunch", stream);
        graphs.get("cuGraphLaunch", graph).forEach(work -> doOrKeep(stream, work));
    }

    @Override
    public synchronized void destroyGraph(long graph) {
        graphs.remove("cuGraphExecDestroy", graph);
    }

    /// Gives back what it has outside the heap. Needed only where there are many of them, or kernels that fail.
    @Override
    public synchronized void close() {
        hostMemory.freeAll();
    }
}
