package smalti.cpu.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.error.ParameterException;

@Timeout(60)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyPartIsComputedExactlyOnce(int threads) {
        var workers = new Workers(threads);
        for (int parts : new int[] {0, 1, 2, 7, 1000}) {
            var computed = new AtomicIntegerArray(Math.max(1, parts));
            workers.run(parts, computed::incrementAndGet);
            for (int part = 0; part < parts; part++) {
                assertThat(computed.get(part)).as("part %d of %d", part, parts).isEqualTo(1);
            }
        }
        assertThat(workers.threads()).isEqualTo(threads);
    }

    @Test
    void partsAreComputedAtOnceAndAllAreDoneOnReturn() throws InterruptedException {
        var workers = new Workers(3);
        var together = new CountDownLatch(3);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        workers.run(
                3,
                part -> {
                    seen.add(Thread.currentThread());
                    together.countDown();
                    await(together);
                });
        assertThat(together.getCount()).isZero();
        assertThat(seen).hasSize(3).contains(Thread.currentThread());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void whatAPartThrowsReachesTheCallerAndTheTeamWorksOn() {
        var workers = new Workers(3);
        for (Throwable thrown :
                new Throwable[] {new IllegalStateException("no"), new StackOverflowError("deep")}) {
            assertThatThrownBy(() ->
                            workers.run(
                                    100,
                                    part -> {
                                        if (part == 50) {
                                            raise(thrown);
                                        }
                                    }))
                    .isSameAs(thrown);
        }
        var computed = new AtomicInteger();
        workers.run(100, part -> computed.incrementAndGet());
        assertThat(computed).hasValue(100);
    }

    private static void raise(Throwable thrown) {
        switch (thrown) {
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new AssertionError(thrown);
        }
    }

    @Test
    void aPartMayUseTheTeamItself() {
        var workers = new Workers(2);
        var computed = new AtomicInteger();
        workers.run(4, outer -> workers.run(5, inner -> computed.incrementAndGet()));
        assertThat(computed).hasValue(20);
    }

    @Test
    void callersDoNotWaitForEachOther() throws InterruptedException {
        var workers = new Workers(2);
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        Thread first =
                Thread.ofPlatform()
                        .start(() ->
                                workers.run(
                                        2,
                                        part -> {
                                            entered.countDown();
                                            await(release);
                                        }));
        entered.await();
        var computed = new AtomicInteger();
        workers.run(10, part -> computed.incrementAndGet());
        assertThat(computed).hasValue(10);
        release.countDown();
        first.join();
    }

    @Test
    void anInterruptionIsKeptForTheCaller() {
        var workers = new Workers(2);
        var computed = new AtomicInteger();
        Thread.currentThread().interrupt();
        workers.run(50, part -> computed.incrementAndGet());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(computed).hasValue(50);
    }

    @Test
    void aTeamOfNobodyIsRefused() {
        assertThatThrownBy(() -> new Workers(0))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the number of threads must be at least 1, not 0");
    }

    @Test
    void noPartIsRunningAnyMoreWhenAFailureReachesTheCaller() {
        Workers workers = new Workers(4);
        for (int round = 0; round < 50; round++) {
            AtomicInteger running = new AtomicInteger();
            assertThatThrownBy(() ->
                            workers.run(
                                    8,
                                    part -> {
                                        running.incrementAndGet();
                                        try {
                                            if (part == 1) {
                                                throw new IllegalStateException("part");
                                            }
                                            Thread.sleep(Duration.ofMillis(2));
                                        } catch (InterruptedException stopped) {
                                            throw new IllegalStateException(stopped);
                                        } finally {
                                            running.decrementAndGet();
                                        }
                                    }))
                    .hasMessage("part");
            assertThat(running).hasValue(0);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAny(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aCheckedExceptionThatSlipsThroughIsWrapped() {
        Exception slipped = new Exception("slipped");
        assertThatThrownBy(() ->
                        new Workers(2).run(2, _ -> WorkersTest.<RuntimeException>throwAny(slipped)))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(slipped);
    }

    @Test
    void severalCallersDoNotDisturbEachOther() throws InterruptedException {
        Workers workers = new Workers(3);
        int callers = 6;
        AtomicIntegerArray sums = new AtomicIntegerArray(callers);
        List<Thread> threads = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            int mine = caller;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int round = 0; round < 300; round++) {
                                    workers.run(11, part -> sums.addAndGet(mine, part));
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int caller = 0; caller < callers; caller++) {
            assertThat(sums.get(caller)).isEqualTo(300 * 55);
        }
    }
}
