package smalti.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.Transposition;
import smalti.segment.CrossWeights;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.testkit.OpCase.Derivative;

/// The cases of every operator on a scene.
public final class CaseTable {
    private static final double EMPTY = -1.5;

    private final Scene scene;
    private final DType dtype;
    private final SegmentMap map;
    private final Layout layout;
    private final List<OpCase> cases = new ArrayList<>();

    private CaseTable(Scene scene, DType dtype) {
        this.scene = scene;
        this.dtype = dtype;
        this.map = scene.map();
        this.layout = scene.layout();
    }

    /// Every case of a scene whose floating inputs have type `dtype`. Of [DType#I32] there are only reductions and modes.
    public static List<OpCase> on(Scene scene, DType dtype) {
        var table = new CaseTable(scene, dtype);
        table.addReductions();
        if (dtype.isFloating()) {
            table.addWeighted();
            table.addSpreading();
            table.addCrossResolution();
            table.addProducts();
        } else {
            table.addModes();
        }
        return List.copyOf(table.cases);
    }

    /// The case of that name.
    public static OpCase named(String name, Scene scene, DType dtype) {
        return on(scene, dtype).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no case " + name));
    }

    private void addReductions() {
        for (Reduction reduction : Reduction.values()) {
            String name = reduction.name().toLowerCase(Locale.ROOT);
            var gradient = new Op.SegmentReduceGradient(map, reduction, layout, false);
            var op = new Op.SegmentReduce(map, List.of(reduction), layout, false, EMPTY);
            if (dtype.isFloating()) {
                add(name, op, new Derivative.In(0, gradient));
                add(name + " gradient", gradient);
            } else {
                add(name, op);
            }
        }
        add("mean max variance", several(Reduction.MEAN, Reduction.MAX, Reduction.VARIANCE));
        add("all reductions", several(Reduction.values()));
    }

    private void addModes() {
        add("mode", new Op.SegmentMode(map, 0));
        add("pure mode", new Op.SegmentMode(map, 0.5));
    }

    private Op several(Reduction... reductions) {
        return new Op.SegmentReduce(map, List.of(reductions), layout, false, EMPTY);
    }

    private void addWeighted() {
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            String name = "weighted " + reduction.name().toLowerCase(Locale.ROOT);
            var op = new Op.SegmentReduce(map, List.of(reduction), layout, true, EMPTY);
            var inFeatures = new Op.SegmentReduceGradient(map, reduction, layout, true);
            var inWeights = new Op.SegmentWeightGradient(map, reduction, layout);
            add(name, op, new Derivative.In(0, inFeatures));
            add(name + " in its weights", op, new Derivative.In(1, inWeights));
            add(name + " gradient", inFeatures);
            add(name + " weight gradient", inWeights);
        }
        add(
                "weighted sum and mean",
                new Op.SegmentReduce(
                        map, List.of(Reduction.SUM, Reduction.MEAN), layout, true, EMPTY));
    }

    private void addSpreading() {
        var unpool = new Op.SegmentUnpool(map, layout);
        var sum = new Op.SegmentReduce(map, List.of(Reduction.SUM), layout, false, 0);
        add("unpool", unpool, new Derivative.In(0, sum));
        add("pick", new Op.SegmentPick(map, layout));
        var softmaxGradient = new Op.SegmentSoftmaxGradient(map, layout);
        add("softmax", new Op.SegmentSoftmax(map, layout), new Derivative.In(0, softmaxGradient));
        add("softmax gradient", softmaxGradient);
    }

    private void addCrossResolution() {
        // Cells that end within a pixel.
        int rows = Math.max(1, scene.height() / 2);
        int columns = Math.max(1, scene.width() * 2 / 3);
        var weights = CrossWeights.tiling(map, rows, columns);
        var gradient = new Op.CrossPoolGradient(weights, layout);
        add("cross pool", new Op.CrossPool(weights, layout, EMPTY), new Derivative.In(0, gradient));
        add("cross pool gradient", gradient);
    }

    private void addProducts() {
        for (Transposition stored : Transposition.values()) {
            var op = new Op.MatMul(stored);
            String name = "matrix product, transposed " + stored.name().toLowerCase(Locale.ROOT);
            boolean left = stored.ofLeft();
            boolean right = stored.ofRight();
            // Each gradient is a product of the upstream gradient and the other factor.
            var inLeft =
                    new Op.MatMul(
                            left ? Transposition.of(right, true) : Transposition.of(false, !right));
            var inRight =
                    new Op.MatMul(
                            right ? Transposition.of(true, left) : Transposition.of(!left, false));
            add(name, op, new Derivative.In(0, inLeft));
            add(name + ", in its right factor", op, new Derivative.In(1, inRight));
        }
    }

    private void add(String name, Op op) {
        add(name, op, new Derivative.None());
    }

    private void add(String name, Op op, Derivative derivative) {
        cases.add(new OpCase(name, op, scene, dtype, derivative));
    }
}
