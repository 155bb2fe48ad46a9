package smalti.testkit.reference;

import java.util.List;
import smalti.op.NormOp;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// Operators that bring numbers to a common scale, channel by channel and row by row.
final class Norms {
    /// What the terms of a gradient may be off together, relative to their magnitudes.
    private static final double OF_TERMS = 0x1p-20;

    private final List<TensorType> types;
    private final List<Tensor> inputs;
    private final int channels;
    private final int rows;

    private Norms(NormOp op, List<Tensor> inputs) {
        this.types = ShapeRule.outputs(op, inputs);
        this.inputs = inputs;
        this.channels = inputs.getFirst().shape().size(-1);
        this.rows = channels == 0 ? 0 : (int) inputs.getFirst().elements() / channels;
    }

    static List<Expected> outputs(NormOp op, List<Tensor> inputs) {
        var norms = new Norms(op, inputs);
        return switch (op) {
            case NormOp.BatchNorm(double epsilon) -> norms.batchNorm(epsilon);
            case NormOp.BatchNormGradient(double epsilon) -> norms.batchNormGradient(epsilon);
            case NormOp.Normalize(double epsilon) ->
                    List.of(
                            norms.standardized(
                                    doubles(inputs, 1),
                                    doubles(inputs, 2),
                                    doubles(inputs, 3),
                                    doubles(inputs, 4),
                                    epsilon));
            case NormOp.L2Normalize(double epsilon) ->
                    List.of(
                            norms.each((row, result) -> {
                                double length = Math.max(norms.length(0, row), epsilon);
                                for (int c = 0; c < norms.channels; c++) {
                                    result.set(c, norms.at(0, row, c) / length, 0, 1);
                                }
                            }));
            case NormOp.L2NormalizeGradient(double epsilon) ->
                    List.of(
                            norms.each(
                                    (row, result) -> norms.lengthGradient(epsilon, row, result)));
            case NormOp.Softmax _ ->
                    List.of(
                            norms.each((row, result) -> {
                                double all = norms.logOfSum(row);
                                double most = norms.most(row);
                                for (int c = 0; c < norms.channels; c++) {
                                    double value = Math.exp(norms.at(0, row, c) - most - all);
                                    result.set(c, value, 0, 1);
                                }
                            }));
            case NormOp.LogSoftmax _ ->
                    List.of(
                            norms.each((row, result) -> {
                                double all = norms.logOfSum(row);
                                double most = norms.most(row);
                                for (int c = 0; c < norms.channels; c++) {
                                    double distance = norms.at(0, row, c) - most;
                                    result.set(
                                            c, distance - all, (1 + Math.abs(distance)) * 0.25, 0);
                                }
                            }));
            case NormOp.SoftmaxGradient _ ->
                    List.of(
                            norms.each((row, result) -> {
                                double mean = 0;
                                double magnitude = 0;
                                for (int c = 0; c < norms.channels; c++) {
                                    double term = norms.at(0, row, c) * norms.at(1, row, c);
                                    mean += term;
                                    magnitude += Math.abs(term);
                                }
                                for (int c = 0; c < norms.channels; c++) {
                                    double g = norms.at(0, row, c);
                                    double y = norms.at(1, row, c);
                                    result.set(c, y * (g - mean), y * (Math.abs(g) + magnitude), 1);
                                }
                            }));
            case NormOp.LogSoftmaxGradient _ ->
                    List.of(
                            norms.each((row, result) -> {
                                double sum = 0;
                                double magnitude = 0;
                                for (int c = 0; c < norms.channels; c++) {
                                    sum += norms.at(0, row, c);
                                    magnitude += Math.abs(norms.at(0, row, c));
                                }
                                for (int c = 0; c < norms.channels; c++) {
                                    double g = norms.at(0, row, c);
                                    double y = Math.exp(norms.at(1, row, c));
                                    result.set(c, g - y * sum, Math.abs(g) + y * magnitude, 1);
                                }
                            }));
        };
    }

    private static double[] doubles(List<Tensor> inputs, int index) {
        return smalti.testkit.Tensors.doubles(inputs.get(index));
    }

    private double at(int input, int row, int channel) {
        return inputs.get(input).get(row * channels + channel);
    }

    private double length(int input, int row) {
        double squares = 0;
        for (int c = 0; c < channels; c++) {
            squares += at(input, row, c) * at(input, row, c);
        }
        return Math.sqrt(squares);
    }

