package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// 32 threads of a block. Each runs by itself up to where it has to wait for others, in an order that the seed decides.
final class Warp {
    static final int LANES = 32;

    private final Kernel kernel;
    private final List<Lane> lanes;
    private Lane current;

    Warp(Kernel kernel, List<Lane> lanes) {
        this.kernel = kernel;
        this.lanes = List.copyOf(lanes);
        current = lanes.getFirst();
    }

    List<Lane> lanes() {
        return lanes;
    }

    /// The thread that did what was done last.
    Lane current() {
        return current;
    }

    /// Names the thread that a fault would be the fault of.
    void blame(Lane lane) {
        current = lane;
    }

    boolean isDone() {
        for (Lane lane : lanes) {
            if (lane.at() != KernelCode.EXIT) {
                return false;
            }
        }
        return true;
    }

    /// Runs until every lane has left or waits for another warp.
    void advance(Order order) {
        do {
            runLanes(order);
        } while (meet() || meetByChance());
    }

    private void runLanes(Order order) {
        int size = lanes.size();
        int start = order.start(size);
        int step = order.step(size);
        for (int i = 0, index = start; i < size; i++, index = (index + step) % size) {
            Lane lane = lanes.get(index);
            if (lane.at() >= 0) {
                current = lane;
                lane.moveTo(kernel.code().run(lane, lane.frame(), lane.at()));
            }
        }
    }

    /// Lets lanes go on that have all come to where they wait for each other.
    private boolean meet() {
        boolean met = false;
        for (Lane lane : lanes) {
            Optional<WarpMeeting> meeting = meeting(lane);
            if (meeting.isPresent() && meeting.get().mask().isPresent()) {
                met |= meet(lane, meeting.get(), meeting.get().mask().get());
            }
        }
        return met;
    }

    private boolean meet(Lane first, WarpMeeting meeting, Meeting.Source source) {
        int mask = source.bits(first);
        current = first;
        if ((mask >>> first.number() & 1) == 0) {
            throw new LaneFault(
                    LaneFault.Kind.LANES,
                    "lane %d is not in its own mask %08x".formatted(first.number(), mask));
        }
        List<Lane> together = new ArrayList<>();
        for (Lane lane : lanes) {
            boolean wanted = (mask >>> lane.number() & 1) != 0;
            if (wanted && lane.at() == first.at() && source.bits(lane) == mask) {
                together.add(lane);
            } else if (wanted && lane.at() != KernelCode.EXIT) {
                return false;
            }
        }
        perform(meeting, together);
        return true;
    }

    /// Lets lanes go on that ask who is with them, once nobody else in the warp can come.
    private boolean meetByChance() {
        for (Lane lane : lanes) {
            Optional<WarpMeeting> meeting = meeting(lane);
            if (meeting.isPresent() && meeting.get().mask().isEmpty()) {
                perform(meeting.get(), lanes.stream().filter(it -> it.at() == lane.at()).toList());
                return true;
            }
        }
        return false;
    }

    private void perform(WarpMeeting meeting, List<Lane> together) {
        meeting.action().perform(this, together);
        int behind = ~together.getFirst().at() + 1;
        int next = behind == kernel.meetings().size() ? KernelCode.EXIT : behind;
        together.forEach(lane -> lane.moveTo(next));
    }

    private Optional<WarpMeeting> meeting(Lane lane) {
        boolean waits = lane.at() < 0 && lane.at() != KernelCode.EXIT;
        return waits && kernel.meeting(~lane.at()) instanceof WarpMeeting meeting
                ? Optional.of(meeting)
                : Optional.empty();
    }
}
