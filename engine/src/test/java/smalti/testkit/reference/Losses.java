package smalti.testkit.reference;

import java.util.List;
import java.util.OptionalInt;
import smalti.op.LossOp;
import smalti.op.NormOp;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// Losses, row by row.
final class Losses {
    private Losses() {}

    static List<Expected> outputs(LossOp op, List<Tensor> inputs) {
        List<TensorType> types = ShapeRule.outputs(op, inputs);
        TensorType type = types.getFirst();
        return switch (op) {
            case LossOp.SoftmaxCrossEntropy(OptionalInt ignore, _) ->
                    List.of(
                            crossEntropy(ignore, inputs, type),
                            Norms.outputs(new NormOp.Softmax(), inputs.subList(0, 1)).getFirst());
            case LossOp.SoftmaxCrossEntropyGradient(OptionalInt ignore, _) ->
                    List.of(crossEntropyGradient(ignore, inputs, type));
            case LossOp.BinaryCrossEntropy _ -> List.of(binary(inputs, type));
            case LossOp.BinaryCrossEntropyGradient _ -> List.of(binaryGradient(inputs, type));
        };
    }

    private static double weight(
            OptionalInt ignore, Tensor targets, List<Tensor> weights, int row) {
        int target = (int) targets.get(row);
        if (ignore.isPresent() && target == ignore.getAsInt()) {
            return 0;
        }
        return weights.isEmpty() ? 1 : weights.getFirst().get(target);
    }

    private static Expected crossEntropy(OptionalInt ignore, List<Tensor> inputs, TensorType type) {
        Tensor scores = inputs.get(0);
        Tensor targets = inputs.get(1);
        List<Tensor> weights = inputs.subList(2, inputs.size());
        int classes = scores.shape().size(1);
        double weight = 0;
        double loss = 0;
        double magnitude = 0;
        for (int row = 0; row < targets.elements(); row++) {
            int target = (int) targets.get(row);
            if (ignore.isPresent() && target == ignore.getAsInt()) {
                continue;
            }
            double own = weight(ignore, targets, weights, row);
            double most = Double.NEGATIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                most = Math.max(most, scores.get(row * classes + c));
                least = Math.min(least, scores.get(row * classes + c));
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(scores.get(row * classes + c) - most);
            }
            loss += own * (most + Math.log(sum) - scores.get(row * classes + target));
            magnitude += own * (1 + most - least);
            weight += own;
        }
        double mean = weight == 0 ? 0 : loss / weight;
        double slack =
                weight == 0 ? 0 : Rounding.summing(type.dtype(), 1 << 10) * magnitude / weight;
        return new Expected(type, new double[] {mean}, new double[] {slack});
    }

    private static Expected crossEntropyGradient(
            OptionalInt ignore, List<Tensor> inputs, TensorType type) {
        Tensor softmax = inputs.get(1);
        Tensor targets = inputs.get(2);
        List<Tensor> weights = inputs.subList(3, inputs.size());
        int classes = softmax.shape().size(1);
        double weight = 0;
        for (int row = 0; row < targets.elements(); row++) {
            weight += weight(ignore, targets, weights, row);
        }
        double[] values = new double[(int) softmax.elements()];
        double[] slack = new double[values.length];
        for (int at = 0; at < values.length; at++) {
            int row = at / classes;
            double own = weight(ignore, targets, weights, row);
            if (own == 0) {
                continue;
            }
            double factor = inputs.getFirst().get(0) * own / weight;
            boolean right = at % classes == (int) targets.get(row);
            values[at] = factor * (softmax.get(at) - (right ? 1 : 0));
            slack[at] = Rounding.elementwise(type.dtype(), values[at]) + Rounding.TINY;
        }
        return new Expected(type, values, slack);
    }

    private static Expected binary(List<Tensor> inputs, TensorType type) {
        int elements = (int) inputs.getFirst().elements();
        var sum = new Sum(type);
        for (int at = 0; at < elements; at++) {
            double x = inputs.get(0).get(at);
            double t = inputs.get(1).get(at);
            double positive = Math.max(x, 0) - x * t;
            sum.add(0, (positive + Math.log1p(Math.exp(-Math.abs(x)))) / elements);
        }
        return sum.withinMeanBound();
    }

    private static Expected binaryGradient(List<Tensor> inputs, TensorType type) {
        double[] values = new double[(int) type.shape().elements()];
        double[] slack = new double[values.length];
        double factor = inputs.get(0).get(0) / values.length;
        for (int at = 0; at < values.length; at++) {
            double share = 1 / (1 + Math.exp(-inputs.get(1).get(at)));
            values[at] = factor * (share - inputs.get(2).get(at));
            slack[at] = Rounding.elementwise(type.dtype(), factor) + Rounding.TINY;
        }
        return new Expected(type, values, slack);
    }
}
