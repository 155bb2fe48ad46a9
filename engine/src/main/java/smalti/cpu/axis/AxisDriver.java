package smalti.cpu.axis;

import java.util.Arrays;
import java.util.List;
import smalti.cpu.kernel.PointKernels;
import smalti.cpu.kernel.Span;
import smalti.cpu.move.BoxCopy;
import smalti.cpu.work.BufferPool;
import smalti.cpu.work.ColumnSums;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.AxisRule;
import smalti.op.Op;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Computes [AxisOp] on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class AxisDriver {
    private final Workers workers;
    private final PointKernels kernels;
    private final BufferPool buffers;

    /// How one stage of a reduction is computed.
    @FunctionalInterface
    private interface Reduction {
        void reduce(Stage stage, Span x, Span out);
    }

    public AxisDriver(Workers workers, PointKernels kernels, BufferPool buffers) {
        this.workers = workers;
        this.kernels = kernels;
        this.buffers = buffers;
    }

    /// Computes an operator into its output.
    ///
    /// @throws UnsupportedOpException if it is not offered for the input's type
    public void run(AxisOp op, List<Tensor> inputs, Tensor output) {
        Tensor input = inputs.getFirst();
        if (op instanceof AxisOp.BroadcastTo) {
            repeat(input, output);
            return;
        }
        if (input.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + input.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case AxisOp.Sum(List<Integer> axes, _) ->
                    reduce(input, named(op, axes, input), output, this::sum);
            case AxisOp.Mean(List<Integer> axes, _) ->
                    reduce(input, named(op, axes, input), output, this::mean);
            case AxisOp.Max(List<Integer> axes, _) ->
                    reduce(input, named(op, axes, input), output, this::max);
            case AxisOp.MaxGradient(List<Integer> axes, _) ->
                    maxGradient(inputs, named(op, axes, inputs.get(1)), output);
            case AxisOp.SumTo(Shape shape) ->
                    reduce(input, repeated(shape, input.shape()), output, this::sum);
            case AxisOp.BroadcastTo _ -> repeat(input, output);
        }
    }

    private static boolean[] named(Op op, List<Integer> axes, Tensor input) {
        return AxisRule.named(op, axes, input.shape());
    }

    /// The dimensions along which a shape would be repeated to make a larger one.
    private static boolean[] repeated(Shape small, Shape large) {
        boolean[] repeated = new boolean[large.rank()];
        for (int fromLast = 1; fromLast <= repeated.length; fromLast++) {
            int size = fromLast > small.rank() ? 1 : small.size(-fromLast);
            repeated[repeated.length - fromLast] = size == 1;
        }
        return repeated;
    }

    private void reduce(Tensor input, boolean[] goes, Tensor output, Reduction reduction) {
        int left = (int) output.elements();
        if (left == 0) {
            return;
        }
        if (input.elements() == 0) {
            Arrays.fill(output.floats(), output.offset(), output.offset() + left, 0);
            return;
        }
        List<Stage> stages = Stage.of(input.shape(), goes);
        Span x = new Span(input.floats(), input.offset());
        Span out = new Span(output.floats(), output.offset());
        if (stages.isEmpty()) {
            System.arraycopy(x.array(), x.from(), out.array(), out.from(), left);
            return;
        }
        for (Stage stage : stages.subList(0, stages.size() - 1)) {
            Span next = new Span(buffers.take(stage.left()), 0);
            reduction.reduce(stage, x, next);
            giveBack(x, input);
            x = next;
        }
        reduction.reduce(stages.getLast(), x, out);
        giveBack(x, input);
    }

    private void giveBack(Span x, Tensor input) {
        if (x.array() != input.floats()) {
            buffers.give(x.array());
        }
    }

    private void sum(Stage stage, Span x, Span out) {
        sum(stage, 1, x, out);
    }

    private void mean(Stage stage, Span x, Span out) {
        sum(stage, 1.0 / stage.length(), x, out);
    }

    private void sum(Stage stage, double factor, Span x, Span out) {
        if (stage.outer() == 1) {
            double[] sums =
                    ColumnSums.of(
                            workers,
                            stage.taken(),
                            stage.inner(),
                            (from, end, width, table) ->
                                    Sums.addRows(
                                            x.array(),
                                            x.from() + from,
                                            end - from,
                                            width,
                                            table[0]));
            write(sums, stage.inner(), factor, out.array(), out.from());
            return;
        }
        int each = stage.length() * stage.inner();
        Portions.share(
                workers,
                stage.outer(),
                each,
                (first, end) -> {
                    double[] sums = new double[Math.min(each, ColumnSums.width(stage.inner()))];
                    for (int i = first; i < end; i++) {
                        int from = x.from() + i * each;
                        int to = out.from() + i * stage.inner();
                        if (stage.inner() == 1) {
                            out.array()[to] = (float) (factor * Sums.of(x.array(), from, each));
                        } else {
                            Arrays.fill(sums, 0);
                            Sums.addRows(x.array(), from, each, sums.length, sums);
                            write(sums, stage.inner(), factor, out.array(), to);
                        }
                    }
                });
    }

    /// Writes the sums of columns that were added as if several rows were one.
    private static void write(double[] sums, int columns, double factor, float[] out, int to) {
        for (int column = 0; column < columns; column++) {
            double sum = 0;
            for (int at = column; at < sums.length; at += columns) {
                sum += sums[at];
            }
            out[to + column] = (float) (factor * sum);
        }
    }

    private void max(Stage stage, Span x, Span out) {
        int each = stage.length() * stage.inner();
        Portions.share(
                workers,
                stage.outer(),
                each,
                (first, end) -> {
                    for (int i = first; i < end; i++) {
                        int from = x.from() + i * each;
                        int to = out.from() + i * stage.inner();
                        if (stage.inner() == 1) {
                            out.array()[to] = Sums.most(x.array(), from, each);
                        } else {
                            mostOfRows(stage, x.array(), from, out.array(), to);
                        }
                    }
                });
    }

    private void mostOfRows(Stage stage, float[] x, int from, float[] out, int to) {
        int inner = stage.inner();
        System.arraycopy(x, from, out, to, inner);
        for (int row = 1; row < stage.length(); row++) {
            kernels.combine(Arithmetic.MAXIMUM, out, to, x, from + row * inner, out, to, inner);
        }
    }

    /// Walks the input in raster order, with the place of its maximum beside: the first that equals it takes the gradient.
    private void maxGradient(List<Tensor> inputs, boolean[] goes, Tensor output) {
        Tensor upstream = inputs.get(0);
        Tensor input = inputs.get(1);
        Tensor most = inputs.get(2);
        float[] x = input.floats();
        float[] y = most.floats();
        float[] out = output.floats();
        boolean[] taken = new boolean[(int) most.elements()];
        var places = new Places(input.shape(), goes);
        for (int at = 0; at < input.elements(); at++) {
            int place = places.next();
            float value = x[input.offset() + at];
            float best = y[most.offset() + place];
            boolean first =
                    !taken[place] && (value == best || Float.isNaN(value) && Float.isNaN(best));
            taken[place] |= first;
            out[output.offset() + at] = first ? upstream.floats()[upstream.offset() + place] : 0;
        }
    }

    private void repeat(Tensor input, Tensor output) {
        if (output.elements() == 0) {
            return;
        }
        Shape large = output.shape();
        int[] steps = new int[large.rank()];
        int[] strides = new int[large.rank()];
        int step = 1;
        int stride = 1;
        for (int fromLast = 1; fromLast <= steps.length; fromLast++) {
            int dimension = steps.length - fromLast;
            int size = fromLast > input.shape().rank() ? 1 : input.shape().size(-fromLast);
            steps[dimension] = size == 1 ? 0 : step;
            strides[dimension] = stride;
            step *= size;
            stride *= large.size(dimension);
        }
        new BoxCopy(large.sizes(), steps, strides).run(workers, input, 0, output, 0);
    }
}
