package smalti.testkit.reference;

import smalti.op.Layout;
import smalti.op.SegmentOp;
import smalti.op.TensorType;
import smalti.segment.CrossWeights;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Means over cells of another resolution: a product with a matrix of weights, and with its transpose.
final class CrossResolution {
    private CrossResolution() {}

    static Expected pool(SegmentOp.CrossPool op, Tensor features) {
        CrossWeights weights = op.weights();
        int channels = op.layout().channels(features.shape());
        var type =
                new TensorType(
                        features.dtype(), Shape.of(weights.batch(), weights.segments(), channels));
        double[] values = new double[type.shape().arrayLength("expected values")];
        double[] slack = new double[values.length];
        for (int row = 0; row < weights.batch() * weights.segments(); row++) {
            int from = weights.segmentStarts()[row];
            int to = weights.segmentStarts()[row + 1];
            for (int channel = 0; channel < channels; channel++) {
                int at = row * channels + channel;
                double magnitude = 0;
                for (int entry = from; entry < to; entry++) {
                    double x =
                            features.get(
                                    inMap(
                                            op.layout(),
                                            weights,
                                            row / weights.segments(),
                                            weights.cells()[entry],
                                            channel,
                                            channels));
                    values[at] += weights.weights()[entry] * x;
                    magnitude += Math.abs(weights.weights()[entry] * x);
                }
                if (from == to) {
                    values[at] = op.empty();
                } else {
                    slack[at] =
                            Rounding.summing(features.dtype(), to - from) * magnitude
                                    + Rounding.TINY;
                }
            }
        }
        return new Expected(type, values, slack);
    }

    static Expected gradient(SegmentOp.CrossPoolGradient op, Tensor upstream) {
        CrossWeights weights = op.weights();
        int channels = upstream.shape().size(2);
        var type =
                new TensorType(
                        upstream.dtype(),
                        op.layout()
                                .shape(
                                        weights.batch(),
                                        weights.rows(),
                                        weights.columns(),
                                        channels));
        double[] values = new double[type.shape().arrayLength("expected values")];
        double[] magnitude = new double[values.length];
        int[] terms = new int[values.length];
        for (int row = 0; row < weights.batch() * weights.segments(); row++) {
            for (int entry = weights.segmentStarts()[row];
                    entry < weights.segmentStarts()[row + 1];
                    entry++) {
                for (int channel = 0; channel < channels; channel++) {
                    int at =
                            inMap(
                                    op.layout(),
                                    weights,
                                    row / weights.segments(),
                                    weights.cells()[entry],
                                    channel,
                                    channels);
                    double term = weights.weights()[entry] * upstream.get(row * channels + channel);
                    values[at] += term;
                    magnitude[at] += Math.abs(term);
                    terms[at]++;
                }
            }
        }
        double[] slack = new double[values.length];
        for (int at = 0; at < slack.length; at++) {
            slack[at] =
                    Rounding.summing(upstream.dtype(), terms[at]) * magnitude[at]
                            + (terms[at] == 0 ? 0 : Rounding.TINY);
        }
        return new Expected(type, values, slack);
    }

    private static int inMap(
            Layout layout, CrossWeights weights, int image, int cell, int channel, int channels) {
        int cells = weights.rows() * weights.columns();
        return layout == Layout.NHWC
                ? (image * cells + cell) * channels + channel
                : (image * channels + channel) * cells + cell;
    }
}
