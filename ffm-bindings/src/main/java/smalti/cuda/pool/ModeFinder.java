package smalti.cuda.pool;

import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.sort.Order;
import smalti.cuda.sort.Sorter;
import smalti.op.SegmentOp;

/// Finds the most frequent class of each segment: pixels are sorted by class, then by segment, and equal ones counted.
final class ModeFinder {
    private final Kernels kernels;
    private final Sorter sorter;

    ModeFinder(GpuDriver driver, Sorter sorter) {
        this.kernels = new Kernels(driver, "segment_mode");
        this.sorter = sorter;
    }

    void run(
            SegmentOp.Mode op,
            SegmentPlan plan,
            DeviceTensor classes,
            DeviceTensor modes,
            Queue queue) {
        if (modes.elements() == 0) {
            return;
        }
        int pixels = plan.batch() * plan.pixels();
        if (pixels == 0) {
            queue.fill(modes.address(), (byte) -1, modes.bytes());
            return;
        }
        try (var memory = new Allotment(queue)) {
            Order byClass = sorter.sortByAny(classes.address(), pixels, memory, queue);
            long keys = memory.take((long) pixels * Integer.BYTES);
            queue.launch(
                    kernels.get("segment_mode_keys"),
                    queue.over(pixels),
                    byClass.positions(),
                    byClass.count(),
                    plan.segmentOf(),
                    keys,
                    pixels);
            Order bySegment = sorter.sort(keys, pixels, plan.segments(), memory, queue);
            queue.launch(
                    kernels.get("segment_mode"),
                    Geometry.of(plan.segments(), Queue.THREADS),
                    classes,
                    byClass.positions(),
                    bySegment.positions(),
                    bySegment.starts(),
                    op.purity(),
                    modes);
        }
    }
}
