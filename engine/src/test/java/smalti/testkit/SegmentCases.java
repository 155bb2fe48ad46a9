package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.output;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.List;
import java.util.Locale;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.CrossWeights;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.testkit.OpCase.Derivative;

/// The cases of the operators over segments.
final class SegmentCases {
    private static final double EMPTY = -1.5;

    private final CaseTable table;
    private final Scene scene;
    private final DType dtype;
    private final SegmentMap map;
    private final Layout layout;

    SegmentCases(CaseTable table) {
        this.table = table;
        this.scene = table.scene();
        this.dtype = table.dtype();
        this.map = scene.map();
        this.layout = scene.layout();
    }

    void add() {
        addReductions();
        if (dtype.isFloating()) {
            addWeighted();
            addSpreading();
            addCrossResolution();
        } else {
            addModes();
        }
    }

    private void addReductions() {
        for (Reduction reduction : Reduction.values()) {
            String name = reduction.name().toLowerCase(Locale.ROOT);
            var gradient = new SegmentOp.ReduceGradient(map, reduction, layout, false);
            var op = new SegmentOp.Reduce(map, List.of(reduction), layout, false, EMPTY);
            if (dtype.isFloating()) {
                table.add(name, op, gradient(reduction, gradient));
                table.add(name + " gradient", gradient);
            } else {
                table.add(name, op);
            }
        }
        table.add("mean max variance", several(Reduction.MEAN, Reduction.MAX, Reduction.VARIANCE));
        table.add("all reductions", several(Reduction.values()));
    }

    private static Derivative gradient(Reduction reduction, Op gradient) {
        if (reduction.selects()) {
            return Derivative.In.of(0, gradient, upstream(), output(1));
        }
        return reduction.takesWeights()
                ? Derivative.In.of(0, gradient, upstream())
                : Derivative.In.of(0, gradient, upstream(), input(0), output(0));
    }

    private void addModes() {
        table.add("mode", new SegmentOp.Mode(map, 0));
        table.add("pure mode", new SegmentOp.Mode(map, 0.5));
    }

    private Op several(Reduction... reductions) {
        return new SegmentOp.Reduce(map, List.of(reductions), layout, false, EMPTY);
    }

    private void addWeighted() {
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            String name = "weighted " + reduction.name().toLowerCase(Locale.ROOT);
            var op = new SegmentOp.Reduce(map, List.of(reduction), layout, true, EMPTY);
            var inFeatures = new SegmentOp.ReduceGradient(map, reduction, layout, true);
            var inWeights = new SegmentOp.WeightGradient(map, reduction, layout);
            table.add(name, op, Derivative.In.of(0, inFeatures, upstream(), input(1)));
            table.add(
                    name + " in its weights",
                    op,
                    reduction == Reduction.MEAN
                            ? Derivative.In.of(
                                    1, inWeights, upstream(), input(0), input(1), output(0))
                            : Derivative.In.of(1, inWeights, upstream(), input(0), input(1)));
            table.add(name + " gradient", inFeatures);
            table.add(name + " weight gradient", inWeights);
        }
        table.add(
                "weighted sum and mean",
                new SegmentOp.Reduce(
                        map, List.of(Reduction.SUM, Reduction.MEAN), layout, true, EMPTY));
    }

    private void addSpreading() {
        var unpool = new SegmentOp.Unpool(map, layout);
        var sum = new SegmentOp.Reduce(map, List.of(Reduction.SUM), layout, false, 0);
        table.add("unpool", unpool, Derivative.In.of(0, sum, upstream()));
        table.add("pick", new SegmentOp.Pick(map, layout));
        var softmaxGradient = new SegmentOp.SoftmaxGradient(map, layout);
        table.add(
                "softmax",
                new SegmentOp.Softmax(map, layout),
                Derivative.In.of(0, softmaxGradient, upstream(), output(0)));
        table.add("softmax gradient", softmaxGradient);
    }

    private void addCrossResolution() {
        // Cells that end within a pixel.
        int rows = Math.max(1, scene.height() / 2);
        int columns = Math.max(1, scene.width() * 2 / 3);
        var weights = CrossWeights.tiling(map, rows, columns);
        var gradient = new SegmentOp.CrossPoolGradient(weights, layout);
        table.add(
                "cross pool",
                new SegmentOp.CrossPool(weights, layout, EMPTY),
                Derivative.In.of(0, gradient, upstream()));
        table.add("cross pool gradient", gradient);
    }
}
