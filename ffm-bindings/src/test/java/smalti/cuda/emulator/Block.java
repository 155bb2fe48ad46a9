package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The threads that share shared memory; used for one block of a launch after the other.
final class Block {
    private final Launch launch;
    private final SharedMemory shared;
    private final List<Warp> warps = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private int x;
    private int y;
    private int z;

    Block(Launch launch) {
        this.launch = launch;
        Kernel kernel = launch.kernel();
        shared = new SharedMemory(kernel.layout().sharedBytes(launch.geometry().sharedBytes()));
        int threads = launch.geometry().threads();
        for (int thread = 0; thread < threads; thread++) {
            lanes.add(new Lane(this, thread, kernel.frame(), kernel.layout().localBytes()));
        }
        for (int from = 0; from < threads; from += Warp.LANES) {
            int to = Math.min(threads, from + Warp.LANES);
            warps.add(new Warp(kernel, lanes.subList(from, to)));
        }
    }

    Launch launch() {
        return launch;
    }

    SharedMemory shared() {
        return shared;
    }

    /// Its number in the launch.
    int number() {
        return (z * launch.geometry().blocksY() + y) * launch.geometry().blocksX() + x;
    }

    int x() {
        return x;
    }

    int y() {
        return y;
    }

    int z() {
        return z;
    }

    /// Runs one block of the launch.
    void run(int blockX, int blockY, int blockZ, Order order) {
        x = blockX;
        y = blockY;
        z = blockZ;
        shared.clear();
        lanes.forEach(lane -> lane.reset(launch.mostLoops()));
        do {
            advance(order);
        } while (passBarrier());
        if (!warps.stream().allMatch(Warp::isDone)) {
            throw new KernelFault(
                    place(),
                    new LaneFault(LaneFault.Kind.HANG, "a deadlock: " + describeWaiting()));
        }
    }

    private void advance(Order order) {
        int size = warps.size();
        int start = order.start(size);
        int step = order.step(size);
        for (int i = 0, index = start; i < size; i++, index = (index + step) % size) {
            Warp warp = warps.get(index);
            try {
                warp.advance(order);
            } catch (LaneFault fault) {
                throw new KernelFault(place(warp.current(), fault), fault);
            }
        }
    }

    private String place() {
        return "%s, block (%d,%d,%d)".formatted(launch.kernel().name(), x, y, z);
    }

    /// The thread, and the instruction that the trace of the fault tells.
    private String place(Lane lane, LaneFault fault) {
        String generated = launch.kernel().code().getClass().getName();
        for (StackTraceElement element : fault.getStackTrace()) {
            if (element.getClassName().equals(generated) && element.getLineNumber() > 0) {
                return place(lane, launch.kernel(), element.getLineNumber() - 1);
            }
        }
        int run = lane.at() < 0 ? ~lane.at() : lane.at();
        return place(lane, launch.kernel(), launch.kernel().graph().runs().get(run).from());
    }

    private String place(Lane lane, Kernel kernel, int instruction) {
        return "%s thread %d, %s"
                .formatted(
                        place(), lane.thread(), kernel.procedure().instructions().get(instruction));
    }

    /// Lets the threads go on that wait at a barrier for which all are there.
    private boolean passBarrier() {
        Map<Long, List<Lane>> waiting = new TreeMap<>();
        long barrier = -1;
        List<Lane> together = List.of();
        int left = 0;
        for (Lane lane : lanes) {
            if (lane.at() == KernelCode.EXIT) {
                left++;
            } else if (launch.kernel().meeting(~lane.at()) instanceof BlockMeeting meeting) {
                long asked = meeting.barrier().of(lane);
                if (asked != barrier) {
                    barrier = asked;
                    together = waiting.computeIfAbsent(asked, _ -> new ArrayList<>(lanes.size()));
                }
                together.add(lane);
            }
        }
        boolean passed = false;
        for (List<Lane> all : waiting.values()) {
            long wanted = meeting(all.getFirst()).threads().of(all.getFirst());
            if (all.size() == (wanted == 0 ? lanes.size() - left : wanted)) {
                pass(all);
                passed = true;
            }
        }
        return passed;
    }

    private BlockMeeting meeting(Lane lane) {
        return (BlockMeeting) launch.kernel().meeting(~lane.at());
    }

    private void pass(List<Lane> together) {
        Lane before = together.getFirst();
        for (Lane lane : together) {
            boolean sameWarp = lane.thread() / Warp.LANES == before.thread() / Warp.LANES;
            if (sameWarp && lane.at() != before.at()) {
                throw new KernelFault(
                        place(),
                        new LaneFault(
                                LaneFault.Kind.LANES,
                                "a warp is divided at a barrier: " + describeWaiting()));
            }
            before = lane;
        }
        meeting(before).action().perform(together);
        for (Lane lane : together) {
            int behind = ~lane.at() + 1;
            lane.moveTo(behind == launch.kernel().meetings().size() ? KernelCode.EXIT : behind);
            lane.passBarrier();
        }
    }

    /// How many threads wait where.
    private String describeWaiting() {
        Map<Integer, Integer> counts = new TreeMap<>();
        lanes.stream()
                .filter(lane -> lane.at() != KernelCode.EXIT)
                .forEach(lane -> counts.merge(~lane.at(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry ->
                        "%d threads wait at %s"
                                .formatted(entry.getValue(), launch.kernel().first(entry.getKey())))
                .collect(Collectors.joining("; "));
    }
}
