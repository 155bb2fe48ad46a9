package smalti.cuda.launch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where kernels leave word of numbers that they must not use. A slot holds the smallest of `position·2^32 + value` over
/// all of them, which does not depend on the order of threads, and all ones if there are none.
///
/// Nobody waits for it: the stream's next stop looks.
final class FaultSlots implements AutoCloseable {
    private static final int SLOTS = 64;

    private static final long NONE = -1;

    private final Queue queue;
    private final List<Fault> given = new ArrayList<>();
    private final Scratch slots;
    private boolean stale;

    FaultSlots(Queue queue) {
        this.queue = queue;
        this.slots = queue.allocate(SLOTS * (long) Long.BYTES);
        clear();
    }

    boolean isFull() {
        return given.size() == SLOTS;
    }

    /// The address of a free slot.
    long take(Fault fault) {
        if (stale) {
            clear();
        }
        given.add(fault);
        return slots.address() + (given.size() - 1) * (long) Long.BYTES;
    }

    /// The first fault that was found since the last look, if any. The stream has come to a stop. All slots are empty again.
    Optional<RuntimeException> look() {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        long[] found = new long[given.size()];
        queue.download(slots.address(), MemorySegment.ofArray(found));
        for (int i = 0; i < found.length; i++) {
            if (found[i] != NONE) {
                clear();
                int position = (int) (found[i] >>> Integer.SIZE);
                return Optional.of(given.get(i).at(position, (int) found[i]));
            }
        }
        return Optional.empty();
    }

    /// Takes all slots back.
    void reuse() {
        given.clear();
    }

    /// Takes all slots back, whatever may stand in them.
    void forget() {
        stale = stale || !given.isEmpty();
        given.clear();
    }

    private void clear() {
        stale = false;
        queue.fill(slots.address(), (byte) NONE, SLOTS * ValueLayout.JAVA_LONG.byteSize());
    }

    @Override
    public void close() {
        slots.close();
    }
}
