package smalti.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Supplier;
import smalti.error.DeviceException;

/// A driver that remembers its end. After some errors, such as an address that a kernel must not use, a GPU answers every call
/// of the process with the same code, and whoever came later would be told of what others did. From the first of them on
/// every call fails at once with what that said; what is given back is let go in silence.
public final class GuardedDriver implements GpuDriver {
    private final GpuDriver driver;
    private volatile Optional<DriverException> end = Optional.empty();

    public GuardedDriver(GpuDriver driver) {
        this.driver = driver;
    }

    private <T> T call(Supplier<T> what) {
        end.ifPresent(first -> {
            throw ended(first);
        });
        try {
            return what.get();
        } catch (DriverException e) {
            if (!e.isSticky()) {
                throw e;
            }
            synchronized (this) {
                end = Optional.of(end.orElse(e));
            }
            throw ended(end.orElse(e));
        }
    }

    /// Does what is asked of the same GPU by another library, with the same care.
    ///
    /// @throws DeviceException at once, if the GPU has met its end
    public void run(Runnable what) {
        call(() -> {
            what.run();
            return true;
        });
    }

    private static DeviceException ended(DriverException first) {
        return new DeviceException(
                "this process can use the GPU no more since it failed: "
                        + first.getMessage()
                        + "; start again, or use --device cpu",
                first);
    }

    private void giveBack(Runnable what) {
        if (end.isEmpty()) {
            run(what);
        }
    }

    @Override
    public GpuFacts facts() {
        return call(driver::facts);
    }

    @Override
    public long allocate(long bytes, long stream) {
        return call(() -> driver.allocate(bytes, stream));
    }

    @Override
    public MemoryFigures memory() {
        return call(driver::memory);
    }

    @Override
    public void trim() {
        run(() -> driver.trim());
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        return call(() -> driver.allocateHost(bytes));
    }

    @Override
    public void copyToDevice(long to, MemorySegment from, long stream) {
        run(() -> driver.copyToDevice(to, from, stream));
    }

    @Override
    public void copyToHost(MemorySegment to, long from, long stream) {
        run(() -> driver.copyToHost(to, from, stream));
    }

    @Override
    public void copy(long to, long from, long bytes, long stream) {
        run(() -> driver.copy(to, from, bytes, stream));
    }

    @Override
    public void fill(long address, byte value, long bytes, long stream) {
        run(() -> driver.fill(address, value, bytes, stream));
    }

    @Override
    public long load(String ptx) {
        return call(() -> driver.load(ptx));
    }

    @Override
    public long function(long module, String name) {
        return call(() -> driver.function(module, name));
    }

    @Override
    public FunctionFacts factsOf(long function) {
        return call(() -> driver.factsOf(function));
    }

    @Override
    public void allowSharedMemory(long function, int bytes) {
        run(() -> driver.allowSharedMemory(function, bytes));
    }

    @Override
    public void launch(long function, Geometry geometry, MemorySegment arguments, long stream) {
        run(() -> driver.launch(function, geometry, arguments, stream));
    }

    @Override
    public long createStream() {
        return call(driver::createStream);
    }

    @Override
    public void synchronize(long stream) {
        run(() -> driver.synchronize(stream));
    }

    @Override
    public long createEvent() {
        return call(driver::createEvent);
    }

    @Override
    public void record(long event, long stream) {
        run(() -> driver.record(event, stream));
    }

    @Override
    public void await(long stream, long event) {
        run(() -> driver.await(stream, event));
    }

    @Override
    public boolean hasHappened(long event) {
        return call(() -> driver.hasHappened(event));
    }

    @Override
    public float milliseconds(long from, long to) {
        return call(() -> driver.milliseconds(from, to));
    }

    @Override
    public void beginCapture(long stream) {
        run(() -> driver.beginCapture(stream));
    }

    @Override
    public long endCapture(long stream) {
        return call(() -> driver.endCapture(stream));
    }

    @Override
    public void launchGraph(long graph, long stream) {
        run(() -> driver.launchGraph(graph, stream));
    }

    @Override
    public void free(long address, long stream) {
        giveBack(() -> driver.free(address, stream));
    }

    @Override
    public void freeHost(MemorySegment memory) {
        giveBack(() -> driver.freeHost(memory));
    }

    @Override
    public void destroyStream(long stream) {
        giveBack(() -> driver.destroyStream(stream));
    }

    @Override
    public void destroyEvent(long event) {
        giveBack(() -> driver.destroyEvent(event));
    }

    @Override
    public void destroyGraph(long graph) {
        giveBack(() -> driver.destroyGraph(graph));
    }
}
