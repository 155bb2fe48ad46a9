package smalti.cuda.move;

import java.util.List;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.tensor.Shape;

/// Starts [MoveOp] on the GPU, for every type; [MoveOp.ScatterRows] for [smalti.tensor.DType#F32].
public final class MoveOperators {
    private final BoxCopy copies;
    private final Rows rows;

    public MoveOperators(GpuDriver driver) {
        var kernels = new Kernels(driver, "move");
        this.copies = new BoxCopy(kernels);
        this.rows = new Rows(driver, kernels);
    }

    /// Whether an operator takes tensors of any type as they are.
    public static boolean takesAnyType(Op op) {
        return op instanceof MoveOp && !(op instanceof MoveOp.ScatterRows);
    }

    /// Starts an operator. Inputs and outputs have been checked; outputs are overwritten whole.
    public void run(MoveOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor input = inputs.getFirst();
        DeviceTensor output = outputs.getFirst();
        switch (op) {
            case MoveOp.Concat(int axis) -> {
                long step = steps(output)[positive(axis, output.shape())];
                long at = 0;
                for (DeviceTensor each : inputs) {
                    copy(each.shape(), each, 0, steps(each), output, at * step, queue);
                    at += each.shape().size(axis);
                }
            }
            case MoveOp.Slice(int axis, int from, _) -> slice(input, axis, from, output, queue);
            case MoveOp.Split(int axis, _) -> {
                int from = 0;
                for (DeviceTensor each : outputs) {
                    slice(input, axis, from, each, queue);
                    from += each.shape().size(axis);
                }
            }
            case MoveOp.Pad(List<Integer> before, _) -> {
                queue.fill(output.address(), (byte) 0, output.bytes());
                copy(input.shape(), input, 0, steps(input), output, start(before, output), queue);
            }
            case MoveOp.Crop(List<Integer> from, _) ->
                    copy(output.shape(), input, start(from, input), steps(input), output, 0, queue);
            case MoveOp.Flip(int axis) -> {
                int flipped = positive(axis, input.shape());
                long[] steps = steps(input);
                long start = (input.shape().size(flipped) - 1) * steps[flipped];
                steps[flipped] *= -1;
                copy(output.shape(), input, start, steps, output, 0, queue);
            }
            case MoveOp.Permute(List<Integer> order) -> {
                long[] own = steps(input);
                long[] steps = order.stream().mapToLong(axis -> own[axis]).toArray();
                copy(output.shape(), input, 0, steps, output, 0, queue);
            }
            case MoveOp.GatherRows _ -> rows.gather(input, inputs.get(1), output, queue);
            case MoveOp.ScatterRows _ -> rows.scatter(input, inputs.get(1), output, queue);
        }
    }

    private void slice(DeviceTensor input, int axis, int from, DeviceTensor output, Queue queue) {
        long step = steps(input)[positive(axis, input.shape())];
        copy(output.shape(), input, from * step, steps(input), output, 0, queue);
    }

    private void copy(
            Shape box,
            DeviceTensor from,
            long fromStart,
            long[] fromSteps,
            DeviceTensor to,
            long toStart,
            Queue queue) {
        if (box.elements() > 0) {
            int bytes = from.dtype().bytes();
            copies.run(
                    Box.of(box.sizes(), fromSteps, steps(to)),
                    from.address() + fromStart * bytes,
                    to.address() + toStart * bytes,
                    bytes,
                    queue);
        }
    }

    private static int positive(int axis, Shape shape) {
        return axis < 0 ? axis + shape.rank() : axis;
    }

    private static long[] steps(DeviceTensor tensor) {
        return Box.steps(tensor.shape().sizes());
    }

    private static long start(List<Integer> places, DeviceTensor tensor) {
        long[] steps = steps(tensor);
        long start = 0;
        for (int i = 0; i < steps.length; i++) {
            start += places.get(i) * steps[i];
        }
        return start;
    }
}
