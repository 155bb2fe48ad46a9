package smalti.bench.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import smalti.bench.contest.Trial;

/// The memory that a trial needs beyond what it was prepared with, told by Linux and by the JVM.
final class Footprint {
    private static final Path STATUS = Path.of("/proc/self/status");

    /// Writing 5 there sets the peak back to what is resident now.
    private static final Path PEAK = Path.of("/proc/self/clear_refs");

    private static final int WARM_UP = 2;
    private static final int CALLS = 6;

    private Footprint() {}

    /// By how many bytes the peak of resident memory exceeds what was resident before. The heap must have been touched
    /// before, so that it does not count.
    static long growth(Trial trial) {
        System.gc();
        Rest.await();
        long before = resident("VmRSS:");
        try {
            Files.writeString(PEAK, "5");
        } catch (IOException noLinux) {
            throw new UncheckedIOException("only Linux tells the peak of memory", noLinux);
        }
        call(trial, WARM_UP + CALLS);
        return resident("VmHWM:") - before;
    }

    private static void call(Trial trial, int times) {
        for (int i = 0; i < times; i++) {
            Object result = trial.call().get();
            Reference.reachabilityFence(result);
        }
    }

    private static long resident(String key) {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException noLinux) {
            throw new UncheckedIOException("only Linux tells what is resident", noLinux);
        }
    }

    /// What the heap held before the first call.
    ///
    /// @param bytes in use
    /// @param collecting the share of time that the collector took in later calls
    record Heap(long bytes, double collecting) {}

    static Heap heap(Trial trial) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        call(trial, WARM_UP);
        long before = collecting();
        long start = System.nanoTime();
        call(trial, CALLS);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Heap(used, (collecting() - before) * 1e-3 / seconds);
    }

    private static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
