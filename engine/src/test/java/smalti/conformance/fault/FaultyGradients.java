package smalti.conformance.fault;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;
import smalti.testkit.reference.Geometry;

/// Gradients and other operators with an error in them.
final class FaultyGradients {
    private FaultyGradients() {}

    static Predicate<Op> of(Reduction reduction) {
        return op ->
                op instanceof SegmentOp.ReduceGradient gradient
                        && gradient.reduction() == reduction;
    }

    /// The gradient reaches the first image alone.
    static void firstImageOnly(Op op, List<Tensor> inputs, Tensor output) {
        int batch = output.shape().size(0);
        long image = batch == 0 ? 0 : output.elements() / batch;
        for (long at = image; at < output.elements(); at++) {
            FaultyReductions.set(output, (int) at, 0);
        }
    }

    /// Every pixel that ties for a maximum gets the gradient where that is negative. It knows the pixels from the
    /// forward pass.
    static Computation duplicatesOnTies() {
        Map<SegmentMap, Tensor> remembered = new ConcurrentHashMap<>();
        return (op, inputs) -> {
            List<Tensor> outputs = Computation.healthy(op, inputs);
            if (op instanceof SegmentOp.Reduce reduce) {
                remembered.put(reduce.segments(), inputs.getFirst());
            }
            if (op instanceof SegmentOp.ReduceGradient gradient
                    && gradient.reduction() == Reduction.MAX) {
                Tensor features = remembered.get(gradient.segments());
                if (features != null) {
                    duplicate(gradient, features, inputs, outputs.getFirst());
                }
            }
            return outputs;
        };
    }

    private static void duplicate(
            SegmentOp.ReduceGradient op, Tensor features, List<Tensor> inputs, Tensor output) {
        var at = Geometry.ofTable(op.segments(), op.layout(), inputs.getFirst());
        at.eachColumn((image, segment, channel, members) -> {
            int from = at.inTable(image, segment, channel);
            double upstream = inputs.getFirst().get(from);
            for (int pixel : members) {
                int here = at.inMap(image, pixel, channel);
                int best = at.inMap(image, (int) inputs.get(1).get(from), channel);
                if (upstream < 0 && features.get(here) == features.get(best)) {
                    FaultyReductions.set(output, here, upstream);
                }
            }
        });
    }

    /// Divides by the size of the picture instead of by that of the segment.
    static void dividesByPicture(Op op, List<Tensor> inputs, Tensor output) {
        var gradient = (SegmentOp.ReduceGradient) op;
        var at = Geometry.ofTable(gradient.segments(), gradient.layout(), inputs.getFirst());
        at.eachColumn((image, segment, channel, members) -> {
            for (int pixel : members) {
                FaultyReductions.set(
                        output,
                        at.inMap(image, pixel, channel),
                        inputs.getFirst().get(at.inTable(image, segment, channel)) / at.pixels());
            }
        });
    }

    /// Divides the product by each value.
    static List<Tensor> productByDivision(Op op, List<Tensor> inputs) {
        var gradient = (SegmentOp.ReduceGradient) op;
        var at = Geometry.ofTable(gradient.segments(), gradient.layout(), inputs.getFirst());
        Tensor features = inputs.get(1);
        double[] values = new double[(int) features.elements()];
        at.eachColumn((image, segment, channel, members) -> {
            int from = at.inTable(image, segment, channel);
            for (int pixel : members) {
                int to = at.inMap(image, pixel, channel);
                values[to] =
                        inputs.getFirst().get(from) * inputs.get(2).get(from) / features.get(to);
            }
        });
        return List.of(Tensors.nearest(features.dtype(), features.shape(), values));
    }

    /// The same, but with 0 where a value is 0.
    static List<Tensor> productByGuardedDivision(Op op, List<Tensor> inputs) {
        Tensor gradient = productByDivision(op, inputs).getFirst();
        for (int at = 0; at < gradient.elements(); at++) {
            if (Double.isNaN(gradient.get(at))) {
                FaultyReductions.set(gradient, at, 0);
            }
        }
        return List.of(gradient);
    }

    /// 0 divided by 0 where nothing deviates.
    static void nanWithoutDeviation(Op op, List<Tensor> inputs, Tensor output) {
        var gradient = (SegmentOp.ReduceGradient) op;
        var at = Geometry.ofTable(gradient.segments(), gradient.layout(), inputs.getFirst());
        at.eachColumn((image, segment, channel, members) -> {
            if (inputs.get(2).get(at.inTable(image, segment, channel)) == 0) {
                for (int pixel : members) {
                    FaultyReductions.set(output, at.inMap(image, pixel, channel), Double.NaN);
                }
            }
        });
    }

    /// Paints ignored pixels with the values of segment 0.
    static void paintsIgnoredPixels(Op op, List<Tensor> inputs, Tensor output) {
        var unpool = (SegmentOp.Unpool) op;
        Tensor table = inputs.getFirst();
        var at = Geometry.ofTable(unpool.segments(), unpool.layout(), table);
        Tensor labels = unpool.segments().labels();
        for (int i = 0; i < labels.elements() && at.segments() > 0; i++) {
            int image = i / at.pixels();
            for (int channel = 0; channel < at.channels() && labels.get(i) < 0; channel++) {
                FaultyReductions.set(
                        output,
                        at.inMap(image, i % at.pixels(), channel),
                        table.get(at.inTable(image, 0, channel)));
            }
        }
    }

