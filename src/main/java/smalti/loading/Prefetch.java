package smalti.loading;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import smalti.error.ParameterException;
import smalti.error.SmaltiException;

/// Makes what the steps of a training run need beside them, some steps ahead. What a step gets depends on its number alone,
/// so the bits of a run do not depend on how many threads there are.
///
/// @param <B> what a step needs, a batch
public final class Prefetch<B> implements AutoCloseable {
    private final LongFunction<B> maker;
    private final long steps;
    private final int ahead;
    private final ExecutorService threads;
    private final Map<Long, Future<B>> underWay = new HashMap<>();
    private long waited;

    /// @param maker makes the batch of a step, on any thread
    /// @param steps of the run; batches behind its end are not made
    /// @param ahead how many steps batches are made ahead, which all lie in memory
    /// @param count of the threads that make them
    public Prefetch(LongFunction<B> maker, long steps, int ahead, int count) {
        if (ahead < 1 || count < 1) {
            throw new ParameterException(
                    "the batches made ahead, and the threads that make them",
                    "at least 1",
                    ahead + " and " + count);
        }
        this.maker = maker;
        this.steps = steps;
        this.ahead = ahead;
        this.threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().name("smalti-loading-", 0).daemon().factory());
    }

    /// The batch of a step; waits until it is made. Steps that are asked for in their order find it made already.
    ///
    /// @throws RuntimeException what making it threw
    public B batch(long step) {
        underWay.keySet().removeIf(other -> other < step);
        for (long next = step; next <= Math.min(step + ahead, steps - 1); next++) {
            long wanted = next;
            underWay.computeIfAbsent(wanted, _ -> threads.submit(() -> maker.apply(wanted)));
        }
        long start = System.nanoTime();
        try {
            Future<B> made = underWay.remove(step);
            if (made == null) {
                throw new IllegalStateException("no batch of step " + step + " of " + steps);
            }
            return made.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SmaltiException("loading was interrupted at step " + step, interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException own
                    ? own
                    : new SmaltiException("loading failed at step " + step, failed.getCause());
        } finally {
            waited += System.nanoTime() - start;
        }
    }

    /// The time that steps waited for their batches so far.
    public double waitedSeconds() {
        return waited / 1e9;
    }

    /// Ends loading; what is under way is given up.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
