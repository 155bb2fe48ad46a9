package smalti.op;

import java.util.ArrayList;
import java.util.List;
import smalti.error.ShapeException;
import smalti.segment.CrossWeights;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// The shape rule of [SegmentOp].
public final class SegmentRule {
    private SegmentRule() {}

    /// The type that a reduction of values of type `input` has. Sums and means of integers are [DType#F64], exact below
    /// 2^53; everything else keeps its type.
    public static DType reduced(Reduction reduction, DType input) {
        return input == DType.I32 && !reduction.selects() ? DType.F64 : input;
    }

    static List<TensorType> outputs(SegmentOp op, List<TensorType> inputs) {
        return switch (op) {
            case SegmentOp.Reduce reduce -> reduce(reduce, inputs);
            case SegmentOp.ReduceGradient gradient -> reduceGradient(gradient, inputs);
            case SegmentOp.WeightGradient gradient -> weightGradient(gradient, inputs);
            case SegmentOp.Unpool unpool -> unpool(unpool, inputs);
            case SegmentOp.Pick pick -> pick(pick, inputs);
            case SegmentOp.Softmax softmax -> softmax(softmax, inputs);
            case SegmentOp.SoftmaxGradient gradient -> softmaxGradient(gradient, inputs);
            case SegmentOp.Mode mode -> mode(mode, inputs);
            case SegmentOp.CrossPool pool -> crossPool(pool, inputs);
            case SegmentOp.CrossPoolGradient gradient -> crossPoolGradient(gradient, inputs);
        };
    }

    private static List<TensorType> reduce(SegmentOp.Reduce op, List<TensorType> inputs) {
        Expect.count(op, inputs, op.weighted() ? 2 : 1);
        SegmentMap map = op.segments();
        int channels = expectMap(op, map, op.layout(), inputs.getFirst());
        if (op.weighted()) {
            Expect.type(op, "weights", inputs.get(1), DType.F32, pixels(map));
        }
        Shape table = table(map, channels);
        List<TensorType> outputs = new ArrayList<>();
        for (Reduction reduction : op.reductions()) {
            outputs.add(new TensorType(reduced(reduction, inputs.getFirst().dtype()), table));
            if (reduction.selects()) {
                outputs.add(new TensorType(DType.I32, table));
            }
        }
        return outputs;
    }

    private static List<TensorType> reduceGradient(
            SegmentOp.ReduceGradient op, List<TensorType> inputs) {
        SegmentMap map = op.segments();
        boolean selects = op.reduction().selects();
        boolean plain = op.reduction().takesWeights();
        Expect.count(op, inputs, plain ? (op.weighted() ? 2 : 1) : selects ? 2 : 3);
        TensorType upstream = inputs.getFirst();
        int channels = expectTable(op, map, upstream);
        TensorType features = map(map, op.layout(), channels, upstream.dtype());
        if (op.weighted()) {
            Expect.type(op, "weights", inputs.get(1), DType.F32, pixels(map));
        } else if (selects) {
            Expect.type(op, "positions", inputs.get(1), DType.I32, upstream.shape());
        } else if (!plain) {
            Expect.type(op, "features", inputs.get(1), features.dtype(), features.shape());
            Expect.type(
                    op,
                    "the reduction's output",
                    inputs.get(2),
                    upstream.dtype(),
                    upstream.shape());
        }
        return List.of(features);
    }

    private static List<TensorType> weightGradient(
            SegmentOp.WeightGradient op, List<TensorType> inputs) {
        boolean mean = op.reduction() == Reduction.MEAN;
        Expect.count(op, inputs, mean ? 4 : 3);
        SegmentMap map = op.segments();
        TensorType upstream = inputs.getFirst();
        int channels = expectTable(op, map, upstream);
        TensorType features = map(map, op.layout(), channels, upstream.dtype());
        Expect.type(op, "features", inputs.get(1), features.dtype(), features.shape());
        Expect.type(op, "weights", inputs.get(2), DType.F32, pixels(map));
        if (mean) {
            Expect.type(op, "the mean", inputs.get(3), upstream.dtype(), upstream.shape());
        }
        return List.of(new TensorType(DType.F32, pixels(map)));
    }

    private static List<TensorType> unpool(SegmentOp.Unpool op, List<TensorType> inputs) {
        Expect.count(op, inputs, 1);
        int channels = expectTable(op, op.segments(), inputs.getFirst());
        return List.of(map(op.segments(), op.layout(), channels, inputs.getFirst().dtype()));
    }

