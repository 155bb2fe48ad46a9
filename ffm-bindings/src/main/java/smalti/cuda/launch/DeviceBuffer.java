package smalti.cuda.launch;

import java.lang.foreign.MemorySegment;
import smalti.error.DeviceException;
import smalti.tensor.DType;
import smalti.tensor.Storage;

/// Elements in memory of the GPU, until its workspace is closed.
public final class DeviceBuffer implements Storage.OnDevice, AutoCloseable {
    private final Scratch memory;
    private final DType dtype;
    private final long capacity;
    private volatile boolean closed;

    /// @param memory of at least `capacity` elements, which this takes over
    public DeviceBuffer(Scratch memory, DType dtype, long capacity) {
        this.memory = memory;
        this.dtype = dtype;
        this.capacity = capacity;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public long capacity() {
        return capacity;
    }

    /// Where the first element lies.
    ///
    /// @throws DeviceException if the workspace was closed
    public long address() {
        if (closed) {
            throw new DeviceException(
                    "a tensor was used after its workspace was closed; copy it to the heap before");
        }
        return memory.address();
    }

    /// Whether the elements are there, and another stream of the same GPU can read them.
    public boolean isOpenTo(Queue other) {
        return !closed && memory.queue().isBeside(other);
    }

    /// The stream in whose order the elements are written and given back.
    public Queue queue() {
        return memory.queue();
    }

    @Override
    public void read(long first, MemorySegment to) {
        // Looks for faults too: what kernels met must be told before their results are used.
        queue().synchronize();
        queue().download(at(first), to);
    }

    @Override
    public void write(long first, MemorySegment from) {
        queue().upload(from, at(first));
    }

    private long at(long first) {
        return address() + first * dtype.bytes();
    }

    /// Gives the memory back. Closing twice is closing once.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.close();
        }
    }
}
