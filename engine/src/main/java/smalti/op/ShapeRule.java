package smalti.op;

import java.util.ArrayList;
import java.util.List;
import smalti.error.ShapeException;
import smalti.segment.CrossWeights;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The shapes and types of an operator's outputs, and the check that its inputs fit. Every device asks it first, so bad
/// inputs are the same error everywhere and cost no memory.
public final class ShapeRule {
    private ShapeRule() {}

    /// What `op` makes of `inputs`.
    ///
    /// @throws ShapeException if they do not fit, or an output would be larger than an array can be
    public static List<TensorType> outputs(Op op, List<Tensor> inputs) {
        List<TensorType> outputs =
                switch (op) {
                    case Op.SegmentReduce reduce -> reduce(reduce, inputs);
                    case Op.SegmentReduceGradient gradient -> reduceGradient(gradient, inputs);
                    case Op.SegmentWeightGradient gradient -> weightGradient(gradient, inputs);
                    case Op.SegmentUnpool unpool -> unpool(unpool, inputs);
                    case Op.SegmentPick pick -> pick(pick, inputs);
                    case Op.SegmentSoftmax softmax -> softmax(softmax, inputs);
                    case Op.SegmentSoftmaxGradient gradient -> softmaxGradient(gradient, inputs);
                    case Op.SegmentMode mode -> mode(mode, inputs);
                    case Op.CrossPool pool -> crossPool(pool, inputs);
                    case Op.CrossPoolGradient gradient -> crossPoolGradient(gradient, inputs);
                    case Op.Superpixel superpixel -> superpixel(superpixel, inputs);
                    case Op.MatMul product -> MatMulRule.outputs(product, inputs);
                };
        for (TensorType output : outputs) {
            output.shape().arrayLength(name(op));
        }
        return outputs;
    }