    private static List<TensorType> pick(SegmentOp.Pick op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        int channels = expectMap(op, op.segments(), op.layout(), inputs.getFirst());
        Shape table = table(op.segments(), channels);
        Expect.type(op, "positions", inputs.get(1), DType.I32, table);
        return List.of(new TensorType(inputs.getFirst().dtype(), table));
    }

    private static List<TensorType> softmax(SegmentOp.Softmax op, List<TensorType> inputs) {
        Expect.count(op, inputs, 1);
        expectMap(op, op.segments(), op.layout(), inputs.getFirst());
        return List.of(inputs.getFirst());
    }

    private static List<TensorType> softmaxGradient(
            SegmentOp.SoftmaxGradient op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        TensorType upstream = inputs.getFirst();
        expectMap(op, op.segments(), op.layout(), upstream);
        Expect.type(op, "the softmax", inputs.get(1), upstream.dtype(), upstream.shape());
        return List.of(upstream);
    }

    private static List<TensorType> mode(SegmentOp.Mode op, List<TensorType> inputs) {
        Expect.count(op, inputs, 1);
        Expect.type(op, "classes", inputs.getFirst(), DType.I32, pixels(op.segments()));
        return List.of(
                new TensorType(
                        DType.I32, Shape.of(op.segments().batch(), op.segments().segments())));
    }

    private static List<TensorType> crossPool(SegmentOp.CrossPool op, List<TensorType> inputs) {
        Expect.count(op, inputs, 1);
        CrossWeights weights = op.weights();
        TensorType features = inputs.getFirst();
        int channels = features.shape().rank() == 4 ? op.layout().channels(features.shape()) : 0;
        Shape expected =
                op.layout().shape(weights.batch(), weights.rows(), weights.columns(), channels);
        Expect.type(op, "features", features, features.dtype(), expected);
        return List.of(
                new TensorType(
                        features.dtype(), Shape.of(weights.batch(), weights.segments(), channels)));
    }

    private static List<TensorType> crossPoolGradient(
            SegmentOp.CrossPoolGradient op, List<TensorType> inputs) {
        Expect.count(op, inputs, 1);
        CrossWeights weights = op.weights();
        TensorType upstream = inputs.getFirst();
        int channels = upstream.shape().rank() == 3 ? upstream.shape().size(2) : 0;
        Expect.type(
                op,
                "upstream",
                upstream,
                upstream.dtype(),
                Shape.of(weights.batch(), weights.segments(), channels));
        Shape cells =
                op.layout().shape(weights.batch(), weights.rows(), weights.columns(), channels);
        return List.of(new TensorType(upstream.dtype(), cells));
    }

    private static Shape pixels(SegmentMap map) {
        return Shape.of(map.batch(), map.height(), map.width());
    }

    private static Shape table(SegmentMap map, int channels) {
        return Shape.of(map.batch(), map.segments(), channels);
    }

    private static TensorType map(SegmentMap map, Layout layout, int channels, DType dtype) {
        return new TensorType(
                dtype, layout.shape(map.batch(), map.height(), map.width(), channels));
    }

    /// Checks a feature map and returns its channels.
    private static int expectMap(Op op, SegmentMap map, Layout layout, TensorType features) {
        int channels = features.shape().rank() == 4 ? layout.channels(features.shape()) : 0;
        Shape expected = layout.shape(map.batch(), map.height(), map.width(), channels);
        if (!features.shape().equals(expected)) {
            Object named =
                    layout == Layout.NHWC
                            ? "[%d,%d,%d,C]".formatted(map.batch(), map.height(), map.width())
                            : "[%d,C,%d,%d]".formatted(map.batch(), map.height(), map.width());
            throw new ShapeException(
                    op.name(), "features " + named + " for these labels", features.shape());
        }
        return channels;
    }

    /// Checks a table and returns its channels.
    private static int expectTable(Op op, SegmentMap map, TensorType table) {
        int channels = table.shape().rank() == 3 ? table.shape().size(2) : 0;
        if (!table.shape().equals(table(map, channels))) {
            throw new ShapeException(
                    op.name(),
                    "a table [%d,%d,C]".formatted(map.batch(), map.segments()),
                    table.shape());
        }
        return channels;
    }
}
