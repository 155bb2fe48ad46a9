package smalti.testkit.reference;

import java.util.Arrays;
import java.util.List;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Gradients of reductions over segments.
final class Gradients {
    private Gradients() {}

    static Expected inFeatures(SegmentOp.ReduceGradient op, List<Tensor> inputs) {
        Tensor upstream = inputs.getFirst();
        var at = Geometry.ofTable(op.segments(), op.layout(), upstream);
        double[] g = Tensors.doubles(upstream);
        return switch (op.reduction()) {
            case SUM, MEAN -> {
                double[] weights =
                        op.weighted()
                                ? Tensors.doubles(inputs.get(1))
                                : Reductions.ones(op.segments());
                yield ofLinear(op, at, g, weights, upstream.dtype());
            }
            case MAX, MIN -> scatter(at, g, Tensors.doubles(inputs.get(1)), upstream.dtype());
            case PRODUCT, VARIANCE, STDDEV, LOGSUMEXP ->
                    ofCurved(
                            op.reduction(),
                            at,
                            g,
                            Tensors.doubles(inputs.get(1)),
                            Tensors.doubles(inputs.get(2)),
                            upstream.dtype());
        };
    }

    /// Of the sum `g·w`, of the mean `g·w / sum w`.
    private static Expected ofLinear(
            SegmentOp.ReduceGradient op, Geometry at, double[] g, double[] weights, DType dtype) {
        var output = new Output(at, dtype);
        at.eachColumn((image, segment, channel, members) -> {
            double total = 0;
            for (int pixel : members) {
                total += weights[at.inPixels(image, pixel)];
            }
            double divisor = op.reduction() == Reduction.MEAN ? total : 1;
            double upstream = g[at.inTable(image, segment, channel)];
            for (int pixel : members) {
                double value =
                        divisor == 0 ? 0 : upstream * weights[at.inPixels(image, pixel)] / divisor;
                boolean copied = op.reduction() == Reduction.SUM && !op.weighted();
                double summed =
                        op.weighted()
                                ? Rounding.summing(dtype, members.length) * Math.abs(value)
                                : 0;
                double slack =
                        copied ? 0 : Rounding.elementwise(dtype, value) + summed + Rounding.TINY;
                output.put(image, pixel, channel, value, slack);
            }
        });
        return output.expected();
    }

    private static Expected scatter(Geometry at, double[] g, double[] positions, DType dtype) {
        var output = new Output(at, dtype);
        at.eachColumn((image, segment, channel, _) -> {
            int from = at.inTable(image, segment, channel);
            if (positions[from] >= 0) {
                output.put(image, (int) positions[from], channel, g[from], 0);
            }
        });
        return output.expected();
    }

    private static Expected ofCurved(
            Reduction reduction,
            Geometry at,
            double[] g,
            double[] x,
            double[] reduced,
            DType dtype) {
        var output = new Output(at, dtype);
        double[] unweighted = new double[x.length];
        at.eachColumn((image, segment, channel, members) -> {
            int from = at.inTable(image, segment, channel);
            Column column = Reductions.column(at, image, channel, members, x, unweighted, dtype);
            Column.Term[] slopes = Slopes.of(reduction, column, reduced[from]);
            for (int i = 0; i < members.length; i++) {
                double value = g[from] * slopes[i].value();
                double slack =
                        Math.abs(g[from]) * slopes[i].slack()
                                + Rounding.elementwise(dtype, value)
                                + column.flushed();
                output.put(image, members[i], channel, value, slack);
            }
        });
        return output.expected();
    }

    /// In the weights: of the sum `sum_c g·x`, of the mean `sum_c g·(x - mean) / sum w`.
    static Expected inWeights(SegmentOp.WeightGradient op, List<Tensor> inputs) {
        Tensor features = inputs.get(1);
        var at = Geometry.ofMap(op.segments(), op.layout(), features);
        double[] g = Tensors.doubles(inputs.getFirst());
        double[] x = Tensors.doubles(features);
        double[] weights = Tensors.doubles(inputs.get(2));
        boolean mean = op.reduction() == Reduction.MEAN;
        double[] means = mean ? Tensors.doubles(inputs.get(3)) : new double[g.length];
        double[] values = new double[weights.length];
        double[] slack = new double[weights.length];
        at.eachColumn((image, segment, channel, members) -> {
            int from = at.inTable(image, segment, channel);
            double total = mean ? 0 : 1;
            for (int pixel : members) {
                total += mean ? weights[at.inPixels(image, pixel)] : 0;
            }
            double error =
                    Rounding.summing(features.dtype(), at.channels() + 2)
                            + (mean ? Rounding.summing(features.dtype(), members.length) : 0);
            for (int pixel : members) {
                double value = x[at.inMap(image, pixel, channel)];
                int to = at.inPixels(image, pixel);
                if (total != 0) {
                    values[to] += g[from] * (value - means[from]) / total;
                    slack[to] +=
                            error
                                    * Math.abs(g[from])
                                    * (Math.abs(value) + Math.abs(means[from]))
                                    / total;
                }
                slack[to] += Rounding.TINY;
            }
        });
        return new Expected(new TensorType(DType.F32, at.pixelShape()), values, slack);
    }

    /// A feature map in the making; 0 to the bit where nothing is put.
    static final class Output {
        private final Geometry at;
        private final TensorType type;
        private final double[] values;
        private final double[] slack;

        Output(Geometry at, DType dtype) {
            this.at = at;
            this.type = new TensorType(dtype, at.mapShape());
            this.values = new double[type.shape().arrayLength("an expected map")];
            this.slack = new double[values.length];
            Arrays.fill(slack, 0);
        }

        void put(int image, int pixel, int channel, double value, double allowed) {
            values[at.inMap(image, pixel, channel)] = value;
            slack[at.inMap(image, pixel, channel)] = allowed;
        }

        Expected expected() {
            return new Expected(type, values, slack);
        }
    }
}
