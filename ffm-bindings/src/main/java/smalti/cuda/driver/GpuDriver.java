package smalti.cuda.driver;

import java.lang.foreign.MemorySegment;

/// One GPU, as its driver shows it: memory, kernels, streams. Safe for use by several threads at once; every method may be
/// called on any thread.
///
/// Addresses of the GPU and handles of the driver are plain numbers; 0 is none of them. What takes a stream is done in the
/// order of that stream, and the call may return before it has been: whoever hands in memory of the host keeps it until the
/// stream has come by. Sizes are in bytes and above 0, since the driver refuses nothing at all.
///
/// Every method throws [DriverException] where the driver does not answer with success.
public interface GpuDriver {
    /// What kind of GPU it is.
    GpuFacts facts();

    /// Memory of the GPU, aligned to 256 bytes, from a pool; its content is undefined.
    ///
    /// @throws DriverException for which [DriverException#isOutOfMemory()] holds, if there is none left
    long allocate(long bytes, long stream);

    /// Gives memory back to the pool when the stream has come by.
    void free(long address, long stream);

    /// How much memory there is.
    MemoryFigures memory();

    /// Gives what the pool keeps without need back to the GPU.
    void trim();

    /// Memory of the host that the GPU reads and writes by itself. It lives until [#freeHost].
    MemorySegment allocateHost(long bytes);

    /// Frees memory that [#allocateHost] gave.
    void freeHost(MemorySegment memory);

    /// Copies all of `from`, which [#allocateHost] gave or is part of that.
    void copyToDevice(long to, MemorySegment from, long stream);

    /// Copies as much as `to` holds, which [#allocateHost] gave or is part of that.
    void copyToHost(MemorySegment to, long from, long stream);

    /// Copies within the GPU; the two must not overlap.
    void copy(long to, long from, long bytes, long stream);

    /// Sets every byte.
    void fill(long address, byte value, long bytes, long stream);

    /// Compiles and loads PTX.
    ///
    /// @return a handle for [#function]
    /// @throws DriverException with the compiler's log, if it does not compile
    long load(String ptx);

    /// A kernel of a module by the name of its entry.
    long function(long module, String name);

    /// What a kernel needs.
    FunctionFacts factsOf(long function);

    /// Lets a kernel have more than 48 KB of shared memory that is sized at launch.
    void allowSharedMemory(long function, int bytes);

    /// Starts a kernel.
    ///
    /// @param geometry blocks, threads and bytes of shared memory
    /// @param arguments as the kernel's entry declares them, packed with their natural alignment; may be used again when
    ///     the call returns
    void launch(long function, Geometry geometry, MemorySegment arguments, long stream);

    /// A new stream, which waits for no other.
    long createStream();

    void destroyStream(long stream);

    /// Waits until all that the stream was given is done. What failed in it is thrown here.
    void synchronize(long stream);

    /// A new event, which can tell the time.
    long createEvent();

    void destroyEvent(long event);

    /// Lets an event happen when the stream has come by.
    void record(long event, long stream);

    /// Lets a stream wait until an event that was recorded has happened.
    void await(long stream, long event);

    /// Whether the work before a recorded event is done.
    boolean hasHappened(long event);

    /// The time between two events that have happened.
    float milliseconds(long from, long to);

    /// Keeps what the stream is given from now on instead of doing it. Memory can be neither allocated nor copied from or to
    /// the host until [#endCapture].
    void beginCapture(long stream);

    /// What the stream was given since [#beginCapture], ready to be done as often as wanted.
    ///
    /// @return a handle for [#launchGraph]
    long endCapture(long stream);

    void launchGraph(long graph, long stream);

    void destroyGraph(long graph);
}
