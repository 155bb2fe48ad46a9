package smalti.conformance.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;
import smalti.testkit.reference.Geometry;

/// Reductions with an error in them.
final class FaultyReductions {
    private FaultyReductions() {}

    static Predicate<Op> of(Reduction reduction) {
        return op ->
                op instanceof SegmentOp.Reduce reduce && reduce.reductions().contains(reduction);
    }

    static Predicate<Op> any() {
        return op -> op instanceof SegmentOp.Reduce;
    }

    /// One reduction computed by `formula` from the values of each segment that has any.
    static Computation formula(Reduction reduction, ToDoubleFunction<float[]> formula) {
        return changed(reduction, false, formula);
    }

    /// The position chosen by `formula`, as an index among the pixels of the segment.
    static Computation choice(Reduction reduction, ToDoubleFunction<float[]> formula) {
        return changed(reduction, true, formula);
    }

    private static Computation changed(
            Reduction reduction, boolean position, ToDoubleFunction<float[]> formula) {
        return Computation.only(
                of(reduction),
                (op, inputs) -> {
                    var reduce = (SegmentOp.Reduce) op;
                    List<Tensor> outputs = new ArrayList<>(Computation.healthy(op, inputs));
                    int at = indexOf(reduce, reduction);
                    Tensor features = inputs.getFirst();
                    var geometry = Geometry.ofMap(reduce.segments(), reduce.layout(), features);
                    double[] values = Tensors.doubles(outputs.get(at));
                    double[] positions = position ? Tensors.doubles(outputs.get(at + 1)) : values;
                    geometry.eachColumn((image, segment, channel, members) -> {
                        if (members.length > 0) {
                            float[] column = column(geometry, features, image, channel, members);
                            int to = geometry.inTable(image, segment, channel);
                            double result = formula.applyAsDouble(column);
                            values[to] = position ? column[(int) result] : result;
                            if (position) {
                                positions[to] = members[(int) result];
                            }
                        }
                    });
                    outputs.set(
                            at,
                            Tensors.nearest(
                                    outputs.get(at).dtype(), outputs.get(at).shape(), values));
                    if (position) {
                        outputs.set(
                                at + 1,
                                Tensors.nearest(DType.I32, outputs.get(at + 1).shape(), positions));
                    }
                    return outputs;
                });
    }

    private static float[] column(
            Geometry geometry, Tensor features, int image, int channel, int[] members) {
        float[] column = new float[members.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = (float) features.get(geometry.inMap(image, members[i], channel));
        }
        return column;
    }

    private static int indexOf(SegmentOp.Reduce op, Reduction reduction) {
        int index = 0;
        for (Reduction each : op.reductions()) {
            if (each == reduction) {
                return index;
            }
            index += each.selects() ? 2 : 1;
        }
        throw new IllegalArgumentException(op + " has no " + reduction);
    }

