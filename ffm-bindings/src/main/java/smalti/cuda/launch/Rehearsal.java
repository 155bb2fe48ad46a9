package smalti.cuda.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import smalti.cuda.driver.GpuDriver;

/// How steps of a queue become a [Repetition]. They are done once, which tells how much scratch memory they have at a time, and
/// once more while the driver keeps them instead of doing them; their scratch memory then has places in one block.
///
/// Used under the queue's lock.
final class Rehearsal {
    private final Queue queue;
    private final GpuDriver driver;

    /// Places that scratch memory has in a block, while steps are measured or kept.
    private Optional<ScratchStack> places = Optional.empty();

    /// The places of memory that is measured, by its address.
    private final Map<Long, Long> measured = new HashMap<>();

    /// The block while steps are kept.
    private Optional<Scratch> block = Optional.empty();

    /// What was given back while steps are kept, and had been there before.
    private final List<Scratch> givenUp = new ArrayList<>();

    Rehearsal(Queue queue, GpuDriver driver) {
        this.queue = queue;
        this.driver = driver;
    }

    /// What steps must not do that are to be repeated.
    void expectOnce(String what) {
        if (places.isPresent()) {
            throw new NotRepeatableException(what);
        }
    }

    /// What steps must not do while they are kept, but may have done before.
    void expectNotKept(String what) {
        if (block.isPresent()) {
            throw new NotRepeatableException(what);
        }
    }

    /// A place in the block, while steps are kept.
    Optional<Scratch> place(long bytes) {
        return block.map(room ->
                new Scratch(queue, room.address() + places.orElseThrow().take(bytes), bytes));
    }

    /// Notes scratch memory, while steps are measured.
    Scratch note(Scratch scratch) {
        places.ifPresent(stack -> measured.put(scratch.address(), stack.take(scratch.bytes())));
        return scratch;
    }

    /// Takes scratch memory back, if it is a place of the block, or is to be kept until no step is.
    boolean takesBack(Scratch scratch) {
        if (block.isPresent()) {
            Scratch room = block.get();
            long offset = scratch.address() - room.address();
            if (offset >= 0 && offset < room.bytes()) {
                places.ifPresent(stack -> stack.give(offset));
            } else {
                givenUp.add(scratch);
            }
            return true;
        }
        Long offset = measured.remove(scratch.address());
        if (offset != null) {
            places.ifPresent(stack -> stack.give(offset));
        }
        return false;
    }

    /// Prepares steps: see [Queue#repeated].
    Optional<Repetition> repeated(Runnable steps) {
        var needed = new ScratchStack();
        if (!done(steps, needed)) {
            return Optional.empty();
        }
        Scratch room = queue.allocate(needed.bytes());
        var faults = new FaultSlots(queue);
        OptionalLong graph = OptionalLong.empty();
        try {
            graph = keep(steps, room, faults);
        } finally {
            if (graph.isEmpty()) {
                faults.close();
                room.close();
            }
        }
        return graph.isPresent()
                ? Optional.of(new Repetition(queue, driver, room, faults, graph.getAsLong()))
                : Optional.empty();
    }

    /// Steps as a graph; none if they need the host, or give up memory that the next time they would use.
    private OptionalLong keep(Runnable steps, Scratch room, FaultSlots faults) {
        Optional<FaultSlots> before = queue.exchangeFaults(Optional.of(faults));
        block = Optional.of(room);
        boolean kept = false;
        long graph;
        try {
            driver.beginCapture(queue.stream());
            try {
                kept = done(steps, new ScratchStack()) && givenUp.isEmpty();
            } finally {
                graph = driver.endCapture(queue.stream());
                if (!kept) {
                    driver.destroyGraph(graph);
                }
            }
        } finally {
            block = Optional.empty();
            queue.exchangeFaults(before);
            givenUp.forEach(Scratch::close);
            givenUp.clear();
        }
        return kept ? OptionalLong.of(graph) : OptionalLong.empty();
    }

    /// Does steps with memory at places; whether they can be repeated.
    private boolean done(Runnable steps, ScratchStack stack) {
        places = Optional.of(stack);
        try {
            steps.run();
            return true;
        } catch (NotRepeatableException needsHost) {
            return false;
        } finally {
            places = Optional.empty();
            measured.clear();
        }
    }
}
