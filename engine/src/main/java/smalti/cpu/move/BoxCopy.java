package smalti.cpu.move;

import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Copies a box of elements of any type from one array to another, each with strides of its own: whatever moves elements
/// is a few of these. Dimensions that lie together on both sides are one, and what lies together on both sides is copied
/// by the JVM.
public final class BoxCopy {
    private final int[] sizes;
    private final int[] fromSteps;
    private final int[] toSteps;

    /// The dimensions that are left; the last is the innermost.
    private int rank;

    /// @param sizes of the box
    /// @param fromSteps elements of the source from one place of a dimension to the next, of any sign
    /// @param toSteps the same of the target
    public BoxCopy(int[] sizes, int[] fromSteps, int[] toSteps) {
        this.sizes = new int[Math.max(1, sizes.length)];
        this.fromSteps = new int[this.sizes.length];
        this.toSteps = new int[this.sizes.length];
        for (int dimension = 0; dimension < sizes.length; dimension++) {
            if (sizes[dimension] != 1) {
                append(sizes[dimension], fromSteps[dimension], toSteps[dimension]);
            }
        }
        if (rank == 0) {
            append(1, 1, 1);
        }
    }

    private void append(int size, int fromStep, int toStep) {
        int last = rank - 1;
        if (rank > 0 && fromSteps[last] == fromStep * size && toSteps[last] == toStep * size) {
            sizes[last] *= size;
            fromSteps[last] = fromStep;
            toSteps[last] = toStep;
            return;
        }
        sizes[rank] = size;
        fromSteps[rank] = fromStep;
        toSteps[rank] = toStep;
        rank++;
    }

    /// Copies the box.
    ///
    /// @param fromStart elements from the source tensor's first to the box's first
    /// @param toStart the same of the target
    public void run(Workers workers, Tensor source, int fromStart, Tensor target, int toStart) {
        int lines = 1;
        for (int dimension = 0; dimension < rank - 1; dimension++) {
            lines *= sizes[dimension];
        }
        int length = sizes[rank - 1];
        if (length == 0 || lines == 0) {
            return;
        }
        int from = source.offset() + fromStart;
        int to = target.offset() + toStart;
        if (lines == 1) {
            int step = fromSteps[0];
            int stride = toSteps[0];
            Portions.share(
                    workers,
                    length,
                    1,
                    (first, end) ->
                            lines(
                                    source.storage(),
                                    from + first * step,
                                    target.storage(),
                                    to + first * stride,
                                    0,
                                    1,
                                    end - first));
            return;
        }
        Portions.share(
                workers,
                lines,
                length,
                (first, end) ->
                        lines(source.storage(), from, target.storage(), to, first, end, length));
    }

    private int start(int line, int[] steps) {
        int start = 0;
        int rest = line;
        for (int dimension = rank - 2; dimension >= 0; dimension--) {
            start += rest % sizes[dimension] * steps[dimension];
            rest /= sizes[dimension];
        }
        return start;
    }

    /// Copies some lines, by a loop for each type and one by the JVM for what lies together.
    private void lines(
            Storage source, int from, Storage target, int to, int first, int end, int length) {
        int step = fromSteps[rank - 1];
        int stride = toSteps[rank - 1];
        boolean together = step == 1 && stride == 1;
        // Lines of the last dimension but one follow each other by a step.
        int many = rank > 1 ? sizes[rank - 2] : 1;
        int fromNext = rank > 1 ? fromSteps[rank - 2] : 0;
        int toNext = rank > 1 ? toSteps[rank - 2] : 0;
        int line = first;
        while (line < end) {
            int count = Math.min(end - line, many - line % many);
            int at = from + start(line, fromSteps);
            int out = to + start(line, toSteps);
            switch (source) {
                case Storage.Floats(float[] x) -> {
                    float[] y = ((Storage.Floats) target).array();
                    for (int i = 0; i < count; i++, at += fromNext, out += toNext) {
                        if (together) {
                            System.arraycopy(x, at, y, out, length);
                        } else {
                            copy(x, at, step, y, out, stride, length);
                        }
                    }
                }
                case Storage.Doubles(double[] x) -> {
                    double[] y = ((Storage.Doubles) target).array();
                    for (int i = 0; i < count; i++, at += fromNext, out += toNext) {
                        copy(x, at, step, y, out, stride, length);
                    }
                }
                case Storage.Shorts(_, short[] x) -> {
                    short[] y = ((Storage.Shorts) target).array();
                    for (int i = 0; i < count; i++, at += fromNext, out += toNext) {
                        copy(x, at, step, y, out, stride, length);
                    }
                }
                case Storage.Ints(int[] x) -> {
                    int[] y = ((Storage.Ints) target).array();
                    for (int i = 0; i < count; i++, at += fromNext, out += toNext) {
                        copy(x, at, step, y, out, stride, length);
                    }
                }
                case Storage.OnDevice _ -> array(source);
            }
            line += count;
        }
    }

    private static void copy(
            float[] x, int from, int step, float[] y, int to, int stride, int length) {
        for (int i = 0, at = from, out = to; i < length; i++, at += step, out += stride) {
            y[out] = x[at];
        }
    }

    private static void copy(
            double[] x, int from, int step, double[] y, int to, int stride, int length) {
        for (int i = 0, at = from, out = to; i < length; i++, at += step, out += stride) {
            y[out] = x[at];
        }
    }

    private static void copy(
            short[] x, int from, int step, short[] y, int to, int stride, int length) {
        for (int i = 0, at = from, out = to; i < length; i++, at += step, out += stride) {
            y[out] = x[at];
        }
    }

    private static void copy(int[] x, int from, int step, int[] y, int to, int stride, int length) {
        for (int i = 0, at = from, out = to; i < length; i++, at += step, out += stride) {
            y[out] = x[at];
        }
    }

    static Object array(Storage storage) {
        return switch (storage) {
            case Storage.Floats(float[] array) -> array;
            case Storage.Doubles(double[] array) -> array;
            case Storage.Shorts(_, short[] array) -> array;
            case Storage.Ints(int[] array) -> array;
            case Storage.OnDevice _ ->
                    throw new UnsupportedOpException(
                            "a tensor of another device", "the CPU", "copy it to the heap first");
        };
    }
}
