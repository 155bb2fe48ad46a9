package smalti.cpu.point;

import java.util.Arrays;
import smalti.cpu.kernel.Span;
import smalti.cpu.work.BufferPool;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.tensor.Shape;

/// How two operands are walked in the order of their broadcast shape. Dimensions that lie together in both are one. What
/// is left is a run of values, which kernels take whole, and the dimensions around it. Where one operand repeats within a
/// run, be it one value or a row of channels, it is spread into a buffer, so that kernels only ever see values that lie
/// together.
final class Broadcast {
    /// Values of a buffer: many enough for a loop to be worth its call, few enough for the first cache.
    private static final int BUFFER = 1024;

    private static final int CHUNK = 1 << 14;

    /// Neither operand repeats within a run.
    private static final int NONE = -1;

    /// Dimensions from the innermost, joined where both operands allow.
    private final int[] sizes;

    private final int[][] strides;
    private final int repeating;
    private final int period;
    private final int run;
    private final int chunk;

    /// The first dimension around the run.
    private final int around;

    private final int times;

    /// What is done with values that lie together.
    @FunctionalInterface
    interface Loop {
        void take(
                float[] left,
                int leftFrom,
                float[] right,
                int rightFrom,
                float[] out,
                int outFrom,
                int count);
    }

    private Broadcast(int[] sizes, int[] left, int[] right) {
        this.sizes = sizes;
        this.strides = new int[][] {left, right};
        int inner = left[0] == 0 ? 0 : right[0] == 0 ? 1 : NONE;
        int outer = sizes.length == 1 ? NONE : left[1] == 0 ? 0 : right[1] == 0 ? 1 : NONE;
        boolean rows =
                inner == NONE
                        && outer != NONE
                        && sizes[0] <= BUFFER / 2
                        && strides[1 - outer][1] == sizes[0];
        this.repeating = rows ? outer : inner;
        this.period = rows ? sizes[0] : 1;
        this.around = rows ? 2 : 1;
        this.run = rows ? sizes[0] * sizes[1] : sizes[0];
        this.chunk = Math.min(run, repeating == NONE ? CHUNK : BUFFER / period * period);
        int product = 1;
        for (int dimension = around; dimension < sizes.length; dimension++) {
            product *= sizes[dimension];
        }
        this.times = product;
    }

    /// The walk over shapes that fit, of at least one element.
    static Broadcast of(Shape out, Shape left, Shape right) {
        int rank = out.rank();
        int[] sizes = new int[Math.max(1, rank)];
        int[] ours = new int[sizes.length];
        int[] theirs = new int[sizes.length];
        int known = 0;
        int leftStep = 1;
        int rightStep = 1;
        for (int fromLast = 1; fromLast <= rank; fromLast++) {
            int size = out.size(-fromLast);
            int leftSize = fromLast > left.rank() ? 1 : left.size(-fromLast);
            int rightSize = fromLast > right.rank() ? 1 : right.size(-fromLast);
            int leftStride = leftSize == 1 ? 0 : leftStep;
            int rightStride = rightSize == 1 ? 0 : rightStep;
            leftStep *= leftSize;
            rightStep *= rightSize;
            if (size == 1) {
                continue;
            }
            int last = known - 1;
            if (known > 0
                    && leftStride == ours[last] * sizes[last]
                    && rightStride == theirs[last] * sizes[last]) {
                sizes[last] *= size;
            } else {
                sizes[known] = size;
                ours[known] = leftStride;
                theirs[known] = rightStride;
                known++;
            }
        }
        if (known == 0) {
            return new Broadcast(new int[] {1}, new int[] {1}, new int[] {1});
        }
        return new Broadcast(
                Arrays.copyOf(sizes, known),
                Arrays.copyOf(ours, known),
                Arrays.copyOf(theirs, known));
    }

    void share(Workers workers, BufferPool buffers, Span left, Span right, Span out, Loop loop) {
        int perRun = Math.ceilDiv(run, chunk);
        Portions.share(
                workers,
                times * perRun,
                chunk,
                (from, to) -> {
                    float[] buffer = buffers.take(BUFFER);
                    int spread = -1;
                    for (int unit = from; unit < to; unit++) {
                        int index = unit / perRun;
                        int start = unit % perRun * chunk;
                        int ofLeft = left.from() + base(index, 0);
                        int ofRight = right.from() + base(index, 1);
                        int source = repeating == 0 ? ofLeft : ofRight;
                        if (repeating != NONE && source != spread) {
                            spread(repeating == 0 ? left.array() : right.array(), source, buffer);
                            spread = source;
                        }
                        loop.take(
                                repeating == 0 ? buffer : left.array(),
                                repeating == 0 ? 0 : ofLeft + start,
                                repeating == 1 ? buffer : right.array(),
                                repeating == 1 ? 0 : ofRight + start,
                                out.array(),
                                out.from() + index * run + start,
                                Math.min(chunk, run - start));
                    }
                    buffers.give(buffer);
                });
    }

    private int base(int index, int operand) {
        int base = 0;
        int rest = index;
        for (int dimension = around; dimension < sizes.length; dimension++) {
            base += rest % sizes[dimension] * strides[operand][dimension];
            rest /= sizes[dimension];
        }
        return base;
    }

    private void spread(float[] values, int from, float[] buffer) {
        if (period == 1) {
            Arrays.fill(buffer, 0, chunk, values[from]);
            return;
        }
        for (int to = 0; to < chunk; to += period) {
            System.arraycopy(values, from, buffer, to, period);
        }
    }
}
