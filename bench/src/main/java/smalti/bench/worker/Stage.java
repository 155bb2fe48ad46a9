package smalti.bench.worker;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Referee;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.Input;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;

/// The trials that stand ready in this JVM, checked: those of one input at a time, so that memory holds one feature map
/// a trial and no more.
final class Stage {
    /// JMH makes its state objects by itself and offers no way to hand one a value, hence one stage a process.
    static final Stage CURRENT = new Stage();

    private final Supplies supplies = new Supplies();
    private final Referee referee = new Referee(supplies);
    private final Map<String, Trial> trials = new LinkedHashMap<>();
    private Optional<Input> input = Optional.empty();

    private Stage() {}

    /// A trial that passed the check.
    ///
    /// @param key what the trial is called on the stage
    /// @param coldAllocation heap bytes of the first call
    /// @param coldSeconds what the first call took
    record Admitted(String key, Trial trial, long coldAllocation, double coldSeconds) {}

    /// A trial that did not.
    record Refused(Trial trial, String complaint) {}

    /// What came of staging a workload.
    record Cast(List<Admitted> admitted, List<Refused> refused) {}

    /// Prepares and checks all trials of a workload; those of another input are let go.
    Cast stage(Contestant contestant, Workload workload, Setting setting) {
        if (!input.equals(Optional.of(workload.input()))) {
            trials.values().forEach(trial -> trial.close().run());
            trials.clear();
            input = Optional.of(workload.input());
        }
        List<Admitted> admitted = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Trial trial : contestant.prepare(workload, supplies, setting)) {
            long before = allocatedBytes();
            long start = System.nanoTime();
            Object result = trial.call().get();
            double seconds = (System.nanoTime() - start) * 1e-9;
            long allocated = allocatedBytes() - before;
            var complaint =
                    referee.complaint(contestant, workload, trial.outcome().apply(result), setting);
            if (complaint.isPresent()) {
                trial.close().run();
                refused.add(new Refused(trial, complaint.get()));
            } else {
                String key =
                        String.join(
                                "/",
                                contestant.name(),
                                workload.name(),
                                trial.peer(),
                                trial.form());
                trials.put(key, trial);
                admitted.add(new Admitted(key, trial, allocated, seconds));
            }
        }
        return new Cast(admitted, refused);
    }

    Trial trial(String key) {
        Trial trial = trials.get(key);
        if (trial == null) {
            throw new IllegalArgumentException(
                    "no trial " + key + " on the stage, there are " + trials.keySet());
        }
        return trial;
    }

    /// Heap bytes that one call allocates, over all threads: the least of several calls, since the compiler and JMH
    /// allocate too.
    long steadyAllocation(String key) {
        Trial trial = trial(key);
        long least = Long.MAX_VALUE;
        for (int call = 0; call < 3; call++) {
            long before = allocatedBytes();
            Object result = trial.call().get();
            least = Math.min(least, allocatedBytes() - before);
            Reference.reachabilityFence(result);
        }
        return least;
    }

    private static long allocatedBytes() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class)
                .getTotalThreadAllocatedBytes();
    }
}