    /// Reads pixel 0 where there is no position.
    static void picksWithoutPosition(Op op, List<Tensor> inputs, Tensor output) {
        var pick = (SegmentOp.Pick) op;
        var at = Geometry.ofMap(pick.segments(), pick.layout(), inputs.getFirst());
        for (int i = 0; i < output.elements(); i++) {
            if (inputs.get(1).get(i) < 0 && at.pixels() > 0) {
                int image = i / (at.segments() * at.channels());
                FaultyReductions.set(
                        output, i, inputs.getFirst().get(at.inMap(image, 0, i % at.channels())));
            }
        }
    }

    /// Exponentials whose maximum was not taken out.
    static List<Tensor> softmaxWithoutShift(Op op, List<Tensor> inputs) {
        var softmax = (SegmentOp.Softmax) op;
        Tensor features = inputs.getFirst();
        var at = Geometry.ofMap(softmax.segments(), softmax.layout(), features);
        double[] values = new double[(int) features.elements()];
        at.eachColumn((image, _, channel, members) -> {
            float sum = 0;
            for (int pixel : members) {
                sum += (float) Math.exp(features.get(at.inMap(image, pixel, channel)));
            }
            for (int pixel : members) {
                int to = at.inMap(image, pixel, channel);
                values[to] = (float) Math.exp(features.get(to)) / sum;
            }
        });
        return List.of(Tensors.nearest(features.dtype(), features.shape(), values));
    }

    /// A class that has exactly the share that must be exceeded.
    static List<Tensor> modeAtPurity(Op op, List<Tensor> inputs) {
        var mode = (SegmentOp.Mode) op;
        double below = Math.max(0, mode.purity() - 1e-9);
        return Computation.healthy(new SegmentOp.Mode(mode.segments(), below), inputs);
    }

    /// Takes the largest of equally frequent classes.
    static List<Tensor> largestMode(Op op, List<Tensor> inputs) {
        Tensor classes = inputs.getFirst();
        int top = 1 << 20;
        Tensor mirrored = mirror(classes, top);
        Tensor modes = Computation.healthy(op, List.of(mirrored)).getFirst();
        return List.of(mirror(modes, top));
    }

    static List<Tensor> modeOfShortClasses(Op op, List<Tensor> inputs) {
        double[] classes = Tensors.doubles(inputs.getFirst());
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) classes[i] & 0xFFFF;
        }
        Tensor narrowed = Tensors.nearest(DType.I32, inputs.getFirst().shape(), classes);
        return Computation.healthy(op, List.of(narrowed));
    }

    private static Tensor mirror(Tensor classes, int top) {
        double[] mirrored = Tensors.doubles(classes);
        for (int i = 0; i < mirrored.length; i++) {
            mirrored[i] = mirrored[i] < 0 ? mirrored[i] : top - mirrored[i];
        }
        return Tensors.nearest(DType.I32, classes.shape(), mirrored);
    }

    /// Counts pixels without a class into the whole.
    static List<Tensor> modeOfAllPixels(Op op, List<Tensor> inputs) {
        var mode = (SegmentOp.Mode) op;
        Tensor modes = Computation.healthy(op, inputs).getFirst();
        Tensor labels = mode.segments().labels();
        int segments = mode.segments().segments();
        for (int row = 0; row < modes.elements(); row++) {
            int most = 0;
            for (int i = 0; i < labels.elements(); i++) {
                boolean here =
                        labels.get(i) >= 0
                                && i
                                                        / (mode.segments().height()
                                                                * mode.segments().width())
                                                        * segments
                                                + labels.get(i)
                                        == row;
                most += here && inputs.getFirst().get(i) == modes.get(row) ? 1 : 0;
            }
            if (most <= mode.purity() * mode.segments().counts()[row]) {
                FaultyReductions.set(modes, row, -1);
            }
        }
        return List.of(modes);
    }

    /// Divides every row of a cross-resolution mean by its number of cells instead of by area.
    static List<Tensor> crossPoolOfEqualCells(Op op, List<Tensor> inputs) {
        var pool = (SegmentOp.CrossPool) op;
        Tensor table = Computation.healthy(op, inputs).getFirst();
        int channels = table.shape().size(2);
        int cells = pool.weights().rows() * pool.weights().columns();
        for (int at = 0; at < table.elements(); at++) {
            int row = at / channels;
            double sum = 0;
            int from = pool.weights().segmentStarts()[row];
            int to = pool.weights().segmentStarts()[row + 1];
            for (int entry = from; entry < to; entry++) {
                int cell = row / pool.weights().segments() * cells + pool.weights().cells()[entry];
                boolean last = pool.layout() == smalti.op.Layout.NHWC;
                sum +=
                        inputs.getFirst().get(last ? cell * channels + at % channels : cell)
                                / (to - from);
            }
            FaultyReductions.set(table, at, sum);
        }
        return List.of(table);
    }
}