    /// An operator's name in messages: `SegmentReduce` is `segment reduce`.
    public static String name(Op op) {
        return op.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)([A-Z])", " $1")
                .toLowerCase(java.util.Locale.ROOT);
    }

    /// The type that a reduction of values of type `input` has. Sums and means of integers are [DType#F64], exact below
    /// 2^53; everything else keeps its type.
    public static DType reduced(Reduction reduction, DType input) {
        return input == DType.I32 && !reduction.selects() ? DType.F64 : input;
    }

    private static List<TensorType> reduce(Op.SegmentReduce op, List<Tensor> inputs) {
        expectCount(op, inputs, op.weighted() ? 2 : 1);
        SegmentMap map = op.segments();
        int channels = expectMap(op, map, op.layout(), inputs.getFirst());
        if (op.weighted()) {
            expect(op, "weights", inputs.get(1), DType.F32, pixels(map));
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
            Op.SegmentReduceGradient op, List<Tensor> inputs) {
        SegmentMap map = op.segments();
        boolean selects = op.reduction().selects();
        boolean plain = op.reduction().takesWeights();
        expectCount(op, inputs, plain ? (op.weighted() ? 2 : 1) : selects ? 2 : 3);
        Tensor upstream = inputs.getFirst();
        int channels = expectTable(op, map, upstream);
        TensorType features = map(map, op.layout(), channels, upstream.dtype());
        if (op.weighted()) {
            expect(op, "weights", inputs.get(1), DType.F32, pixels(map));
        } else if (selects) {
            expect(op, "positions", inputs.get(1), DType.I32, upstream.shape());
        } else if (!plain) {
            expect(op, "features", inputs.get(1), features.dtype(), features.shape());
            expect(op, "the reduction's output", inputs.get(2), upstream.dtype(), upstream.shape());
        }
        return List.of(features);
    }

    private static List<TensorType> weightGradient(
            Op.SegmentWeightGradient op, List<Tensor> inputs) {
        boolean mean = op.reduction() == Reduction.MEAN;
        expectCount(op, inputs, mean ? 4 : 3);
        SegmentMap map = op.segments();
        Tensor upstream = inputs.getFirst();
        int channels = expectTable(op, map, upstream);
        TensorType features = map(map, op.layout(), channels, upstream.dtype());
        expect(op, "features", inputs.get(1), features.dtype(), features.shape());
        expect(op, "weights", inputs.get(2), DType.F32, pixels(map));
        if (mean) {
            expect(op, "the mean", inputs.get(3), upstream.dtype(), upstream.shape());
        }
        return List.of(new TensorType(DType.F32, pixels(map)));
    }

    private static List<TensorType> unpool(Op.SegmentUnpool op, List<Tensor> inputs) {
        expectCount(op, inputs, 1);
        int channels = expectTable(op, op.segments(), inputs.getFirst());
        return List.of(map(op.segments(), op.layout(), channels, inputs.getFirst().dtype()));
    }

    private static List<TensorType> pick(Op.SegmentPick op, List<Tensor> inputs) {
        expectCount(op, inputs, 2);
        int channels = expectMap(op, op.segments(), op.layout(), inputs.getFirst());
        Shape table = table(op.segments(), channels);
        expect(op, "positions", inputs.get(1), DType.I32, table);
        return List.of(new TensorType(inputs.getFirst().dtype(), table));
    }

    private static List<TensorType> softmax(Op.SegmentSoftmax op, List<Tensor> inputs) {
        expectCount(op, inputs, 1);
        expectMap(op, op.segments(), op.layout(), inputs.getFirst());
        return List.of(TensorType.of(inputs.getFirst()));
    }

    private static List<TensorType> softmaxGradient(
            Op.SegmentSoftmaxGradient op, List<Tensor> inputs) {
        expectCount(op, inputs, 2);
        Tensor upstream = inputs.getFirst();
        expectMap(op, op.segments(), op.layout(), upstream);
        expect(op, "the softmax", inputs.get(1), upstream.dtype(), upstream.shape());
        return List.of(TensorType.of(upstream));
    }

    private static List<TensorType> mode(Op.SegmentMode op, List<Tensor> inputs) {
        expectCount(op, inputs, 1);
        expect(op, "classes", inputs.getFirst(), DType.I32, pixels(op.segments()));
        return List.of(
                new TensorType(
                        DType.I32, Shape.of(op.segments().batch(), op.segments().segments())));
    }

    private static List<TensorType> crossPool(Op.CrossPool op, List<Tensor> inputs) {
        expectCount(op, inputs, 1);
        CrossWeights weights = op.weights();
        Tensor features = inputs.getFirst();
        int channels = features.shape().rank() == 4 ? op.layout().channels(features.shape()) : 0;
        Shape expected =
                op.layout().shape(weights.batch(), weights.rows(), weights.columns(), channels);
        expect(op, "features", features, features.dtype(), expected);
        return List.of(
                new TensorType(
                        features.dtype(), Shape.of(weights.batch(), weights.segments(), channels)));
    }

    private static List<TensorType> crossPoolGradient(
            Op.CrossPoolGradient op, List<Tensor> inputs) {
        expectCount(op, inputs, 1);
        CrossWeights weights = op.weights();
        Tensor upstream = inputs.getFirst();
        int channels = upstream.shape().rank() == 3 ? upstream.shape().size(2) : 0;
        expect(
                op,
                "upstream",
                upstream,
                upstream.dtype(),
                Shape.of(weights.batch(), weights.segments(), channels));
        Shape cells =
                op.layout().shape(weights.batch(), weights.rows(), weights.columns(), channels);
        return List.of(new TensorType(upstream.dtype(), cells));
    }

    private static List<TensorType> superpixel(Op.Superpixel op, List<Tensor> inputs) {
        expectCount(op, inputs, 0);
        Picture picture = op.picture();
        return List.of(
                new TensorType(
                        DType.I32, Shape.of(picture.batch(), picture.height(), picture.width())));
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

    static void expectCount(Op op, List<Tensor> inputs, int count) {
        if (inputs.size() != count) {
            throw new ShapeException(name(op), count + " inputs", inputs.size());
        }
    }

    /// Checks a feature map and returns its channels.
    private static int expectMap(Op op, SegmentMap map, Layout layout, Tensor features) {
        int channels = features.shape().rank() == 4 ? layout.channels(features.shape()) : 0;
        Shape expected = layout.shape(map.batch(), map.height(), map.width(), channels);
        if (!features.shape().equals(expected)) {
            Object named =
                    layout == Layout.NHWC
                            ? "[%d,%d,%d,C]".formatted(map.batch(), map.height(), map.width())
                            : "[%d,C,%d,%d]".formatted(map.batch(), map.height(), map.width());
            throw new ShapeException(
                    name(op), "features " + named + " for these labels", features.shape());
        }
        return channels;
    }

    /// Checks a table and returns its channels.
    private static int expectTable(Op op, SegmentMap map, Tensor table) {
        int channels = table.shape().rank() == 3 ? table.shape().size(2) : 0;
        if (!table.shape().equals(table(map, channels))) {
            throw new ShapeException(
                    name(op),
                    "a table [%d,%d,C]".formatted(map.batch(), map.segments()),
                    table.shape());
        }
        return channels;
    }

    private static void expect(Op op, String what, Tensor actual, DType dtype, Shape shape) {
        if (actual.dtype() != dtype || !actual.shape().equals(shape)) {
            throw new ShapeException(name(op), what + " " + new TensorType(dtype, shape), actual);
        }
    }
}
