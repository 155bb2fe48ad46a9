package smalti.cpu.work;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import smalti.error.ParameterException;

/// A fixed team of threads that share out the parts of a job. The caller works too. Which thread computes which part is
/// left to chance, so a job must give every result exactly one part that owns it; then the bits do not depend on the
/// number of threads.
public final class Workers {
    /// The system property that sets the number of threads; by default as many as there are processors.
    public static final String PROPERTY = "smalti.threads";

    /// How long a thread looks for the next job, or for the end of one, before it sleeps: about as long as it takes to
    /// wake it. So a chain of short jobs runs without pauses, and a team without work soon rests.
    private static final long PATIENCE_NANOS = 50_000;

    private static final Workers SHARED = new Workers(configured());

    private final int threads;
    private final LinkedTransferQueue<Job> jobs = new LinkedTransferQueue<>();
    private final Semaphore free = new Semaphore(1);

    /// @param threads how many parts are computed at once, the caller's included
    public Workers(int threads) {
        if (threads < 1) {
            throw new ParameterException("the number of threads", "at least 1", threads);
        }
        this.threads = threads;
        for (int i = 1; i < threads; i++) {
            Thread.ofPlatform().daemon().name("smalti-worker-" + i).start(this::serve);
        }
    }

    /// The team of the whole process.
    public static Workers shared() {
        return SHARED;
    }

    private static int configured() {
        String given = System.getProperty(PROPERTY);
        if (given == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            return Integer.parseInt(given);
        } catch (NumberFormatException notANumber) {
            throw new ParameterException(PROPERTY, "a number of threads", given);
        }
    }

    public int threads() {
        return threads;
    }

    /// Computes parts `0` to `parts - 1` and returns when all are done. A caller that finds the team at work for somebody
    /// else, or is itself one of the team, computes its parts alone.
    public void run(int parts, IntConsumer part) {
        if (threads == 1 || parts <= 1 || !free.tryAcquire()) {
            for (int i = 0; i < parts; i++) {
                part.accept(i);
            }
            return;
        }
        try {
            int helpers = Math.min(threads, parts) - 1;
            Job job = new Job(parts, part);
            for (int i = 0; i < helpers; i++) {
                jobs.add(job);
            }
            job.work();
            // Helpers that have not come yet find nothing more to do.
            jobs.removeIf(waiting -> waiting == job);
            job.finish();
        } finally {
            free.release();
        }
    }

    private void serve() {
        while (true) {
            try {
                lookFor(() -> !jobs.isEmpty());
                jobs.take().work();
            } catch (InterruptedException askedToStop) {
                return;
            }
        }
    }

    /// Waits for an event without sleeping, but not for long.
    private static void lookFor(BooleanSupplier event) {
        long start = System.nanoTime();
        while (!event.getAsBoolean() && System.nanoTime() - start < PATIENCE_NANOS) {
            Thread.onSpinWait();
        }
    }

    /// One call of [#run(int, IntConsumer)]: parts are handed out by a counter. It ends with its last part and
    /// does not wait for helpers that wake up later.
    private static final class Job {
        private final int parts;
        private final IntConsumer part;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final CountDownLatch undone;

        Job(int parts, IntConsumer part) {
            this.parts = parts;
            this.part = part;
            this.undone = new CountDownLatch(parts);
        }

        void work() {
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                try {
                    // After a failure the other parts are only counted off.
                    if (failure.get() == null) {
                        part.accept(i);
                    }
                } catch (Throwable thrown) {
                    // Errors too: a helper that dies of one must not leave the caller waiting.
                    failure.compareAndSet(null, thrown);
                } finally {
                    undone.countDown();
                }
            }
        }

        void finish() {
            lookFor(() -> undone.getCount() == 0);
            boolean interrupted = false;
            while (true) {
                try {
                    undone.await();
                    break;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            switch (failure.get()) {
                case null -> {}
                case Error error -> throw error;
                case RuntimeException exception -> throw exception;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }
}
