package smalti.cuda.launch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.driver.GpuFacts;

/// A stream of one GPU: what it is given is done in that order, while the caller goes on. Safe for use by several threads
/// at once, whose operators then follow each other in some order.
public final class Queue implements AutoCloseable {
    private static final int ARGUMENT_BYTES = 4096;

    /// Label maps come again and again within a step, and no more of them are in use at a time.
    private static final int MOST_KEPT = 16;

    /// Threads of a block where nothing speaks for another number.
    public static final int THREADS = 256;

    /// Tables of numbers that are kept at once, enough for the operators of a network.
    private static final int MOST_CONSTANTS = 256;

    private static final int BLOCKS_A_PROCESSOR = 16;

    private final GpuDriver driver;
    private final Memory memory;
    private final long stream;
    private final GpuFacts facts;
    private final MemorySegment arguments =
            Arena.ofAuto().allocate(ARGUMENT_BYTES, ValueLayout.JAVA_LONG.byteAlignment());
    private final Map<Identity, Kept> kept = new LinkedHashMap<>(MOST_KEPT, 0.75f, true);
    private final Map<Numbers, Scratch> constants = new HashMap<>();
    private Optional<Staging> staging = Optional.empty();
    private final Rehearsal rehearsal;
    private Optional<FaultSlots> faults = Optional.empty();

    /// What was started since the last stop.
    private final Set<Repetition> started = new LinkedHashSet<>();

    public Queue(GpuDriver driver, Memory memory) {
        this.driver = driver;
        this.memory = memory;
        this.stream = driver.createStream();
        this.facts = driver.facts();
        this.rehearsal = new Rehearsal(this, driver);
    }

    /// What lies in memory of the GPU and can be kept for the next operator.
    public interface Kept extends AutoCloseable {
        @Override
        void close();
    }

