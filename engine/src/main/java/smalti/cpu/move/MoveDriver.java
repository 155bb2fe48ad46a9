package smalti.cpu.move;

import java.util.Arrays;
import java.util.List;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Computes [MoveOp] on the CPU, for every type; [MoveOp.ScatterRows] for [DType#F32]. Inputs and outputs have been checked; outputs are overwritten whole.
public final class MoveDriver {
    private final Workers workers;

    public MoveDriver(Workers workers) {
        this.workers = workers;
    }

    /// Whether an operator takes tensors of any type as they are.
    public static boolean takesAnyType(Op op) {
        return op instanceof MoveOp && !(op instanceof MoveOp.ScatterRows);
    }

    /// Computes an operator into its outputs.
    public void run(MoveOp op, List<Tensor> inputs, List<Tensor> outputs) {
        Tensor input = inputs.getFirst();
        Tensor output = outputs.getFirst();
        switch (op) {
            case MoveOp.Concat(int axis) -> {
                int at = 0;
                for (Tensor each : inputs) {
                    int step = steps(output.shape())[positive(axis, output.shape())];
                    box(each.shape(), each.shape(), output.shape())
                            .run(workers, each, 0, output, at * step);
                    at += each.shape().size(axis);
                }
            }
            case MoveOp.Slice(int axis, int from, _) -> slice(input, axis, from, output);
            case MoveOp.Split(int axis, _) -> {
                int from = 0;
                for (Tensor each : outputs) {
                    slice(input, axis, from, each);
                    from += each.shape().size(axis);
                }
            }
            case MoveOp.Pad(List<Integer> before, _) -> {
                clear(output);
                box(input.shape(), input.shape(), output.shape())
                        .run(workers, input, 0, output, start(before, output.shape()));
            }
            case MoveOp.Crop(List<Integer> from, _) ->
                    box(output.shape(), input.shape(), output.shape())
                            .run(workers, input, start(from, input.shape()), output, 0);
            case MoveOp.Flip(int axis) -> {
                int flipped = positive(axis, input.shape());
                int[] steps = steps(input.shape());
                int start = (input.shape().size(flipped) - 1) * steps[flipped];
                steps[flipped] *= -1;
                new BoxCopy(input.shape().sizes(), steps, steps(output.shape()))
                        .run(workers, input, start, output, 0);
            }
            case MoveOp.GatherRows _ ->
                    new Rows(inputs.get(1), input.shape().size(0)).gather(workers, input, output);
            case MoveOp.ScatterRows(int rows) ->
                    new Rows(inputs.get(1), rows).scatter(workers, input, output);
            case MoveOp.Permute(List<Integer> order) -> {
                int[] own = steps(input.shape());
                int[] steps = order.stream().mapToInt(axis -> own[axis]).toArray();
                new BoxCopy(output.shape().sizes(), steps, steps(output.shape()))
                        .run(workers, input, 0, output, 0);
            }
        }
    }

    private void slice(Tensor input, int axis, int from, Tensor output) {
        int step = steps(input.shape())[positive(axis, input.shape())];
        box(output.shape(), input.shape(), output.shape())
                .run(workers, input, from * step, output, 0);
    }

    private static BoxCopy box(Shape box, Shape source, Shape target) {
        return new BoxCopy(box.sizes(), steps(source), steps(target));
    }

    private static int positive(int axis, Shape shape) {
        return axis < 0 ? axis + shape.rank() : axis;
    }

    /// The elements from one place of a dimension to the next.
    private static int[] steps(Shape shape) {
        int[] steps = new int[shape.rank()];
        int step = 1;
        for (int dimension = steps.length - 1; dimension >= 0; dimension--) {
            steps[dimension] = step;
            step *= shape.size(dimension);
        }
        return steps;
    }

    private static int start(List<Integer> places, Shape shape) {
        int[] steps = steps(shape);
        int start = 0;
        for (int dimension = 0; dimension < steps.length; dimension++) {
            start += places.get(dimension) * steps[dimension];
        }
        return start;
    }

    private void clear(Tensor tensor) {
        Portions.share(
                workers,
                (int) tensor.elements(),
                1,
                (first, end) -> {
                    int from = tensor.offset() + first;
                    int to = tensor.offset() + end;
                    switch (tensor.storage()) {
                        case Storage.Floats(float[] array) -> Arrays.fill(array, from, to, 0);
                        case Storage.Doubles(double[] array) -> Arrays.fill(array, from, to, 0);
                        case Storage.Shorts(_, short[] array) ->
                                Arrays.fill(array, from, to, (short) 0);
                        case Storage.Ints(int[] array) -> Arrays.fill(array, from, to, 0);
                        case Storage.OnDevice _ -> {}
                    }
                });
    }
}
