package smalti.testkit.reference;

import java.util.ArrayList;
import java.util.List;
import smalti.op.Corners;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Resizing, pixel by pixel: each pixel of one size looks at up to four of the other.
final class Resizes {
    private static final int ROUNDINGS = 8;

    private Resizes() {}

    static List<Expected> outputs(ResizeOp op, List<Tensor> inputs) {
        TensorType type = ShapeRule.outputs(op, inputs).getFirst();
        Tensor input = inputs.getFirst();
        return switch (op) {
            case ResizeOp.Resize(_, Sampling sampling, Corners corners) -> {
                var sum = new Sum(type);
                each(
                        input.shape(),
                        type.shape(),
                        sampling,
                        corners,
                        (from, to, weight) -> sum.add(to, weight * input.get(from)));
                yield List.of(result(sum, sampling));
            }
            case ResizeOp.ResizeGradient(_, Sampling sampling, Corners corners) -> {
                var sum = new Sum(type);
                each(
                        type.shape(),
                        input.shape(),
                        sampling,
                        corners,
                        (from, to, weight) -> sum.add(from, weight * input.get(to)));
                yield List.of(sum.within(ROUNDINGS));
            }
        };
    }

    private static Expected result(Sum sum, Sampling sampling) {
        Expected expected = sum.within(ROUNDINGS);
        return sampling == Sampling.NEAREST
                ? new Expected(
                        expected.type(), expected.values(), new double[expected.values().length])
                : expected;
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(int from, int to, double weight);
    }

    /// A place of the input and its weight.
    private record Tap(int place, double weight) {}

    /// All pairs of elements that share some weight.
    private static void each(
            Shape from, Shape to, Sampling sampling, Corners corners, Visitor visitor) {
        for (int y = 0; y < to.size(1); y++) {
            List<Tap> rows = taps(y, from.size(1), to.size(1), sampling, corners);
            for (int x = 0; x < to.size(2); x++) {
                List<Tap> columns = taps(x, from.size(2), to.size(2), sampling, corners);
                for (int image = 0; image < to.size(0); image++) {
                    int at = ((image * to.size(1) + y) * to.size(2) + x) * to.size(3);
                    for (Tap row : rows) {
                        for (Tap column : columns) {
                            int line = image * from.size(1) + row.place;
                            int source = (line * from.size(2) + column.place) * from.size(3);
                            for (int channel = 0; channel < to.size(3); channel++) {
                                visitor.visit(
                                        source + channel, at + channel, row.weight * column.weight);
                            }
                        }
                    }
                }
            }
        }
    }

    /// The places of an axis that have a weight at a place between them.
    private static List<Tap> taps(
            int place, int size, int outputs, Sampling sampling, Corners corners) {
        // Over the common denominator of all positions, so that halves are halves.
        double denominator = corners == Corners.ALIGNED ? Math.max(1, outputs - 1) : 2.0 * outputs;
        double numerator =
                corners == Corners.ALIGNED
                        ? outputs == 1 ? 0 : (double) place * (size - 1)
                        : (2.0 * place + 1) * size - outputs;
        if (sampling == Sampling.NEAREST) {
            double nearest = Math.floor((2 * numerator + denominator) / (2 * denominator));
            return List.of(new Tap((int) nearest, 1));
        }
        double bounded = Math.max(0, Math.min((size - 1) * denominator, numerator));
        List<Tap> taps = new ArrayList<>();
        int near = (int) (bounded / denominator);
        for (int i = Math.max(0, near - 1); i < Math.min(size, near + 3); i++) {
            double weight = 1 - Math.abs(bounded - i * denominator) / denominator;
            if (weight > 0) {
                taps.add(new Tap(i, weight));
            }
        }
        return taps;
    }
}
