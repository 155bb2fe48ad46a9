package smalti.testkit.reference;

import java.util.List;
import smalti.op.ConvolutionOp;
import smalti.op.Epilogue;
import smalti.op.Padding;
import smalti.op.ShapeRule;
import smalti.op.Size;
import smalti.op.TensorType;
import smalti.op.Window;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Convolutions, term by term: each term joins an element of the map, one of the filter and one of the outputs, and each
/// operator sums the products of two of them at the third.
final class Convolutions {
    /// Terms that share an element of the map: the indices of this one, and of the first elements of the filter and of the
    /// outputs, after which the others follow; that of the map or of the outputs is -1 outside of them.
    @FunctionalInterface
    private interface Terms {
        void at(int map, int filter, int output, int count);
    }

    private final ConvolutionOp op;
    private final Shape map;
    private final Shape filter;
    private final Shape outputs;

    private Convolutions(ConvolutionOp op, Shape map, Shape filter, Shape outputs) {
        this.op = op;
        this.map = map;
        this.filter = filter;
        this.outputs = outputs;
    }

    static List<Expected> outputs(ConvolutionOp op, List<Tensor> inputs) {
        TensorType type = ShapeRule.outputs(op, inputs).getFirst();
        Shape first = inputs.get(0).shape();
        Shape second = inputs.get(1).shape();
        double[] x = Tensors.doubles(inputs.get(0));
        double[] y = Tensors.doubles(inputs.get(1));
        var sums = new Sums(type, bias(op, inputs), MinimalFiltering.errors(op, inputs));
        switch (op) {
            case ConvolutionOp.Conv2d _ ->
                    new Convolutions(op, first, second, type.shape())
                            .forEach((m, w, o, n) ->
                                    sums.addEach(o, m < 0 ? 0 : x[m], y, w, n, m < 0));
            case ConvolutionOp.ConvTranspose2d _ ->
                    new Convolutions(op, type.shape(), second, first)
                            .forEach((m, w, o, n) -> {
                                if (o < 0) {
                                    sums.leaveOpen(m, y, w, n);
                                } else {
                                    sums.addAll(m, x, o, y, w, n);
                                }
                            });
            case ConvolutionOp.Conv2dFilterGradient _ ->
                    new Convolutions(op, second, type.shape(), first)
                            .forEach((m, w, o, n) -> {
                                if (o >= 0) {
                                    sums.addEach(w, m < 0 ? 0 : y[m], x, o, n, m < 0);
                                }
                            });
        }
        return List.of(
                op instanceof ConvolutionOp.Conv2d conv
                        ? ended(conv, inputs, sums.expected())
                        : sums.expected());
    }

    private static double[] bias(ConvolutionOp op, List<Tensor> inputs) {
        boolean biased =
                switch (op) {
                    case ConvolutionOp.Conv2d conv -> conv.biased();
                    case ConvolutionOp.ConvTranspose2d conv -> conv.biased();
                    case ConvolutionOp.Conv2dFilterGradient _ -> false;
                };
        return biased ? Tensors.doubles(inputs.get(2)) : new double[0];
    }

    private static Expected ended(ConvolutionOp.Conv2d op, List<Tensor> inputs, Expected sums) {
        double[] values = sums.values();
        double[] slack = sums.slack();
        double unit = Rounding.working(sums.type().dtype());
        int channels = sums.type().shape().size(3);
        for (int i = 0; i < values.length; i++) {
            double sum = values[i];
            double slope = op.sloped() ? inputs.getLast().get(i % channels) : 1;
            values[i] =
                    switch (op.epilogue()) {
                        case Epilogue.None() -> sum;
                        case Epilogue.Activated(var activation) -> Points.activate(activation, sum);
                        case Epilogue.Prelu() -> sum > 0 ? sum : slope * sum;
                    };
            if (slack[i] < Expected.NOTHING_PROMISED && values[i] != sum) {
                slack[i] = slack[i] * Math.max(1, Math.abs(slope)) + unit * Math.abs(values[i]);
            }
        }
        return sums;
    }

    private void forEach(Terms terms) {
        Window window = op.window();
        Padding.Margins margins = window.margins(new Size(map.size(1), map.size(2)));
        int rows = filter.size(0);
        int columns = filter.size(1);
        for (int image = 0; image < map.size(0); image++) {
            for (int r = 0; r < rows; r++) {
                for (int s = 0; s < columns; s++) {
                    int top = r * window.dilation().height() - margins.top();
                    int left = s * window.dilation().width() - margins.left();
                    int tap = r * columns + s;
                    for (int i = 0; i < outputs.size(1); i++) {
                        for (int j = 0; j < outputs.size(2); j++) {
                            int y = i * window.stride().height() + top;
                            int x = j * window.stride().width() + left;
                            forEachChannel(
                                    terms,
                                    pixel(map, image, y, x),
                                    tap,
                                    pixel(outputs, image, i, j));
                        }
                    }
                    forEachOutside(terms, image, tap, top, left);
                }
            }
        }
    }