    /// An object as itself, not as its value: comparing large maps would take longer than using them.
    private record Identity(Object object) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity(Object same) && same == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    /// Numbers as what they are.
    private record Numbers(int[] numbers) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Numbers(int[] same) && Arrays.equals(same, numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    public GpuFacts facts() {
        return facts;
    }

    /// The driver's handle of the stream.
    public long stream() {
        return stream;
    }

    /// Starts a kernel.
    ///
    /// @param values see [Parameters#pack]
    public synchronized void launch(Kernel kernel, Geometry geometry, Object... values) {
        kernel.parameters().pack(values, arguments);
        driver.launch(
                kernel.function(),
                geometry,
                arguments.asSlice(0, kernel.parameters().bytes()),
                stream);
    }

    /// Threads for a kernel whose threads step over elements by the number of threads, as many as keep the GPU busy.
    ///
    /// @param elements at least 1
    public Geometry over(long elements) {
        long blocks = (elements + THREADS - 1) / THREADS;
        return Geometry.of(
                (int) Math.min(blocks, (long) facts.processors() * BLOCKS_A_PROCESSOR), THREADS);
    }

    /// Memory whose content is undefined.
    ///
    /// @param bytes may be 0
    /// @throws smalti.error.OutOfDeviceMemoryException if there is not as much
    public synchronized Scratch allocate(long bytes) {
        return rehearsal.place(bytes).orElseGet(() -> rehearsal.note(take(bytes)));
    }

    private Scratch take(long bytes) {
        return new Scratch(this, memory.allocate(bytes, stream), bytes);
    }

    /// Memory that outlives the operator.
    ///
    /// @param bytes may be 0
    /// @throws smalti.error.OutOfDeviceMemoryException if there is not as much
    public synchronized Scratch allocateLasting(long bytes) {
        rehearsal.expectOnce("take memory");
        return allocate(bytes);
    }

    synchronized void free(Scratch scratch) {
        if (!rehearsal.takesBack(scratch)) {
            memory.free(scratch.address(), scratch.bytes(), stream);
        }
    }

    /// Prepares steps for being done again by the GPU itself. They are done at least once here, and start the same kernels on
    /// the same tensors each time.
    ///
    /// @return empty if they need the host on the way
    public synchronized Optional<Repetition> repeated(Runnable steps) {
        return rehearsal.repeated(steps);
    }

    /// Lets kernels leave word elsewhere.
    ///
    /// @return where they have done so
    Optional<FaultSlots> exchangeFaults(Optional<FaultSlots> others) {
        Optional<FaultSlots> before = faults;
        faults = others;
        return before;
    }

    synchronized void launch(Repetition repetition) {
        driver.launchGraph(repetition.graph(), stream);
        started.add(repetition);
    }

    /// What was made for an object and is still there.
    ///
    /// @param key compared by identity
    public synchronized <T extends Kept> Optional<T> kept(Object key, Class<T> type) {
        rehearsal.expectOnce("look for what was kept");
        Kept found = kept.get(new Identity(key));
        return type.isInstance(found) ? Optional.of(type.cast(found)) : Optional.empty();
    }

    /// What was made for an object, or is made now. It is kept as long as there is room for it: callers ask anew for each
    /// operator.
    ///
    /// @param key compared by identity
    public synchronized <T extends Kept> T kept(Object key, Class<T> type, Supplier<T> making) {
        Optional<T> found = kept(key, type);
        if (found.isPresent()) {
            return found.get();
        }
        T made = making.get();
        kept.put(new Identity(key), made);
        if (kept.size() > MOST_KEPT) {
            Identity oldest = kept.keySet().iterator().next();
            Kept dropped = kept.remove(oldest);
            if (dropped != null) {
                dropped.close();
            }
        }
        return made;
    }

    /// Sets every byte.
    public void fill(long address, byte value, long bytes) {
        if (bytes > 0) {
            driver.fill(address, value, bytes, stream);
        }
    }

    /// Copies within the GPU.
    public void copy(long to, long from, long bytes) {
        if (bytes > 0) {
            driver.copy(to, from, bytes, stream);
        }
    }

    /// Copies from the host; the memory may be changed when the call returns.
    public synchronized void upload(MemorySegment from, long to) {
        rehearsal.expectOnce("copy from the host");
        if (from.byteSize() > 0) {
            staging().upload(from, to);
        }
    }

    /// Copies an array to memory of its own.
    public Scratch upload(int[] from) {
        Scratch there = allocate(from.length * (long) Integer.BYTES);
        upload(MemorySegment.ofArray(from), there.address());
        return there;
    }

    /// Numbers in the GPU's memory that follow from shapes alone: they are copied there once and stay, as long as there is
    /// room for them, so that steps that use them can be repeated.
    ///
    /// @param numbers must not be changed any more
    public synchronized Constants constants(int[] numbers) {
        var key = new Numbers(numbers);
        Scratch there = constants.get(key);
        if (there != null) {
            return new Constants(there, true);
        }
        if (constants.size() == MOST_CONSTANTS) {
            return new Constants(upload(numbers), false);
        }
        Scratch made = uploadLasting(numbers);
        constants.put(key, made);
        return new Constants(made, true);
    }

    /// Copies numbers to memory that outlives the operator. Steps that are to be repeated may ask for it where they are done once
    /// before they are kept: it outlives them too.
    public synchronized Scratch uploadLasting(int[] numbers) {
        rehearsal.expectNotKept("copy from the host");
        // Not among the places of steps that are measured.
        Scratch made = take(Math.max(1, numbers.length) * (long) Integer.BYTES);
        staging().upload(MemorySegment.ofArray(numbers), made.address());
        return made;
    }

    /// Copies to the host, when all before it is done.
    public synchronized void download(long from, MemorySegment to) {
        rehearsal.expectOnce("copy to the host");
        if (to.byteSize() > 0) {
            staging().download(from, to);
        }
    }

    /// A slot where a kernel leaves word of a number that it must not use.
    ///
    /// @param fault what [#synchronize] then throws
    /// @return the argument for the kernel
    public synchronized long faultSlot(Fault fault) {
        if (faults.isPresent() && faults.get().isFull()) {
            synchronize();
        }
        FaultSlots slots = faults.orElseGet(() -> new FaultSlots(this));
        faults = Optional.of(slots);
        return slots.take(fault);
    }

    /// Lets what follows wait for all that another stream of the same GPU has been given, without waiting here.
    public synchronized void follow(Queue other) {
        if (other != this) {
            rehearsal.expectOnce("wait for another stream");
            long event = driver.createEvent();
            driver.record(event, other.stream);
            driver.await(stream, event);
            // It lives until it has happened.
            driver.destroyEvent(event);
        }
    }

    /// Whether it is a stream of the same GPU.
    public boolean isBeside(Queue other) {
        return driver == other.driver;
    }

    /// Waits until everything is done.
    ///
    /// @throws RuntimeException the [Fault] of a kernel that met a number that it must not use
    public synchronized void synchronize() {
        rehearsal.expectOnce("wait for the GPU");
        driver.synchronize(stream);
        List<RuntimeException> found = new ArrayList<>();
        // All are looked at, also after a fault: what stayed would be blamed on those who get the
        // slot next.
        for (Repetition repetition : started) {
            repetition.faults().look().ifPresent(found::add);
        }
        started.clear();
        faults.flatMap(FaultSlots::look).ifPresent(found::add);
        faults.ifPresent(FaultSlots::reuse);
        if (!found.isEmpty()) {
            throw found.getFirst();
        }
    }

    private Staging staging() {
        Staging there = staging.orElseGet(() -> new Staging(driver, stream));
        staging = Optional.of(there);
        return there;
    }

    /// Gives back what operators left behind, so that the stream can be used by somebody else.
    public synchronized void clear() {
        // What nobody was told is not for those who come next.
        faults.ifPresent(FaultSlots::forget);
        started.clear();
        kept.values().forEach(Kept::close);
        kept.clear();
        constants.values().forEach(Scratch::close);
        constants.clear();
    }

    @Override
    public synchronized void close() {
        clear();
        faults.ifPresent(FaultSlots::close);
        driver.synchronize(stream);
        staging.ifPresent(Staging::close);
        driver.destroyStream(stream);
    }
}
