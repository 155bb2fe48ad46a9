package smalti.cuda.launch;

import smalti.cuda.driver.GpuDriver;

/// Steps that a GPU does again by itself, as one graph: the host starts them all at once.
///
/// Nothing is allocated on the way: what the steps need in between are places in a block that is theirs.
public final class Repetition implements AutoCloseable {
    private final Queue queue;
    private final GpuDriver driver;
    private final Scratch block;
    private final FaultSlots faults;
    private final long graph;
    private boolean closed;

    Repetition(Queue queue, GpuDriver driver, Scratch block, FaultSlots faults, long graph) {
        this.queue = queue;
        this.driver = driver;
        this.block = block;
        this.faults = faults;
        this.graph = graph;
    }

    /// Starts the steps.
    public void run() {
        queue.launch(this);
    }

    long graph() {
        return graph;
    }

    /// Where the steps leave word of numbers that they must not use.
    FaultSlots faults() {
        return faults;
    }

    /// Gives up the graph and its memory, when the stream has come by. Closing twice is closing once.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            // A graph that is at work must not be destroyed.
            driver.synchronize(queue.stream());
            driver.destroyGraph(graph);
            faults.close();
            block.close();
        }
    }
}