    /// Pixels of the map that a tap of a window beyond the outputs would see.
    private void forEachOutside(Terms terms, int image, int tap, int top, int left) {
        Size stride = op.window().stride();
        for (int y = 0; y < map.size(1); y++) {
            for (int x = 0; x < map.size(2); x++) {
                if ((y - top) % stride.height() == 0 && (x - left) % stride.width() == 0) {
                    int i = (y - top) / stride.height();
                    int j = (x - left) / stride.width();
                    if (pixel(outputs, image, i, j) < 0
                            && op instanceof ConvolutionOp.ConvTranspose2d) {
                        forEachChannel(terms, pixel(map, image, y, x), tap, -1);
                    }
                }
            }
        }
    }

    private static int pixel(Shape shape, int image, int row, int column) {
        boolean inside = row >= 0 && row < shape.size(1) && column >= 0 && column < shape.size(2);
        return inside ? (image * shape.size(1) + row) * shape.size(2) + column : -1;
    }

    private void forEachChannel(Terms terms, int mapPixel, int tap, int outputPixel) {
        boolean intoMap = op instanceof ConvolutionOp.ConvTranspose2d;
        if (intoMap && mapPixel < 0) {
            return;
        }
        int deep = filter.size(2);
        int wide = filter.size(3);
        int filters = wide / op.groups();
        for (int group = 0; group < op.groups(); group++) {
            for (int c = 0; c < deep; c++) {
                terms.at(
                        mapPixel < 0 ? -1 : mapPixel * map.size(3) + group * deep + c,
                        (tap * deep + c) * wide + group * filters,
                        outputPixel < 0 ? -1 : outputPixel * wide + group * filters,
                        filters);
            }
        }
    }

    /// Sums of products, and of their magnitudes.
    private static final class Sums {
        private final TensorType type;
        private final double[] values;
        private final double[] magnitudes;
        private final int[] terms;
        private final boolean[] open;
        private final double[] errors;

        Sums(TensorType type, double[] bias, double[] errors) {
            this.type = type;
            this.errors = errors;
            this.values = new double[type.shape().arrayLength("expected values")];
            this.magnitudes = new double[values.length];
            this.terms = new int[values.length];
            this.open = new boolean[values.length];
            for (int i = 0; i < values.length && bias.length > 0; i++) {
                values[i] = bias[i % bias.length];
                magnitudes[i] = Math.abs(values[i]);
                terms[i] = 1;
            }
        }

        /// Adds products to each of several places in a row.
        ///
        /// @param outside whether the factor is a zero around a map
        void addEach(
                int at, double factor, double[] others, int first, int count, boolean outside) {
            if (outside) {
                for (int i = 0; i < count; i++) {
                    leaveOpen(at + i, others, first + i, 1);
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                double product = factor * others[first + i];
                values[at + i] += product;
                magnitudes[at + i] += Math.abs(product);
            }
            for (int i = at; i < at + count; i++) {
                terms[i]++;
            }
        }

        /// Adds several products to one place.
        void addAll(int at, double[] factors, int first, double[] others, int second, int count) {
            double value = values[at];
            double magnitude = magnitudes[at];
            for (int i = 0; i < count; i++) {
                double product = factors[first + i] * others[second + i];
                value += product;
                magnitude += Math.abs(product);
            }
            values[at] = value;
            magnitudes[at] = magnitude;
            terms[at] += count;
        }

        /// Products with zeros around a map are nothing, or nobody knows what.
        void leaveOpen(int at, double[] others, int first, int count) {
            for (int i = 0; i < count; i++) {
                open[at] |= !Double.isFinite(others[first + i]);
            }
        }

        Expected expected() {
            double[] slack = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                slack[i] = open[i] ? Expected.NOTHING_PROMISED : slack(i);
            }
            return new Expected(type, values, slack);
        }

        private double slack(int i) {
            if (!Expected.exact(type.dtype())
                    && magnitudes[i] > Float.MAX_VALUE
                    && magnitudes[i] < Double.POSITIVE_INFINITY) {
                // On the way to a sum that fits, another may not.
                return Expected.NOTHING_PROMISED;
            }
            double unit = Rounding.working(type.dtype());
            double slack = terms[i] * (unit * magnitudes[i] + Float.MIN_VALUE);
            if (errors.length > 0) {
                int channels = type.shape().size(3);
                int image = i / (values.length / type.shape().size(0));
                slack += unit * errors[image * channels + i % channels];
            }
            return Double.isFinite(slack) ? slack : Expected.NOTHING_PROMISED;
        }
    }
}
