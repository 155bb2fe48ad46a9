package smalti.testkit.reference;

import java.util.List;
import smalti.op.AxisOp;
import smalti.op.AxisRule;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Operators along axes, element by element.
final class Axes {
    private Axes() {}

    static List<Expected> outputs(AxisOp op, List<Tensor> inputs) {
        TensorType type = ShapeRule.outputs(op, inputs).getFirst();
        Tensor input = inputs.getFirst();
        return List.of(
                switch (op) {
                    case AxisOp.Sum(List<Integer> axes, _) ->
                            summed(input, places(op, axes, input.shape()), 1, type);
                    case AxisOp.Mean(List<Integer> axes, _) ->
                            summed(
                                    input,
                                    places(op, axes, input.shape()),
                                    input.elements() / (double) type.shape().elements(),
                                    type);
                    case AxisOp.Max(List<Integer> axes, _) ->
                            largest(input, places(op, axes, input.shape()), type);
                    case AxisOp.MaxGradient(List<Integer> axes, _) ->
                            first(inputs, places(op, axes, inputs.get(1).shape()), type);
                    case AxisOp.SumTo(Shape shape) -> {
                        int[] places = new int[(int) input.elements()];
                        for (int at = 0; at < places.length; at++) {
                            places[at] = Points.source(input.shape(), shape, at);
                        }
                        yield summed(input, places, 1, type);
                    }
                    case AxisOp.BroadcastTo(Shape shape) -> {
                        double[] values = new double[(int) shape.elements()];
                        for (int at = 0; at < values.length; at++) {
                            values[at] = input.get(Points.source(shape, input.shape(), at));
                        }
                        yield new Expected(type, values, new double[values.length]);
                    }
                });
    }

    /// For each element, its place when some axes go.
    private static int[] places(AxisOp op, List<Integer> axes, Shape shape) {
        boolean[] goes = AxisRule.named(op, axes, shape);
        int[] places = new int[(int) shape.elements()];
        for (int at = 0; at < places.length; at++) {
            int rest = at;
            int step = 1;
            for (int dimension = goes.length - 1; dimension >= 0; dimension--) {
                int index = rest % shape.size(dimension);
                rest /= shape.size(dimension);
                if (!goes[dimension]) {
                    places[at] += index * step;
                    step *= shape.size(dimension);
                }
            }
        }
        return places;
    }

    private static Expected summed(Tensor input, int[] places, double divisor, TensorType type) {
        var sum = new Sum(type);
        for (int at = 0; at < places.length; at++) {
            sum.add(places[at], input.get(at) / divisor);
        }
        return sum.withinMeanBound();
    }

    private static Expected largest(Tensor input, int[] places, TensorType type) {
        double[] values = new double[(int) type.shape().elements()];
        java.util.Arrays.fill(values, Double.NEGATIVE_INFINITY);
        for (int at = 0; at < places.length; at++) {
            values[places[at]] = Math.max(values[places[at]], input.get(at));
        }
        return new Expected(type, values, new double[values.length]);
    }

    private static Expected first(List<Tensor> inputs, int[] places, TensorType type) {
        Tensor upstream = inputs.get(0);
        Tensor input = inputs.get(1);
        int[] best = new int[(int) upstream.elements()];
        java.util.Arrays.fill(best, -1);
        for (int at = 0; at < places.length; at++) {
            int before = best[places[at]];
            if (before < 0 || exceeds(input.get(at), input.get(before))) {
                best[places[at]] = at;
            }
        }
        double[] values = new double[places.length];
        for (int place = 0; place < best.length; place++) {
            values[best[place]] = upstream.get(place);
        }
        return new Expected(type, values, new double[values.length]);
    }

    private static boolean exceeds(double value, double best) {
        return !Double.isNaN(best) && (value > best || Double.isNaN(value));
    }
}
