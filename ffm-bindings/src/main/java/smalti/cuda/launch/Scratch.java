package smalti.cuda.launch;

/// Memory of the GPU in the order of a stream: closing gives it back when the stream has come by, so that kernels which were
/// launched before may still use it.
///
/// @param address aligned to 256 bytes
public record Scratch(Queue queue, long address, long bytes) implements AutoCloseable {
    @Override
    public void close() {
        queue.free(this);
    }
}
