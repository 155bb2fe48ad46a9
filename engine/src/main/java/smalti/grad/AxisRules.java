package smalti.grad;

import java.util.List;
import smalti.op.AxisOp;
import smalti.op.PointOp;
import smalti.tensor.Shape;

/// The rules of [AxisOp].
final class AxisRules {
    private AxisRules() {}

    static Rule of(AxisOp op) {
        return switch (op) {
            case AxisOp.Sum sum ->
                    Rule.keeping().by(pull -> pull.give(0, () -> spread(sum.axes(), 1, pull)));
            case AxisOp.Mean mean ->
                    Rule.keeping()
                            .by(pull ->
                                    pull.give(
                                            0,
                                            () ->
                                                    spread(
                                                            mean.axes(),
                                                            share(mean.axes(), pull),
                                                            pull)));
            case AxisOp.Max max ->
                    Rule.keeping(0)
                            .andOutputs(0)
                            .by(pull ->
                                    pull.give(
                                            0,
                                            () ->
                                                    pull.run(
                                                            new AxisOp.MaxGradient(
                                                                    max.axes(), max.keep()),
                                                            pull.upstream(),
                                                            pull.input(0),
                                                            pull.output(0))));
            case AxisOp.MaxGradient gradient -> Rules.noSecond(gradient);
            case AxisOp.SumTo _ ->
                    Rule.adjoint(pull -> new AxisOp.BroadcastTo(pull.inputType(0).shape()));
            case AxisOp.BroadcastTo _ ->
                    Rule.adjoint(pull -> new AxisOp.SumTo(pull.inputType(0).shape()));
        };
    }

    private static double share(List<Integer> axes, Pullback pull) {
        Shape shape = pull.inputType(0).shape();
        return 1.0 / axes.stream().mapToLong(shape::size).reduce(1, (a, b) -> a * b);
    }

    /// The gradient of sums over axes, times a factor.
    private static Variable spread(List<Integer> axes, double factor, Pullback pull) {
        Shape shape = pull.inputType(0).shape();
        int[] kept = shape.sizes();
        for (int axis : axes) {
            kept[axis < 0 ? kept.length + axis : axis] = 1;
        }
        Variable upstream = pull.flow().reshape(pull.upstream(), Shape.of(kept));
        Variable scaled = factor == 1 ? upstream : pull.run(new PointOp.Scale(factor, 0), upstream);
        return pull.run(new AxisOp.BroadcastTo(shape), scaled);
    }
}
