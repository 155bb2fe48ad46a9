package smalti.cpu.work;

import java.util.concurrent.ConcurrentLinkedQueue;

/// Working memory that calls hand on to each other, so that a steady state takes none.
public final class BufferPool {
    /// Longer buffers are not kept: they would stay for ever after one large call.
    private static final int LONGEST = 1 << 22;

    private final ConcurrentLinkedQueue<float[]> free = new ConcurrentLinkedQueue<>();

    /// A buffer of at least so many values, whatever they are.
    public float[] take(int length) {
        float[] buffer = free.poll();
        return buffer != null && buffer.length >= length ? buffer : new float[length];
    }

    public void give(float[] buffer) {
        if (buffer.length <= LONGEST) {
            free.add(buffer);
        }
    }
}
