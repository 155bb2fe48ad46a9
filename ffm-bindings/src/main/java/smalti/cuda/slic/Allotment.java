package smalti.cuda.slic;

import java.util.ArrayList;
import java.util.List;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;

/// Memory of the GPU for one picture, given back together.
final class Allotment implements AutoCloseable {
    private final Queue queue;
    private final List<Scratch> pieces = new ArrayList<>();

    Allotment(Queue queue) {
        this.queue = queue;
    }

    /// The address of so many bytes, whose content is undefined.
    long take(long bytes) {
        Scratch piece = queue.allocate(bytes);
        pieces.add(piece);
        return piece.address();
    }

    /// The address of so many bytes that all have one value.
    long take(long bytes, int value) {
        long address = take(bytes);
        queue.fill(address, (byte) value, bytes);
        return address;
    }

    /// The address of a copy of an array.
    long copy(int[] values) {
        Scratch piece = queue.upload(values);
        pieces.add(piece);
        return piece.address();
    }

    @Override
    public void close() {
        pieces.forEach(Scratch::close);
    }
}
