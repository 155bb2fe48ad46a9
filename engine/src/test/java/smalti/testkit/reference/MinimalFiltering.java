package smalti.testkit.reference;

import java.util.List;
import smalti.op.ConvolutionOp;
import smalti.op.Size;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// What convolutions may err by where devices may compute them by minimal filtering: see [ConvolutionOp].
final class MinimalFiltering {
    private static final int MULTIPLE = 16;
    private static final double FACTOR = 200;
    private static final double ROUNDINGS = 12;

    private final ConvolutionOp op;
    private final Tensor map;
    private final Tensor filter;
    private final boolean transposed;

    private MinimalFiltering(ConvolutionOp op, Tensor map, Tensor filter) {
        this.op = op;
        this.map = map;
        this.filter = filter;
        this.transposed = op instanceof ConvolutionOp.ConvTranspose2d;
    }

    /// The error of each image and channel of the output, in units of [Rounding#working]; empty where sums are plain.
    static double[] errors(ConvolutionOp op, List<Tensor> inputs) {
        if (op instanceof ConvolutionOp.Conv2dFilterGradient) {
            return new double[0];
        }
        var filtering = new MinimalFiltering(op, inputs.get(0), inputs.get(1));
        return filtering.isAllowed() ? filtering.errors() : new double[0];
    }

    private int channelsOfGroup() {
        return filter.shape().size(2);
    }

    private int filtersOfGroup() {
        return filter.shape().size(3) / op.groups();
    }

    private boolean isAllowed() {
        return op.window().kernel().equals(Size.square(3))
                && op.window().stride().equals(Size.square(1))
                && channelsOfGroup() % MULTIPLE == 0
                && filtersOfGroup() % MULTIPLE == 0;
    }

    private double[] errors() {
        double[] x = Tensors.doubles(map);
        double[] weights = Tensors.doubles(filter);
        int images = map.shape().size(0);
        int channels = map.shape().size(3);
        double[] largest = new double[images * channels];
        for (int i = 0; i < x.length; i++) {
            int at = i / (x.length / images) * channels + i % channels;
            largest[at] = Math.max(largest[at], Math.abs(x[i]));
        }
        int deep = channelsOfGroup();
        int filters = filter.shape().size(3);
        int outputs = transposed ? deep * op.groups() : filters;
        double[] errors = new double[images * outputs];
        double factor = FACTOR * (channels / op.groups() + ROUNDINGS);
        for (int i = 0; i < weights.length; i++) {
            int f = i % filters;
            int c = f / filtersOfGroup() * deep + i / filters % deep;
            for (int image = 0; image < images; image++) {
                double input = largest[image * channels + (transposed ? f : c)];
                errors[image * outputs + (transposed ? c : f)] +=
                        factor * input * Math.abs(weights[i]);
            }
        }
        return errors;
    }
}
