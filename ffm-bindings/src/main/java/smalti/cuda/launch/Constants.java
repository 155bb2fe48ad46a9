package smalti.cuda.launch;

/// Numbers in memory of the GPU, see [Queue#constants].
///
/// @param kept whether the queue keeps them when they are closed
public record Constants(Scratch memory, boolean kept) implements AutoCloseable {
    /// Where a number lies.
    public long at(int index) {
        return memory.address() + (long) index * Integer.BYTES;
    }

    @Override
    public void close() {
        if (!kept) {
            memory.close();
        }
    }
}
