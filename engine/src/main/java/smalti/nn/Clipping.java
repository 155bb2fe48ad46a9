package smalti.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.Function;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// What gradients are multiplied by, so that their norm, taken over all of them, is not too large.
///
/// @param largestNorm empty if they may have any
record Clipping(OptionalDouble largestNorm) {
    /// Values that a thread takes at a time.
    private static final int PART = 1 << 16;

    /// The factor `[]`, where the device finds it. Gradients that lie on a device do not leave it.
    Tensor scale(List<Tensor> gradients, Device device) {
        if (largestNorm.isEmpty() || gradients.isEmpty()) {
            return device.scalar(1);
        }
        if (gradients.stream().anyMatch(each -> each.storage() instanceof Storage.OnDevice)) {
            return scaleThere(gradients, device);
        }
        double norm = norm(gradients, device);
        double most = largestNorm.getAsDouble();
        return device.place(Tensor.of(new float[] {norm > most ? (float) (most / norm) : 1}));
    }

    private static double norm(List<Tensor> gradients, Device device) {
        List<DoubleSupplier> parts = new ArrayList<>();
        for (Tensor gradient : gradients) {
            int size = (int) gradient.elements();
            for (int from = 0; from < size; from += PART) {
                int first = gradient.offset() + from;
                int end = first + Math.min(PART, size - from);
                parts.add(() -> squares(gradient.floats(), first, end));
            }
        }
        // In order, whoever has summed them.
        double[] sums = new double[parts.size()];
        device.runParts(sums.length, part -> sums[part] = parts.get(part).getAsDouble());
        return Math.sqrt(Arrays.stream(sums).sum());
    }

    private static double squares(float[] values, int from, int end) {
        double sum = 0;
        for (int i = from; i < end; i++) {
            double value = values[i];
            sum += value * value;
        }
        return sum;
    }

    /// The same by operators: `min(1, most / norm)`.
    private Tensor scaleThere(List<Tensor> gradients, Device device) {
        List<Tensor> made = new ArrayList<>();
        List<Tensor> sums = new ArrayList<>();
        for (Tensor gradient : gradients) {
            Tensor squares = run(new PointOp.Unary(Function.SQUARE), device, made, gradient);
            sums.add(run(new AxisOp.SumTo(Shape.of()), device, made, squares));
        }
        Tensor sum = sums.getFirst();
        for (Tensor each : sums.subList(1, sums.size())) {
            sum = run(new PointOp.Binary(Arithmetic.ADD), device, made, sum, each);
        }
        Tensor norm = run(new PointOp.Unary(Function.SQUARE_ROOT), device, made, sum);
        Tensor inverse = run(new PointOp.Unary(Function.RECIPROCAL), device, made, norm);
        Tensor share = run(new PointOp.Scale(largestNorm.getAsDouble(), 0), device, made, inverse);
        Tensor one = device.scalar(1);
        Tensor scale = device.run(new PointOp.Binary(Arithmetic.MINIMUM), share, one);
        made.forEach(each -> release(each, device));
        return scale;
    }

    private static Tensor run(Op op, Device device, List<Tensor> made, Tensor... inputs) {
        Tensor output = device.run(op, inputs);
        made.add(output);
        return output;
    }

    /// Gives up a tensor that was made on a device.
    static void release(Tensor tensor, Device device) {
        if (device instanceof Workspace workspace) {
            workspace.release(tensor);
        }
    }
}
