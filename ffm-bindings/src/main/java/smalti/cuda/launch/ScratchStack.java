package smalti.cuda.launch;

import java.util.ArrayDeque;
import java.util.Deque;

/// Places within one block of memory, given back mostly in the order of a stack: what lies above others is free again when
/// it is given back, what lies below them when they are.
final class ScratchStack {
    /// What the driver aligns memory to.
    private static final long ALIGNMENT = 256;

    private final Deque<Place> places = new ArrayDeque<>();
    private long end;
    private long most;

    private static final class Place {
        private final long offset;
        private boolean free;

        private Place(long offset) {
            this.offset = offset;
        }
    }

    /// A place for so many bytes.
    ///
    /// @return its offset in the block
    long take(long bytes) {
        long offset = end;
        places.push(new Place(offset));
        end += Math.ceilDiv(Math.max(1, bytes), ALIGNMENT) * ALIGNMENT;
        most = Math.max(most, end);
        return offset;
    }

    /// Gives a place back.
    void give(long offset) {
        for (Place place : places) {
            if (place.offset == offset) {
                place.free = true;
                break;
            }
        }
        while (!places.isEmpty() && places.element().free) {
            end = places.pop().offset;
        }
    }

    /// The size of a block that all places would have fitted into.
    long bytes() {
        return most;
    }
}
