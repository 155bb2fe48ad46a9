package smalti.cuda.launch;

import java.util.ArrayList;
import java.util.List;

/// Memory of the GPU that is given back together.
public final class Allotment implements AutoCloseable {
    private final Queue queue;
    private final List<Scratch> pieces = new ArrayList<>();

    public Allotment(Queue queue) {
        this.queue = queue;
    }

    /// The address of so many bytes, whose content is undefined.
    public long take(long bytes) {
        Scratch piece = queue.allocate(bytes);
        pieces.add(piece);
        return piece.address();
    }

    /// The address of so many bytes that all have one value.
    public long take(long bytes, int value) {
        long address = take(bytes);
        queue.fill(address, (byte) value, bytes);
        return address;
    }

    /// The address of a copy of an array.
    public long copy(int[] values) {
        Scratch piece = queue.upload(values);
        pieces.add(piece);
        return piece.address();
    }

    @Override
    public void close() {
        pieces.forEach(Scratch::close);
    }
}
