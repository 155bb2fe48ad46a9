package smalti.op;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// The shape rule of [WindowOp].
final class WindowRule {
    private WindowRule() {}

    static List<TensorType> outputs(WindowOp op, List<TensorType> inputs) {
        return switch (op) {
            case WindowOp.MaxPool pool -> {
                Expect.count(op, inputs, 1);
                TensorType values = pooled(op, pool.window(), inputs.getFirst());
                yield List.of(values, new TensorType(DType.I32, values.shape()));
            }
            case WindowOp.MaxUnpool unpool -> {
                expectSwitches(op, inputs);
                yield List.of(resized(inputs.getFirst(), unpool.size()));
            }
            case WindowOp.WindowScatter scatter -> {
                expectSwitches(op, inputs);
                yield List.of(resized(inputs.getFirst(), scatter.size()));
            }
            case WindowOp.WindowGather _ -> List.of(gathered(op, inputs));
            case WindowOp.AveragePool pool -> {
                Expect.count(op, inputs, 1);
                yield List.of(pooled(op, pool.window(), inputs.getFirst()));
            }
            case WindowOp.AveragePoolGradient gradient -> {
                Expect.count(op, inputs, 1);
                TensorType upstream = inputs.getFirst();
                Expect.map(op, "upstream", upstream);
                TensorType map = resized(upstream, gradient.size());
                Expect.like(op, "upstream", upstream, pooled(op, gradient.window(), map));
                yield List.of(map);
            }
            case WindowOp.AdaptiveAveragePool pool -> {
                Expect.count(op, inputs, 1);
                TensorType map = inputs.getFirst();
                Expect.map(op, "a map", map);
                expectSome(op, size(map), map);
                yield List.of(resized(map, pool.bins()));
            }
            case WindowOp.AdaptiveAveragePoolGradient gradient -> {
                Expect.count(op, inputs, 1);
                Expect.map(op, "upstream", inputs.getFirst());
                TensorType map = resized(inputs.getFirst(), gradient.size());
                expectSome(op, gradient.size(), map);
                yield List.of(map);
            }
        };
    }

    private static Size size(TensorType map) {
        return new Size(map.shape().size(1), map.shape().size(2));
    }

    private static TensorType resized(TensorType map, Size size) {
        Shape shape = map.shape();
        return new TensorType(
                map.dtype(), Shape.of(shape.size(0), size.height(), size.width(), shape.size(3)));
    }

    private static void expectSome(Op op, Size size, TensorType map) {
        if (size.height() == 0 || size.width() == 0) {
            throw new ShapeException(op.name(), "a map of at least one pixel", map);
        }
    }

    private static TensorType pooled(Op op, Window window, TensorType map) {
        Expect.map(op, "a map", map);
        Size size = size(map);
        Size outputs = window.outputs(size);
        var margins = window.margins(size);
        boolean seen =
                seesSome(
                                window.kernel().height(),
                                window.stride().height(),
                                window.dilation().height(),
                                margins.top(),
                                size.height(),
                                outputs.height())
                        && seesSome(
                                window.kernel().width(),
                                window.stride().width(),
                                window.dilation().width(),
                                margins.left(),
                                size.width(),
                                outputs.width());
        if (!seen) {
            throw new ShapeException(op.name(), "a map that every window sees some of", map);
        }
        return resized(map, outputs);
    }

    /// Whether every window along an axis has a tap on the map.
    private static boolean seesSome(
            int taps, int stride, int dilation, int before, int size, int outputs) {
        for (int output = 0; output < outputs; output++) {
            long first = (long) output * stride - before;
            long tap = first >= 0 ? 0 : Math.ceilDiv(-first, dilation);
            if (tap >= taps || first + tap * dilation >= size) {
                return false;
            }
        }
        return true;
    }

    private static void expectSwitches(Op op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        TensorType values = inputs.getFirst();
        Expect.map(op, "values", values);
        Expect.type(op, "switches", inputs.get(1), DType.I32, values.shape());
    }

    private static TensorType gathered(Op op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        TensorType map = inputs.get(0);
        TensorType switches = inputs.get(1);
        Expect.map(op, "a map", map);
        Shape shape = switches.shape();
        if (switches.dtype() != DType.I32
                || shape.rank() != 4
                || shape.size(0) != map.shape().size(0)
                || shape.size(3) != map.shape().size(3)) {
            throw new ShapeException(
                    op.name(),
                    "switches I32 [%d,H',W',%d]"
                            .formatted(map.shape().size(0), map.shape().size(3)),
                    switches);
        }
        return new TensorType(map.dtype(), shape);
    }
}
