package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.output;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.List;
import smalti.op.Op;
import smalti.op.Padding;
import smalti.op.ShapeRule;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;

/// The cases of operators with windows.
final class WindowCases {
    /// Windows that overlap, and need what the padding covers.
    private static final Window OVERLAPPING =
            Window.of(3).stride(2).padding(Padding.of(1).covering());

    /// Asymmetric in every way.
    private static final Window DILATED =
            new Window(
                    new Size(3, 2),
                    new Size(1, 2),
                    new Size(2, 1),
                    new Padding.Margins(2, 0, 2, 1));

    private final CaseTable table;
    private final Maps maps;
    private final Size size;

    WindowCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
        this.size = new Size(table.scene().height(), table.scene().width());
    }

    void add() {
        // A window sees nothing of an empty map.
        if (size.height() == 0 || size.width() == 0) {
            return;
        }
        addMaximum("overlapping", OVERLAPPING);
        addMaximum("dilated", DILATED);
        addSwitches();
        addAverage("overlapping", OVERLAPPING, false);
        addAverage("overlapping and padded", OVERLAPPING, true);
        addAverage("dilated", DILATED, false);
        addAverage("same padded", Window.of(2).padding(Padding.SAME), true);
        addBins("global", Size.square(1));
        addBins("adaptive", new Size(2, 3));
    }

    private List<Tensor> map() {
        return List.of(maps.map());
    }

    private void addMaximum(String name, Window window) {
        table.add(
                name + " max pool",
                new WindowOp.MaxPool(window),
                Derivative.In.of(0, new WindowOp.WindowScatter(size), upstream(), output(1)),
                this::map);
    }

    /// Values with the switches of a pooling whose windows overlap, so that many have the same.
    private List<Tensor> selected() {
        List<Tensor> pooled = maps.forward(new WindowOp.MaxPool(OVERLAPPING), map());
        return List.of(maps.upstream(pooled.getFirst().shape()), pooled.get(1));
    }

    private void addSwitches() {
        var gather = new WindowOp.WindowGather();
        var scatter = new WindowOp.WindowScatter(size);
        table.add(
                "max unpool", new WindowOp.MaxUnpool(size), new Derivative.None(), this::selected);
        table.add(
                "window scatter",
                scatter,
                Derivative.In.of(0, gather, upstream(), input(1)),
                this::selected);
        table.add(
                "window gather",
                gather,
                Derivative.In.of(0, scatter, upstream(), input(1)),
                () -> List.of(maps.map(), selected().get(1)));
    }

    private void addAverage(String name, Window window, boolean countsPadding) {
        var op = new WindowOp.AveragePool(window, countsPadding);
        addMean(
                name + " average pool",
                op,
                new WindowOp.AveragePoolGradient(window, countsPadding, size));
    }

    private void addBins(String name, Size bins) {
        addMean(
                name + " average",
                new WindowOp.AdaptiveAveragePool(bins),
                new WindowOp.AdaptiveAveragePoolGradient(size));
    }

    private void addMean(String name, Op op, Op gradient) {
        table.add(name, op, Derivative.In.of(0, gradient, upstream()), this::map);
        table.add(
                name + " gradient",
                gradient,
                Derivative.In.of(0, op, upstream()),
                () -> {
                    Shape means = ShapeRule.outputs(op, map()).getFirst().shape();
                    return List.of(maps.values(means, 15));
                });
    }
}
