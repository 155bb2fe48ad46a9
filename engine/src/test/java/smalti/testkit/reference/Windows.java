package smalti.testkit.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smalti.op.Padding;
import smalti.op.ShapeRule;
import smalti.op.Size;
import smalti.op.TensorType;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Windows over maps, tap by tap.
final class Windows {
    private static final int ROUNDINGS_OF_A_MEAN = 8;

    private Windows() {}

    static List<Expected> outputs(WindowOp op, List<Tensor> inputs) {
        List<TensorType> types = ShapeRule.outputs(op, inputs);
        TensorType type = types.getFirst();
        Tensor input = inputs.getFirst();
        return switch (op) {
            case WindowOp.MaxPool(Window window) -> largest(window, input, types);
            case WindowOp.MaxUnpool _ -> List.of(unpooled(input, inputs.get(1), type));
            case WindowOp.WindowScatter _ -> List.of(scattered(input, inputs.get(1), type));
            case WindowOp.WindowGather _ -> List.of(gathered(input, inputs.get(1), type));
            case WindowOp.AveragePool(Window window, boolean countsPadding) ->
                    List.of(mean(taps(window, countsPadding, size(input.shape())), input, type));
            case WindowOp.AveragePoolGradient(Window window, boolean countsPadding, Size size) ->
                    List.of(spread(taps(window, countsPadding, size), input, type));
            case WindowOp.AdaptiveAveragePool(Size bins) ->
                    List.of(mean(bins(size(input.shape()), bins), input, type));
            case WindowOp.AdaptiveAveragePoolGradient(Size size) ->
                    List.of(spread(bins(size, size(input.shape())), input, type));
        };
    }

    private static Size size(Shape map) {
        return new Size(map.size(1), map.size(2));
    }

    private static int element(Shape map, int image, int y, int x, int channel) {
        return ((image * map.size(1) + y) * map.size(2) + x) * map.size(3) + channel;
    }

    /// The pixels that each output is the mean of, in raster order, and how many count.
    private record Taps(int[][] pixels, int[] counts) {}

    /// The pixels `y·W + x` under each window; those of the padding are left out.
    private static int[] pixels(Window window, Size size, int row, int column) {
        var margins = window.margins(size);
        List<Integer> pixels = new ArrayList<>();
        for (int r = 0; r < window.kernel().height(); r++) {
            for (int s = 0; s < window.kernel().width(); s++) {
                int y =
                        row * window.stride().height()
                                - margins.top()
                                + r * window.dilation().height();
                int x =
                        column * window.stride().width()
                                - margins.left()
                                + s * window.dilation().width();
                if (y >= 0 && y < size.height() && x >= 0 && x < size.width()) {
                    pixels.add(y * size.width() + x);
                }
            }
        }
        return pixels.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Taps taps(Window window, boolean countsPadding, Size size) {
        Size outputs = window.outputs(size);
        int[][] pixels = new int[outputs.height() * outputs.width()][];
        int[] counts = new int[pixels.length];
        // On a map that is as large as what counts, nothing is left out.
        Padding.Margins counted =
                window.padding() instanceof Padding.Covering(var least)
                        ? least
                        : window.margins(size);
        Size padded =
                new Size(
                        counted.top() + size.height() + counted.bottom(),
                        counted.left() + size.width() + counted.right());
        Window bare = new Window(window.kernel(), window.stride(), window.dilation(), Padding.NONE);
        for (int output = 0; output < pixels.length; output++) {
            int row = output / outputs.width();
            int column = output % outputs.width();
            pixels[output] = pixels(window, size, row, column);
            counts[output] =
                    countsPadding
                            ? pixels(bare, padded, row, column).length
                            : pixels[output].length;
        }
        return new Taps(pixels, counts);
    }

    private static Taps bins(Size size, Size bins) {
        int[][] pixels = new int[bins.height() * bins.width()][];
        for (int bin = 0; bin < pixels.length; bin++) {
            double row = bin / bins.width();
            double column = bin % bins.width();
            List<Integer> members = new ArrayList<>();
            for (int pixel = 0; pixel < size.height() * size.width(); pixel++) {
                int y = pixel / size.width();
                int x = pixel % size.width();
                // A pixel belongs to each bin that it shares some of its area with.
                boolean inRow =
                        (y + 1.0) * bins.height() > row * size.height()
                                && y * bins.height() < (row + 1) * size.height();
                boolean inColumn =
                        (x + 1.0) * bins.width() > column * size.width()
                                && x * bins.width() < (column + 1) * size.width();
                if (inRow && inColumn) {
                    members.add(pixel);
                }
            }
            pixels[bin] = members.stream().mapToInt(Integer::intValue).toArray();
        }
        return new Taps(pixels, Arrays.stream(pixels).mapToInt(each -> each.length).toArray());
    }

    private static List<Expected> largest(Window window, Tensor map, List<TensorType> types) {
        Shape shape = types.getFirst().shape();
        double[] values = new double[(int) shape.elements()];
        double[] switches = new double[values.length];
        int wide = map.shape().size(2);
        for (int at = 0; at < values.length; at++) {
            int channel = at % shape.size(3);
            int column = at / shape.size(3) % shape.size(2);
            int row = at / shape.size(3) / shape.size(2) % shape.size(1);
            int image = at / shape.size(3) / shape.size(2) / shape.size(1);
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int pixel : pixels(window, size(map.shape()), row, column)) {
                double value =
                        map.get(element(map.shape(), image, pixel / wide, pixel % wide, channel));
                if (best < 0 || !Double.isNaN(most) && (value > most || Double.isNaN(value))) {
                    best = pixel;
                    most = value;
                }
            }
            values[at] = most;
            switches[at] = best;
        }
        double[] exact = new double[values.length];
        return List.of(
                new Expected(types.get(0), values, exact),
                new Expected(types.get(1), switches, exact));
    }

