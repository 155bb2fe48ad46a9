package smalti.cpu.pool;

import java.util.Arrays;
import smalti.cpu.work.Workers;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The most frequent class of each segment: its classes sorted, then counted.
final class ModeFinder {
    private final Workers workers;
    private final ScratchPool scratches;

    ModeFinder(Workers workers, ScratchPool scratches) {
        this.workers = workers;
        this.scratches = scratches;
    }

    void run(SegmentOp.Mode op, Tensor classes, Tensor output) {
        SegmentMap map = op.segments();
        int segments = map.counts().length;
        int shares = Math.min(segments, 4 * workers.threads());
        workers.run(
                shares,
                share ->
                        scratches.with(scratch -> {
                            int from = (int) ((long) segments * share / shares);
                            int to = (int) ((long) segments * (share + 1) / shares);
                            int most = 0;
                            for (int segment = from; segment < to; segment++) {
                                most = Math.max(most, map.counts()[segment]);
                            }
                            int[] found = scratch.ints(most, 0);
                            for (int segment = from; segment < to; segment++) {
                                int labelled = gather(map, segment, classes, found);
                                output.ints()[output.offset() + segment] =
                                        mode(found, labelled, op.purity());
                            }
                        }));
    }

    /// Collects the classes of a segment's pixels that have one; returns how many.
    private static int gather(SegmentMap map, int segment, Tensor classes, int[] found) {
        int labelled = 0;
        for (int at = map.segmentStarts()[segment]; at < map.segmentStarts()[segment + 1]; at++) {
            int run = map.segmentRuns()[at];
            for (int pixel = map.runStarts()[run]; pixel < map.runStarts()[run + 1]; pixel++) {
                int value = classes.ints()[classes.offset() + pixel];
                if (value >= 0) {
                    found[labelled++] = value;
                }
            }
        }
        return labelled;
    }

    private static int mode(int[] found, int labelled, double purity) {
        Arrays.sort(found, 0, labelled);
        int best = -1;
        int most = 0;
        for (int from = 0; from < labelled; ) {
            int to = from + 1;
            while (to < labelled && found[to] == found[from]) {
                to++;
            }
            if (to - from > most) {
                most = to - from;
                best = found[from];
            }
            from = to;
        }
        return most > purity * labelled ? best : -1;
    }
}
