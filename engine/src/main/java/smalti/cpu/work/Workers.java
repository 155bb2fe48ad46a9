package smalti.cpu.work;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import smalti.error.ParameterException;

/// A fixed team of threads that share out the parts of a job. The caller works too. Which thread computes which part is
/// left to chance, so a job must give every result exactly one part that owns it; then the bits do not depend on the
/// number of threads.
public final class Workers {
    /// The system property that sets the number of threads; by default as many as there are processors.
    public static final String PROPERTY = "smalti.threads";

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
            Job job = new Job(parts, part, helpers);
            for (int i = 0; i < helpers; i++) {
                jobs.add(job);
            }
            job.work();
            job.finish();
        } finally {
            free.release();
        }
    }

    private void serve() {
        while (true) {
            try {
                Job job = jobs.take();
                job.work();
                job.helpers.countDown();
            } catch (InterruptedException askedToStop) {
                return;
            }
        }
    }

    /// One call of [#run(int, IntConsumer)]: parts are handed out by a counter.
    private static final class Job {
        private final int parts;
        private final IntConsumer part;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final CountDownLatch helpers;

        Job(int parts, IntConsumer part, int helpers) {
            this.parts = parts;
            this.part = part;
            this.helpers = new CountDownLatch(helpers);
        }

        void work() {
            try {
                for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                    part.accept(i);
                }
            } catch (Throwable thrown) {
                // Errors too: a helper that dies of one must not leave the caller waiting.
                failure.compareAndSet(null, thrown);
                next.set(parts);
            }
        }

        void finish() {
            boolean interrupted = false;
            while (true) {
                try {
                    helpers.await();
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