    private static int target(Tensor switches, int at, Shape map) {
        int channels = map.size(3);
        int image = at / (int) switches.shape().inner().elements();
        int pixel = (int) switches.get(at);
        return element(map, image, pixel / map.size(2), pixel % map.size(2), at % channels);
    }

    private static Expected unpooled(Tensor values, Tensor switches, TensorType type) {
        double[] map = new double[(int) type.shape().elements()];
        for (int at = 0; at < values.elements(); at++) {
            map[target(switches, at, type.shape())] = values.get(at);
        }
        return new Expected(type, map, new double[map.length]);
    }

    private static Expected scattered(Tensor values, Tensor switches, TensorType type) {
        var sum = new Sum(type);
        for (int at = 0; at < values.elements(); at++) {
            sum.add(target(switches, at, type.shape()), values.get(at));
        }
        return sum.within(0);
    }

    private static Expected gathered(Tensor map, Tensor switches, TensorType type) {
        double[] values = new double[(int) type.shape().elements()];
        for (int at = 0; at < values.length; at++) {
            values[at] = map.get(target(switches, at, map.shape()));
        }
        return new Expected(type, values, new double[values.length]);
    }

    private static Expected mean(Taps taps, Tensor map, TensorType type) {
        var sum = new Sum(type);
        int channels = type.shape().size(3);
        int wide = map.shape().size(2);
        for (int at = 0; at < type.shape().elements(); at++) {
            int output = at / channels % taps.pixels.length;
            int image = at / channels / taps.pixels.length;
            for (int pixel : taps.pixels[output]) {
                int from = element(map.shape(), image, pixel / wide, pixel % wide, at % channels);
                sum.add(at, map.get(from) / taps.counts[output]);
            }
        }
        return sum.within(ROUNDINGS_OF_A_MEAN);
    }

    private static Expected spread(Taps taps, Tensor upstream, TensorType type) {
        var sum = new Sum(type);
        int channels = type.shape().size(3);
        int wide = type.shape().size(2);
        for (int at = 0; at < upstream.elements(); at++) {
            int output = at / channels % taps.pixels.length;
            int image = at / channels / taps.pixels.length;
            for (int pixel : taps.pixels[output]) {
                int to = element(type.shape(), image, pixel / wide, pixel % wide, at % channels);
                sum.add(to, upstream.get(at) / taps.counts[output]);
            }
        }
        return sum.within(ROUNDINGS_OF_A_MEAN);
    }
}
