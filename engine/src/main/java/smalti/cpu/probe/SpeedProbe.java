package smalti.cpu.probe;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import smalti.cpu.kernel.ProbeKernels;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.device.Speed;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Takes a device's speed in about a second: each thing is repeated for its share of the time, and the fastest counts,
/// since everything else on the machine only makes it slower.
public final class SpeedProbe {
    private static final long NANOS_EACH = 330_000_000;
    private static final int READ_FLOATS = 32 << 20;
    private static final int READ_PART = 1 << 20;
    private static final int ROUNDS = 100_000;
    private static final int SIDE = 512;
    private static final int CHANNELS = 64;
    private static final int SQUARE = 16;

    private final Workers workers;
    private final ProbeKernels kernels;

    public SpeedProbe(Workers workers, ProbeKernels kernels) {
        this.workers = workers;
        this.kernels = kernels;
    }

    /// Measures a device that works with the same threads.
    public Speed measure(Device device) {
        float[] data = new float[READ_FLOATS];
        Arrays.fill(data, 1);
        return new Speed(workers.threads(), read(data), multiplyAdds(), pool(device, data));
    }

    private double read(float[] data) {
        int parts = READ_FLOATS / READ_PART;
        float[] sums = new float[parts];
        double seconds =
                fastest(() -> {
                    workers.run(
                            parts,
                            part ->
                                    sums[part] =
                                            kernels.sum(
                                                    data,
                                                    part * READ_PART,
                                                    (part + 1) * READ_PART));
                    return (long) sums[0];
                });
        return 4.0 * READ_FLOATS / seconds;
    }

    private double multiplyAdds() {
        int parts = 8 * workers.threads();
        float[] sums = new float[parts];
        double seconds =
                fastest(() -> {
                    workers.run(parts, part -> sums[part] = kernels.multiplyAdd(ROUNDS));
                    return (long) sums[0];
                });
        return (double) parts * ROUNDS * kernels.operations() / seconds;
    }

    private static double pool(Device device, float[] data) {
        int[] labels = new int[SIDE * SIDE];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / SIDE / SQUARE * (SIDE / SQUARE) + i % SIDE / SQUARE;
        }
        SegmentMap map = SegmentMap.of(labels, SIDE, SIDE);
        Op mean = new SegmentOp.Reduce(map, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
        Tensor features =
                Tensor.of(data, READ_FLOATS / (SIDE * SIDE * CHANNELS), SIDE, SIDE, CHANNELS).at(0);
        Tensor image = features.reshape(1, SIDE, SIDE, CHANNELS);
        double seconds = fastest(() -> device.run(mean, image).elements());
        return 4.0 * SIDE * SIDE * CHANNELS / seconds;
    }

    private static double fastest(LongSupplier work) {
        long end = System.nanoTime() + NANOS_EACH;
        long best = Long.MAX_VALUE;
        long guard = 0;
        do {
            long start = System.nanoTime();
            guard += work.getAsLong();
            best = Math.min(best, System.nanoTime() - start);
        } while (System.nanoTime() < end);
        // Using the result keeps the work from being optimised away.
        return guard == Long.MIN_VALUE ? 0 : best / 1e9;
    }
}
