package smalti.cpu.pool;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// The working memory of a device: as many [Scratch] as parts were ever computed at once.
final class ScratchPool {
    private final ArrayDeque<Scratch> free = new ArrayDeque<>();

    /// Lends working memory to `use`.
    void with(Consumer<Scratch> use) {
        Scratch scratch = take();
        try {
            use.accept(scratch);
        } finally {
            scratch.release();
            give(scratch);
        }
    }

    private synchronized Scratch take() {
        return free.isEmpty() ? new Scratch() : free.pop();
    }

    private synchronized void give(Scratch scratch) {
        free.push(scratch);
    }
}
