package smalti.cuda.axis;

import java.util.ArrayList;
import java.util.List;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.move.Box;
import smalti.cuda.move.BoxCopy;
import smalti.error.UnsupportedOpException;
import smalti.op.AxisOp;
import smalti.op.AxisRule;
import smalti.op.Op;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// Starts [AxisOp] on the GPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class AxisOperators {
    /// With as many rows, teams of a block at most keep a GPU busy; so they do with short ones.
    private static final int MANY_ROWS = 256;

    private static final int SHORT_ROW = 4096;

    private final Kernels kernels;
    private final BoxCopy copies;

    /// How one stage of a reduction is computed.
    @FunctionalInterface
    private interface Reduction {
        void reduce(Stage stage, long x, long out);
    }

    public AxisOperators(GpuDriver driver) {
        this.kernels = new Kernels(driver, "axis");
        this.copies = new BoxCopy(driver);
    }

    /// Whether an operator takes tensors of any type as they are.
    public static boolean takesAnyType(Op op) {
        return op instanceof AxisOp.BroadcastTo;
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the input's type
    public void run(AxisOp op, List<DeviceTensor> inputs, DeviceTensor output, Queue queue) {
        DeviceTensor input = inputs.getFirst();
        if (input.dtype() != DType.F32 && !takesAnyType(op)) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + input.dtype(), "convert the inputs to F32");
        }
        switch (op) {
            case AxisOp.Sum(List<Integer> axes, _) ->
                    reduce(input, named(op, axes, input), output, sums(false, queue), queue);
            case AxisOp.Mean(List<Integer> axes, _) ->
                    reduce(input, named(op, axes, input), output, sums(true, queue), queue);
            case AxisOp.Max(List<Integer> axes, _) ->
                    reduce(
                            input,
                            named(op, axes, input),
                            output,
                            (stage, x, out) -> reduce(stage, "largest", Float.BYTES, queue, x, out),
                            queue);
            case AxisOp.MaxGradient(List<Integer> axes, _) ->
                    maxGradient(inputs, named(op, axes, inputs.get(1)), output, queue);
            case AxisOp.SumTo(Shape shape) ->
                    reduce(
                            input,
                            repeated(shape, input.shape()),
                            output,
                            sums(false, queue),
                            queue);
            case AxisOp.BroadcastTo _ -> repeat(input, output, queue);
        }
    }

    private static boolean[] named(Op op, List<Integer> axes, DeviceTensor input) {
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

    private Reduction sums(boolean means, Queue queue) {
        return (stage, x, out) -> {
            double factor = means ? 1.0 / stage.length() : 1;
            reduce(stage, "sum", Double.BYTES, queue, x, out, factor);
        };
    }

    /// Reduces one stage by the kernels of a fold.
    private void reduce(Stage stage, String fold, int bytes, Queue queue, Object... arguments) {
        boolean byTeams =
                stage.inner() == 1
                        && (stage.outer() >= MANY_ROWS && stage.length() <= Integer.MAX_VALUE
                                || stage.length() <= SHORT_ROW);
        if (byTeams) {
            Teams.of(stage.outer(), (int) stage.length())
                    .run(kernels, fold + "_rows", queue, arguments);
        } else {
            new Columns(stage.outer(), stage.length(), Math.toIntExact(stage.inner()))
                    .run(kernels, fold, bytes, queue, arguments);
        }
    }

    private static void reduce(
            DeviceTensor input,
            boolean[] goes,
            DeviceTensor output,
            Reduction reduction,
            Queue queue) {
        if (output.elements() == 0) {
            return;
        }
        if (input.elements() == 0) {
            queue.fill(output.address(), (byte) 0, output.bytes());
            return;
        }
        List<Stage> stages = Stage.of(input.shape(), goes);
        if (stages.isEmpty()) {
            queue.copy(output.address(), input.address(), input.bytes());
            return;
        }
        List<Scratch> between = new ArrayList<>();
        long x = input.address();
        for (Stage stage : stages.subList(0, stages.size() - 1)) {
            between.add(queue.allocate(stage.left() * Float.BYTES));
            reduction.reduce(stage, x, between.getLast().address());
            x = between.getLast().address();
        }
        reduction.reduce(stages.getLast(), x, output.address());
        between.forEach(Scratch::close);
    }

    /// For each maximum the first element that equals it is found, and takes what comes from above.
    private void maxGradient(
            List<DeviceTensor> inputs, boolean[] goes, DeviceTensor output, Queue queue) {
        DeviceTensor upstream = inputs.get(0);
        DeviceTensor input = inputs.get(1);
        DeviceTensor most = inputs.get(2);
        if (input.elements() == 0) {
            return;
        }
        int[] sizes = input.shape().sizes();
        Box box = Box.of(sizes, Box.steps(sizes), stepsOfPlaces(sizes, goes));
        try (Scratch first = queue.allocate(most.elements() * Long.BYTES)) {
            queue.fill(first.address(), (byte) -1, first.bytes());
            box.inParts((part, at, place) ->
                    launch(
                            "largest_first",
                            part,
                            queue,
                            input.address() + at * Float.BYTES,
                            most.address() + place * Float.BYTES,
                            first.address() + place * Long.BYTES,
                            at));
            box.inParts((part, at, place) ->
                    launch(
                            "largest_gradient",
                            part,
                            queue,
                            upstream.address() + place * Float.BYTES,
                            first.address() + place * Long.BYTES,
                            output.address() + at * Float.BYTES,
                            at));
        }
    }

    /// The steps among what is left when some dimensions go: none along those.
    private static long[] stepsOfPlaces(int[] sizes, boolean[] goes) {
        long[] steps = new long[sizes.length];
        long step = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (!goes[i]) {
                steps[i] = step;
                step *= sizes[i];
            }
        }
        return steps;
    }

    private void launch(String kernel, Box part, Queue queue, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add((int) part.places());
        all.addAll(part.arguments());
        queue.launch(kernels.get(kernel), queue.over(part.places()), all.toArray());
    }

    private void repeat(DeviceTensor input, DeviceTensor output, Queue queue) {
        if (output.elements() > 0) {
            Shape large = output.shape();
            copies.run(
                    Box.of(
                            large.sizes(),
                            Box.repeated(input.shape(), large),
                            Box.steps(large.sizes())),
                    input.address(),
                    output.address(),
                    input.dtype().bytes(),
                    queue);
        }
    }
}