    static float floatSum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /// A mean whose sum is rounded to half precision after every term.
    static double halfMean(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum = Float.float16ToFloat(Float.floatToFloat16(sum + value));
        }
        return sum / values.length;
    }

    /// A maximum that starts from a number instead of from the first value.
    static double maximumFrom(float start, float[] values) {
        float best = start;
        for (float value : values) {
            best = value > best || Float.isNaN(value) ? value : best;
        }
        return best;
    }

    /// A minimum by comparisons alone, which a NaN escapes unless it comes first.
    static double minimumByComparison(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[best]) {
                best = i;
            }
        }
        return best;
    }

    static double lastMaximum(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (!Float.isNaN(values[best])
                    && (values[i] >= values[best] || Float.isNaN(values[i]))) {
                best = i;
            }
        }
        return best;
    }

    /// `E[x²] - E[x]²` in `float`.
    static double onePassVariance(float[] values) {
        float sum = 0;
        float squares = 0;
        for (float value : values) {
            sum += value;
            squares += value * value;
        }
        float mean = sum / values.length;
        return Math.max(0, squares / values.length - mean * mean);
    }

    static double sampleVariance(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value / (double) values.length;
        }
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }

    static double plainLogSumExp(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += (float) Math.exp(value);
        }
        return Math.log(sum);
    }

    /// A maximum taken out without a look at infinity.
    static double logSumExpOfFinite(float[] values) {
        double largest = maximumFrom(Float.NEGATIVE_INFINITY, values);
        double sum = 0;
        for (float value : values) {
            sum += Math.exp(value - largest);
        }
        return largest + Math.log(sum);
    }

    static double sumWithoutNan(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += Float.isNaN(value) ? 0 : value;
        }
        return sum;
    }

    /// Reads the features in the wrong order of dimensions.
    static List<Tensor> asIfChannelsLast(Op op, List<Tensor> inputs) {
        var reduce = (SegmentOp.Reduce) op;
        SegmentMap map = reduce.segments();
        int channels = reduce.layout().channels(inputs.getFirst().shape());
        List<Tensor> others = new ArrayList<>(inputs);
        others.set(
                0,
                inputs.getFirst()
                        .reshape(
                                Layout.NHWC
                                        .shape(map.batch(), map.height(), map.width(), channels)
                                        .sizes()));
        return Computation.healthy(
                new SegmentOp.Reduce(
                        map, reduce.reductions(), Layout.NHWC, reduce.weighted(), reduce.empty()),
                others);
    }

    /// Takes the labels of the first image for all.
    static List<Tensor> labelsOfTheFirstImage(Op op, List<Tensor> inputs) {
        var reduce = (SegmentOp.Reduce) op;
        int[] labels = reduce.segments().labels().ints();
        int pixels = reduce.segments().height() * reduce.segments().width();
        for (int at = pixels; at < labels.length; at++) {
            labels[at] = labels[at % pixels];
        }
        return withLabels(reduce, labels, inputs);
    }

    /// Counts ignored pixels to segment 0.
    static List<Tensor> ignoredPixelsInSegmentNought(Op op, List<Tensor> inputs) {
        var reduce = (SegmentOp.Reduce) op;
        int[] labels = reduce.segments().labels().ints();
        for (int at = 0; at < labels.length; at++) {
            labels[at] = Math.max(0, labels[at]);
        }
        return withLabels(reduce, labels, inputs);
    }

    /// Takes label 0 for the background.
    static List<Tensor> segmentNoughtIgnored(Op op, List<Tensor> inputs) {
        var reduce = (SegmentOp.Reduce) op;
        int[] labels = reduce.segments().labels().ints();
        for (int at = 0; at < labels.length; at++) {
            labels[at] = labels[at] == 0 ? -1 : labels[at];
        }
        return withLabels(reduce, labels, inputs);
    }

    /// Loses what lies right of column 16,383.
    static List<Tensor> columnsOf14Bits(Op op, List<Tensor> inputs) {
        var reduce = (SegmentOp.Reduce) op;
        int[] labels = reduce.segments().labels().ints();
        for (int at = 0; at < labels.length; at++) {
            labels[at] = at % reduce.segments().width() < 1 << 14 ? labels[at] : -1;
        }
        return withLabels(reduce, labels, inputs);
    }

    private static List<Tensor> withLabels(SegmentOp.Reduce op, int[] labels, List<Tensor> inputs) {
        SegmentMap map = op.segments();
        if (map.segments() == 0) {
            return Computation.healthy(op, inputs);
        }
        SegmentMap other =
                SegmentMap.of(
                        Tensor.of(labels, map.batch(), map.height(), map.width()),
                        Labelling.DENSE.withSegments(map.segments()));
        return Computation.healthy(
                new SegmentOp.Reduce(
                        other, op.reductions(), op.layout(), op.weighted(), op.empty()),
                inputs);
    }

    /// Reads a view from the start of its storage.
    static List<Tensor> withoutOffsets(Op op, List<Tensor> inputs) {
        List<Tensor> shifted = new ArrayList<>();
        for (Tensor input : inputs) {
            shifted.add(Tensor.of(input.shape(), input.storage(), 0));
        }
        return Computation.healthy(op, shifted);
    }

    /// Leaves out the channels that do not fill a vector of eight.
    static void dropTail(Op op, List<Tensor> inputs, Tensor output) {
        int channels = output.shape().size(-1);
        int whole = channels / 8 * 8;
        for (int at = 0; channels > 8 && at < output.elements(); at++) {
            if (at % channels >= whole) {
                set(output, at, 0);
            }
        }
    }

    /// Leaves out what lies beyond the rows of a launch grid.
    ///
    /// @param divisor elements of the output that make one row of the grid
    static void dropBeyondGrid(Tensor output, int divisor) {
        int grid = 65_535;
        for (long at = (long) grid * Math.max(1, divisor); at < output.elements(); at++) {
            set(output, (int) at, 0);
        }
    }

    static void set(Tensor tensor, int at, double value) {
        switch (tensor.storage()) {
            case Storage.Floats(float[] array) -> array[tensor.offset() + at] = (float) value;
            case Storage.Doubles(double[] array) -> array[tensor.offset() + at] = value;
            case Storage.Ints(int[] array) -> array[tensor.offset() + at] = (int) value;
            case Storage.Shorts(DType type, short[] array) ->
                    array[tensor.offset() + at] = Tensor.narrow(type, (float) value);
            case Storage.OnDevice _ -> throw new IllegalArgumentException("not on the heap");
        }
    }

    /// Empty segments get a value of their own.
    static void fillEmpty(Op op, Tensor output, double value) {
        var reduce = (SegmentOp.Reduce) op;
        int[] counts = reduce.segments().counts();
        int channels = output.shape().size(2);
        for (int at = 0; at < output.elements(); at++) {
            if (counts[at / channels] == 0) {
                set(output, at, value);
            }
        }
    }

    /// A weighted mean that divides by the number of pixels.
    static List<Tensor> meanByCount(Op op, List<Tensor> inputs) {
        var reduce = (SegmentOp.Reduce) op;
        SegmentMap map = reduce.segments();
        var sum =
                new SegmentOp.Reduce(
                        map, List.of(Reduction.SUM), reduce.layout(), true, reduce.empty());
        Tensor table = Computation.healthy(sum, inputs).getFirst();
        int channels = table.shape().size(2);
        for (int at = 0; at < table.elements(); at++) {
            set(table, at, table.get(at) / Math.max(1, map.counts()[at / channels]));
        }
        return List.of(table);
    }

    /// 0 divided by 0 where no pixel weighs anything.
    static void nanWithoutWeight(Op op, List<Tensor> inputs, Tensor output) {
        var reduce = (SegmentOp.Reduce) op;
        var sum =
                new SegmentOp.Reduce(
                        reduce.segments(), List.of(Reduction.SUM), Layout.NHWC, false, 1);
        Tensor perPixel = inputs.get(1).reshape(append(inputs.get(1).shape(), 1));
        Tensor weights = Computation.healthy(sum, List.of(perPixel)).getFirst();
        int channels = output.shape().size(2);
        for (int at = 0; at < output.elements(); at++) {
            if (weights.get(at / channels) == 0) {
                set(output, at, Double.NaN);
            }
        }
    }

    private static int[] append(Shape shape, int size) {
        int[] sizes = java.util.Arrays.copyOf(shape.sizes(), shape.rank() + 1);
        sizes[shape.rank()] = size;
        return sizes;
    }
}