    private double most(int row) {
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < channels; c++) {
            most = Math.max(most, at(0, row, c));
        }
        return most;
    }

    /// The logarithm of the sum of exponentials of distances from the largest.
    private double logOfSum(int row) {
        double most = most(row);
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += Math.exp(at(0, row, c) - most);
        }
        return Math.log(sum);
    }

    private void lengthGradient(double epsilon, int row, Row result) {
        double length = length(1, row);
        double product = 0;
        double magnitude = 0;
        for (int c = 0; c < channels; c++) {
            double term = at(0, row, c) * at(1, row, c);
            product += term;
            magnitude += Math.abs(term);
        }
        double cube = length * length * length;
        boolean bounded = length < epsilon;
        double divisor = bounded ? epsilon : length;
        for (int c = 0; c < channels; c++) {
            double along = bounded ? 0 : product / cube;
            double share = bounded ? 0 : magnitude / cube;
            double g = at(0, row, c) / divisor;
            double x = at(1, row, c);
            result.set(c, g - x * along, Math.abs(g) + Math.abs(x) * share, 1);
        }
    }

    /// Takes the values of one row.
    private final class Row {
        private final double[] values;
        private final double[] slack;
        private final int from;

        Row(double[] values, double[] slack, int from) {
            this.values = values;
            this.slack = slack;
            this.from = from;
        }

        /// @param magnitude of the terms that the value is the sum of
        /// @param tiny how many of the smallest normal numbers it may be off
        void set(int channel, double value, double magnitude, double tiny) {
            double share = Rounding.working(types.getFirst().dtype()) / Rounding.FLOAT;
            values[from + channel] = value;
            slack[from + channel] =
                    Rounding.elementwise(types.getFirst().dtype(), value)
                            + OF_TERMS * share * magnitude
                            + tiny * Rounding.TINY;
        }
    }

    @FunctionalInterface
    private interface RowVisitor {
        void visit(int row, Row result);
    }

    private Expected each(RowVisitor visitor) {
        double[] values = new double[rows * channels];
        double[] slack = new double[values.length];
        for (int row = 0; row < rows; row++) {
            visitor.visit(row, new Row(values, slack, row * channels));
        }
        return new Expected(types.getFirst(), values, slack);
    }

    private List<Expected> batchNorm(double epsilon) {
        var mean = new Sum(types.get(1));
        for (int at = 0; at < rows * channels; at++) {
            mean.add(at % channels, inputs.getFirst().get(at) / rows);
        }
        double[] means = mean.withinMeanBound().values().clone();
        // A mean that is off in its last place would give equal values a variance.
        double[] off = new double[channels];
        for (int at = 0; at < rows * channels; at++) {
            off[at % channels] += (inputs.getFirst().get(at) - means[at % channels]) / rows;
        }
        for (int c = 0; c < channels; c++) {
            means[c] += Double.isFinite(off[c]) ? off[c] : 0;
        }
        var variance = new Sum(types.get(2));
        for (int at = 0; at < rows * channels; at++) {
            double distance = inputs.getFirst().get(at) - means[at % channels];
            variance.add(at % channels, distance * distance / rows);
        }
        Expected spread = variance.withinMeanBound();
        return List.of(
                standardized(
                        doubles(inputs, 1), doubles(inputs, 2), means, spread.values(), epsilon),
                mean.withinMeanBound(),
                spread);
    }

    private Expected standardized(
            double[] gamma, double[] beta, double[] mean, double[] variance, double epsilon) {
        return each((row, result) -> {
            for (int c = 0; c < channels; c++) {
                double factor = gamma[c] / Math.sqrt(variance[c] + epsilon);
                double product = (at(0, row, c) - mean[c]) * factor;
                result.set(
                        c,
                        product + beta[c],
                        Math.abs(product) + Math.abs(mean[c] * factor) + Math.abs(beta[c]),
                        1);
            }
        });
    }

    private List<Expected> batchNormGradient(double epsilon) {
        double[] gamma = doubles(inputs, 2);
        double[] mean = doubles(inputs, 3);
        double[] variance = doubles(inputs, 4);
        var inGamma = new Sum(types.get(1));
        var inBeta = new Sum(types.get(2));
        double[] above = new double[channels];
        double[] aboveMagnitude = new double[channels];
        double[] product = new double[channels];
        double[] productMagnitude = new double[channels];
        for (int at = 0; at < rows * channels; at++) {
            int c = at % channels;
            double g = inputs.get(0).get(at);
            double distance = inputs.get(1).get(at) - mean[c];
            inBeta.add(c, g);
            inGamma.add(c, g * distance / Math.sqrt(variance[c] + epsilon));
            above[c] += g / rows;
            aboveMagnitude[c] += Math.abs(g) / rows;
            product[c] += g * distance / rows;
            productMagnitude[c] += Math.abs(g * distance) / rows;
        }
        Expected inX =
                each((row, result) -> {
                    for (int c = 0; c < channels; c++) {
                        double power = variance[c] + epsilon;
                        double factor = gamma[c] / Math.sqrt(power);
                        double g = at(0, row, c);
                        double distance = at(1, row, c) - mean[c];
                        double terms =
                                Math.abs(g)
                                        + aboveMagnitude[c]
                                        + Math.abs(distance) * productMagnitude[c] / power;
                        result.set(
                                c,
                                factor * (g - above[c] - distance * product[c] / power),
                                Math.abs(factor) * terms,
                                1);
                    }
                });
        return List.of(inX, inGamma.withinMeanBound(), inBeta.withinMeanBound());
    }
}
